"""Entries: one that somebody sees, and whether it is theirs to change."""

from uuid import UUID

from models.archive.growth import Entry, EntryRevision
from service.foundation.database import query
from service.foundation.errors import Forbidden, NotFound
from service.trust import access
from service.trust.access import Viewer

WITH_ALL = ("persons__person", "author", "student")


async def seen_by(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry that the viewer may see; its photos are listed by `albums`.

    Their own words make somebody else's entry wait for its check; who changed it last still has it.
    """
    entry = await access.entries_visible_to(viewer).get_or_none(id=entry_id)
    entry = entry or await _last_changed_by(viewer, entry_id)
    if entry is None or entry.deleted_at:
        raise NotFound
    await entry.fetch_related(*WITH_ALL)
    return entry


async def theirs_to_change(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry, in the trash too, that the viewer may change. It is not locked."""
    entry = await access.entries_changeable_by(viewer).get_or_none(id=entry_id)
    entry = entry or await _last_changed_by(viewer, entry_id)
    if entry:
        return entry
    seen = await seen_by(viewer, entry_id)
    require_unconfirmed(viewer, seen)
    raise Forbidden("entry.not_yours", "只有记录的人和家里的管理人可以改")


async def _last_changed_by(viewer: Viewer, entry_id: UUID) -> Entry | None:
    changes = EntryRevision.filter(entry_id=entry_id).order_by("-version")
    last = await changes.first().select_related("entry")
    if last is None or last.changed_by_id != viewer.account_id:
        return None
    entry = last.entry
    decided = viewer.may_change(entry.author_id, entry.family_id, entry.student_id)
    return entry if decided and not _is_confirmed_over(viewer, entry) else None


def require_unconfirmed(viewer: Viewer, entry: Entry) -> None:
    """Refuse a student that is not of age what a guardian has confirmed."""
    if _is_confirmed_over(viewer, entry):
        raise Forbidden("entry.confirmed", "这条已经收进档案了，要改请找家里的管理人")


def _is_confirmed_over(viewer: Viewer, entry: Entry) -> bool:
    return not entry.draft and entry.student_id in viewer.minors


async def hold_changes(entry_id: UUID) -> None:
    """Let others who change the entry wait for the caller's transaction; before anything is locked.

    What is to be checked is then known before the question is dropped, which goes before the entry.
    """
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"entry {entry_id}")
