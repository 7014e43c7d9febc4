"""Conversations: how what the family says and feels about an entry is shown, and by whom."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from handlers.edge.shapes import Count, PictureUrl
from models.archive.stories import Warmth
from models.people.accounts import Account
from service.archive import avatars
from service.trust import kinship

Felt = Annotated[
    dict[Warmth, Count],
    Meta(description="How many of the family feel so, most first; what nobody feels is not in it."),
]


class Relative(msgspec.Struct):
    """Somebody of the family, or who once was."""

    called: Annotated[str, Meta(description="By the family: 奶奶, or 孩子本人.")]
    nickname: str
    avatar: PictureUrl


async def relatives(family_id: UUID, accounts: Iterable[Account]) -> dict[UUID, Relative]:
    """How a family knows these accounts, by their ids; an avatar once it was checked."""
    known = {account.id: account for account in accounts}
    names = await kinship.called((family_id, account_id) for account_id in known)
    urls = await avatars.urls(account.avatar_id for account in known.values())
    return {
        account_id: Relative(
            called=names[family_id, account_id],
            nickname=account.nickname,
            avatar=urls.get(account.avatar_id, ""),
        )
        for account_id, account in known.items()
    }
