"""Drafts of entries: what one has not finished, and what a student wrote for a guardian to see."""

from uuid import UUID

from tortoise.expressions import Q

from models.archive.growth import Entry
from models.people.accounts import Account
from models.people.families import Role
from service.archive import entries, entry_audiences
from service.foundation.database import transaction
from service.foundation.errors import Conflict, NotFound
from service.people import students
from service.trust import access, audit
from service.trust.access import Viewer

PAGE = 20


async def confirm(account: Account, entry_id: UUID, version: int) -> Entry:
    """Take a student's draft into the archive, as whoever decides for the child; again is fine.

    It takes what recording it takes: that the child's archive may be kept, and for a class the
    living consent, on which it stands from now on, and no dispute. It is locked before it is looked
    at: words that were changed meanwhile are not seen before their check, and nobody confirms what
    they have not seen (Conflict).
    """
    async with transaction():
        seen = await entries.seen_by(await access.viewer(account), entry_id)
        await access.hold_steady(seen.family_id)
        await Entry.filter(id=entry_id).select_for_update().first()
        entry = await entries.seen_by(await access.viewer(account), entry_id)
        await access.deciding_for(account, entry.family_id, entry.student_id)
        if entry.unfinished:
            raise Conflict("entry.unfinished", "这条还没写完，写完再收进档案")
        if entry.draft:
            if entry.version != version:
                raise Conflict("entry.changed", "孩子刚刚又改过，请看看现在的样子再确认")
            await entry_audiences.adds_as_draft(account, entry)
            await entry_audiences.admit(entry)
            entry.draft = False
            await entry.save(update_fields=["draft", "consent_id"])
            await audit.record(account, "entry.confirmed", entry)
    return entry


async def of_family(viewer: Viewer, family_id: UUID, *, after: UUID | None) -> list[Entry]:
    """A page of what waits for the viewer in a family, latest first.

    One's own that is unfinished, a student's own drafts, and to those who decide for the child its
    drafts that passed the check. `after` is the last one of the page before. Returns at most
    PAGE + 1 entries: the last one only says that there is more.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    mine = Q(author_id=viewer.account_id)
    decided = Q(family_id__in=viewer.families(Role.GUARDIAN), student_id__not_in=viewer.grown)
    waiting = Q(draft=True) & (mine | decided | Q(student_id__in=viewer.of_age))
    seen = access.entries_visible_to(viewer).filter(family_id=family_id)
    found = seen.filter(Q(unfinished=True) | waiting)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1).prefetch_related(*entries.WITH_ALL)


async def photos_changed(drafts: list[Entry]) -> None:
    """Have a confirmation that comes now look again: the photos of these locked entries changed."""
    for entry in drafts:
        if entry.draft:
            entry.version += 1
            await entry.save(update_fields=["version"])
