"""Import keeping: the job that puts what has been read into entries, one a day or a folder."""

import re
from contextlib import suppress
from uuid import UUID

import structlog

from models.archive.growth import Audience
from models.archive.imports import Import, ImportItem, ItemState
from models.archive.photos import Photo, TakenFrom
from service.archive import batches, growth, import_captions, imports
from service.archive.batches import PhotosChange
from service.archive.growth import EntryDraft
from service.foundation import jobs
from service.foundation.database import query, transaction
from service.foundation.errors import Refusal, Waiting
from service.trust import access, audit

log = structlog.get_logger("imports")

_EXACT = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAMED_BY_PEOPLE = re.compile(r"[\u4e00-\u9fff]")
MOST_TITLE = 60
_PASSING = ("entry.changed", "entry.full")
"""Somebody was quicker with the entry: the next try finds it as it is by then."""


@jobs.job("imports.keep")
async def keep(import_id: UUID) -> None:
    """Put all that has come into the timeline; may run at any time, and any number at once."""
    while await _keep_some(import_id):
        pass


async def _keep_some(import_id: UUID) -> bool:
    """One group; False when there is none left. What may not be kept is skipped, with a reason.

    A refusal that passes is the job's, which comes again.
    """
    importing = await Import.get_or_none(id=import_id).select_related("account")
    if importing is None:
        return False
    try:
        async with transaction():
            return await _keep_group(importing)
    except Refusal as refusal:
        if isinstance(refusal, Waiting) or refusal.code in _PASSING:
            raise
        log.warning("import not kept", import_id=str(import_id), code=refusal.code)
    async with transaction():
        await _leave_out(importing)
    return True


async def _keep_group(importing: Import) -> bool:
    items = await _group(importing)
    if not items:
        return False
    photo_ids = await _present(items)
    if photo_ids:
        items = [item for item in items if item.photo_id in photo_ids]
        entry_id = await _hang(importing, items)
        moved = ImportItem.filter(id__in=[item.id for item in items])
        await moved.update(state=ItemState.KEPT, entry_id=entry_id)
        if any(item.caption for item in items):
            await import_captions.later(importing.id)
        await audit.record(importing.account, "import.kept", importing)
    return True


async def _group(importing: Import) -> list[ImportItem]:
    """The next items that belong into one entry; the import is locked, or done if there is none."""
    await access.hold(importing.family_id)
    row = Import.filter(id=importing.id).select_for_update(no_key=True)
    present = await row.get_or_none()
    if present is None:
        return []
    waiting = ImportItem.filter(importing_id=importing.id, state=ItemState.UPLOADED)
    first = await waiting.order_by("id").first()
    if first is None:
        await imports.finish(present)
        return []
    same = {"taken": first.taken, "taken_from": first.taken_from, "album": first.album}
    group = waiting.filter(**same)
    if not _EXACT.fullmatch(first.taken):
        group = group.filter(folder=first.folder)
    return await group.order_by("path").limit(growth.MOST_PHOTOS)


async def _leave_out(importing: Import) -> None:
    items = await _group(importing)
    left = ImportItem.filter(id__in=[item.id for item in items])
    await left.update(state=ItemState.SKIPPED, reason="not_allowed")


async def _present(items: list[ImportItem]) -> set[UUID]:
    """The photos that are still there, and stay; an item whose photo was discarded meanwhile is
    skipped.
    """
    ids = [item.photo_id for item in items if item.photo_id]
    photos = Photo.filter(id__in=ids, deleted_at=None).order_by("id")
    there = {photo.id for photo in await photos.select_for_update()}
    gone = [item.id for item in items if item.photo_id not in there]
    await ImportItem.filter(id__in=gone).update(state=ItemState.SKIPPED, reason="trashed")
    return there


async def _hang(importing: Import, items: list[ImportItem]) -> UUID:
    """Put photos into the entry of their day or folder, in the order of their paths."""
    account, first = importing.account, items[0]
    photo_ids = [item.photo_id for item in items if item.photo_id]
    if first.taken_from is TakenFrom.PERSON:
        change = PhotosChange(family_id=importing.family_id, photo_ids=photo_ids, taken=first.taken)
        await batches.change(account, change)
    entry_id = await _with_room(importing, first, len(photo_ids))
    if entry_id is None:
        return (await growth.record(account, _draft(importing, first, photo_ids))).id
    change = PhotosChange(family_id=importing.family_id, photo_ids=photo_ids, entry_id=entry_id)
    await batches.change(account, change)
    return entry_id


_SIBLINGS = """
select i.entry_id, (select count(*) from entry_photos x where x.entry_id = i.entry_id) as photos
from import_items i join entries e on e.id = i.entry_id
where i.importing_id = $1 and i.state = 'kept' and i.taken = $2 and ($3 or i.folder = $4)
    and e.deleted_at is null and e.author_id = $5 and e.audience <= $6 and i.album = $7
group by i.entry_id order by i.entry_id desc limit 1
"""
"""The entry that this import made of the same day (of the same album, if in one) or folder.

Not one that somebody has widened since.
"""


async def _with_room(importing: Import, item: ImportItem, count: int) -> UUID | None:
    exact = bool(_EXACT.fullmatch(item.taken))
    rows = await query(
        *(_SIBLINGS, importing.id, item.taken, exact, item.folder),
        *(importing.account_id, Audience.FAMILY.value, item.album),
    )
    if not rows or rows[0]["photos"] + count > growth.MOST_PHOTOS:
        return None
    entry_id = rows[0]["entry_id"]
    with suppress(Refusal):  # a child's that was confirmed meanwhile: the next one is its own
        await growth.fillable(importing.account, importing.family_id, entry_id)
        return entry_id
    return None


def _draft(importing: Import, first: ImportItem, photo_ids: list[UUID]) -> EntryDraft:
    """One of an album bears its title, one of a folder the name that somebody has given it."""
    name = first.album or (first.folder or importing.name).rpartition("/")[2]
    by_folder = not _EXACT.fullmatch(first.taken) and _NAMED_BY_PEOPLE.search(name)
    titled = first.album or by_folder
    return EntryDraft(
        family_id=importing.family_id,
        student_id=importing.student_id,
        photo_ids=photo_ids,
        title=name[:MOST_TITLE] if titled else "",
        happened=first.taken,
    )


@jobs.job("imports.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Take up what an outage longer than all retries has left."""
    waiting = ImportItem.filter(state=ItemState.UPLOADED).distinct()
    for import_id in await waiting.values_list("importing_id", flat=True):
        await jobs.again("imports.keep", import_id=import_id)  # type: ignore[arg-type]
