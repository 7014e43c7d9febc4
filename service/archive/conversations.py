"""Conversations: who may tell, say and feel something about an entry, and what is shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tortoise.functions import Count
from tortoise.queryset import QuerySet

from models.archive.growth import Entry
from models.archive.stories import Warmth
from models.people.accounts import Account
from models.trust.consents import Purpose
from service.foundation.database import query
from service.foundation.errors import Conflict, NotFound
from service.trust import access, consents
from service.trust.access import Viewer


@dataclass(frozen=True)
class Conversation:
    """What somebody is shown beside an entry: of others' what has passed, and all their own.

    Outside the family there is none.
    """

    story_count: int = 0
    comment_count: int = 0
    reactions: dict[Warmth, int] = field(default_factory=dict)
    mine: Warmth | None = None


async def beside(viewer: Viewer, entry_ids: Sequence[UUID]) -> dict[UUID, Conversation]:
    """The conversation on each of these entries, which the viewer has as one of the family.

    Three statements, however many entries there are.
    """
    if not entry_ids:
        return {}
    stories = await _counted(access.stories_heard_by(viewer), entry_ids)
    comments = await _counted(access.comments_heard_by(viewer), entry_ids)
    felt: dict[UUID, list[dict[str, Any]]] = {entry_id: [] for entry_id in entry_ids}
    for row in await query(_FELT, list(entry_ids), viewer.account_id):
        felt[row["entry_id"]].append(row)
    return {
        entry_id: Conversation(
            story_count=stories.get(entry_id, 0),
            comment_count=comments.get(entry_id, 0),
            reactions={Warmth(row["warmth"]): row["count"] for row in rows},
            mine=next((Warmth(row["warmth"]) for row in rows if row["mine"]), None),
        )
        for entry_id, rows in felt.items()
    }


_FELT = """
select entry_id, warmth, count(*) as count, bool_or(account_id = $2) as mine
from entry_reactions where entry_id = any($1::uuid[])
group by entry_id, warmth order by count(*) desc, warmth
"""


async def _counted(heard: QuerySet[Any], entry_ids: Sequence[UUID]) -> dict[UUID, int]:
    there = heard.filter(entry_id__in=list(entry_ids)).annotate(count=Count("id"))
    return dict(await there.group_by("entry_id").values_list("entry_id", "count"))


async def entry_of(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry that the viewer has as one of its family; to the class there is no conversation."""
    entry = await access.entries_at_home(viewer).get_or_none(id=entry_id)
    if entry is None:
        raise NotFound
    return entry


async def joined(account: Account, entry_id: UUID) -> Entry:
    """An entry that the account may say something to, held for the caller's transaction.

    An erasure waits for it, and so does whoever wants to put the entry into the trash.
    """
    entry = await entry_of(await access.viewer(account), entry_id)
    await access.hold(entry.family_id)
    await query("select 1 from entries where id = $1 for share", entry_id)
    entry = await entry_of(await access.viewer(account), entry_id)
    if entry.unfinished:
        raise Conflict("entry.unfinished", "这条还是草稿，写好收进档案以后再说吧")
    return entry


async def require_kept(entry: Entry) -> None:
    """Refuse new words about a child whose archive nobody consents to keep any more."""
    if entry.student_id:
        await consents.require(Purpose.ARCHIVE, entry.family_id, entry.student_id)
