"""Trash of entries: dark at once, for 30 days to be restored, then gone with all that hangs on it.

Each entry is the subject of an erasure of its own, carried out like every other; restoring it
cancels that. Photos stay where they are, in the family's album. An entry comes back as it stands
by then: what was withdrawn or refused meanwhile stays so, and the safety check goes on.

Locks: erasures before families before entries.
"""

from datetime import datetime
from uuid import UUID

from models.archive.growth import Entry
from models.people.accounts import Account
from models.trust.erasures import ErasedKind
from service.archive import entries, entry_words
from service.archive.trash import KEPT
from service.foundation import clock, keysets
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.people import students
from service.trust import access, audit, erasures
from service.trust.access import Viewer

PAGE = 20


async def discard(account: Account, entry_id: UUID) -> None:
    """Put an entry into the trash; it goes dark at once. Again is fine.

    Raises Forbidden where it is not the account's to discard, Conflict while the family is in
    dispute.
    """
    async with transaction():
        entry = await _theirs(account, entry_id)
        if entry.deleted_at is None:
            await _set(entry, clock.now())
            await audit.record(account, "entry.deleted", entry)
            await erasures.begin(account, ErasedKind.ENTRY, entry.id, entry.family_id, KEPT)


async def restore(account: Account, entry_id: UUID) -> None:
    """Take an entry out of the trash, to where it was. Again is fine. Refused like `discard`.

    A purge that came first has removed it: NotFound.
    """
    async with transaction():
        erasure = await erasures.locked(ErasedKind.ENTRY, entry_id)
        entry = await _theirs(account, entry_id)
        if entry.deleted_at:
            await _set(entry, None)
            await audit.record(account, "entry.restored", entry)
            await entry_words.tell(entry)
        # a discard that was waited for has begun one since; for 30 days no purge holds it
        erasure = erasure or await erasures.locked(ErasedKind.ENTRY, entry_id)
        if erasure:
            await erasures.call_off(account, erasure)


async def page(
    viewer: Viewer, family_id: UUID, *, after: tuple[datetime, UUID] | None
) -> list[Entry]:
    """A page of what the viewer may restore of a family's entries, latest discarded first.

    `after` is the last one's (deleted_at, id) of the page before. Returns at most PAGE + 1 entries:
    the last one only says that there is more.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    theirs = access.entries_changeable_by(viewer)
    trash = theirs.filter(family_id=family_id, deleted_at__isnull=False)
    if after:
        trash = trash.filter(keysets.behind("deleted_at", after))
    latest = trash.order_by("-deleted_at", "-id").limit(PAGE + 1)
    return await latest.prefetch_related(*entries.WITH_ALL)


async def _theirs(account: Account, entry_id: UUID) -> Entry:
    """An entry that the account may discard and restore, locked as it stands now."""
    found = await entries.theirs_to_change(await access.viewer(account), entry_id)
    await access.require_undisputed(found.family_id)
    viewer = await access.viewer(account)
    await entries.theirs_to_change(viewer, entry_id)  # still, after that wait
    entry = await Entry.filter(id=entry_id).select_for_update().get_or_none()
    if entry is None:
        raise NotFound
    entries.require_unconfirmed(viewer, entry)
    return entry


async def _set(entry: Entry, deleted_at: datetime | None) -> None:
    entry.deleted_at = deleted_at  # type: ignore[assignment]
    await entry.save(update_fields=["deleted_at"])
