"""Revisions: how an entry stood before each of its changes, and who changed it."""

from dataclasses import dataclass
from uuid import UUID

from models.archive.growth import Entry, EntryRevision
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import entries
from service.foundation import clock
from service.foundation.errors import Forbidden
from service.trust import kinship
from service.trust.access import Viewer

PAGE = 50


@dataclass(frozen=True)
class Past:
    """A former state; `changed_by` is what the family calls who ended it.

    `told` is whether the viewer reads its words: those that passed the check, or their own.
    """

    state: EntryRevision
    changed_by: str
    told: bool


async def keep(account: Account, entry: Entry) -> None:
    """Keep a locked entry as it stands, before `account` changes it."""
    await EntryRevision.create(
        entry_id=entry.id,
        changed_by_id=account.id,
        version=entry.version,
        title=entry.title,
        story=entry.story,
        happened=entry.happened,
        place=entry.place,
        dimension=entry.dimension,
        audience=entry.audience,
        standing=entry.standing,
        created_at=clock.now(),
    )


async def of_entry(viewer: Viewer, entry_id: UUID, *, after: int | None) -> list[Past]:
    """A page of an entry's former states, latest first, to its author and to those who decide.

    `after` is the last version of the page before. Returns at most PAGE + 1 states: the last one
    only says that there is more.
    """
    entry = await entries.seen_by(viewer, entry_id)
    if not viewer.may_change(entry.author_id, entry.family_id, entry.student_id):
        raise Forbidden("entry.not_yours", "只有记录的人和家里的管理人可以看修改记录")
    past = EntryRevision.filter(entry_id=entry_id)
    if after is not None:
        past = past.filter(version__lt=after)
    found = await past.order_by("-version").limit(PAGE + 2)
    makers = [one.changed_by_id for one in found[1:]] + [entry.author_id]
    names = await kinship.called((entry.family_id, one.changed_by_id) for one in found)
    return [
        Past(
            one,
            names[entry.family_id, one.changed_by_id],
            one.standing is Standing.PASSED or maker == viewer.account_id,
        )
        for one, maker in zip(found, makers, strict=False)
    ][: PAGE + 1]
