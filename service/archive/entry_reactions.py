"""Reactions to entries: one warm word of each of the family; another one takes its place."""

from uuid import UUID

from models.archive.stories import EntryReaction, Warmth
from models.base import uuid7
from models.people.accounts import Account
from service.archive import conversations
from service.archive.conversations import Conversation
from service.foundation import clock
from service.foundation.database import query, transaction
from service.trust import access, audit
from service.trust.access import Viewer

PAGE = 50

_PUT = """
insert into entry_reactions (id, created_at, entry_id, account_id, warmth)
values ($1, $2, $3, $4, $5)
on conflict (entry_id, account_id) do update set warmth = excluded.warmth
where entry_reactions.warmth <> excluded.warmth
returning id
"""


async def react(account: Account, entry_id: UUID, warmth: Warmth) -> None:
    """Feel something about an entry, in place of what one felt before; racers leave one row."""
    async with transaction():
        entry = await conversations.joined(account, entry_id)
        values = uuid7(), clock.now(), entry.id, account.id, warmth.value
        if await query(_PUT, *values):
            await audit.record(account, "entry.reacted_to", entry)


async def take_back(account: Account, entry_id: UUID) -> None:
    """Take one's reaction back; again is fine."""
    async with transaction():
        entry = await conversations.entry_of(await access.viewer(account), entry_id)
        if await EntryReaction.filter(entry_id=entry.id, account_id=account.id).delete():
            await audit.record(account, "entry.reaction_taken_back", entry)


async def on(viewer: Viewer, entry_id: UUID) -> Conversation:
    """What the family feels about an entry, counted."""
    entry = await conversations.entry_of(viewer, entry_id)
    return (await conversations.beside(viewer, [entry.id]))[entry.id]


async def of_entry(viewer: Viewer, entry_id: UUID, *, after: UUID | None) -> list[EntryReaction]:
    """A page of who feels what about an entry, first ones first.

    `after` is the last one of the page before. Returns at most PAGE + 1 reactions: the last one
    only says that there is more.
    """
    entry = await conversations.entry_of(viewer, entry_id)
    felt = EntryReaction.filter(entry_id=entry.id)
    if after:
        felt = felt.filter(id__gt=after)
    return await felt.order_by("id").limit(PAGE + 1).select_related("account", "entry")
