"""Batches: one answer for many photos of a family at once, all of them or none."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from models.archive.growth import Audience, Entry, EntryPhoto
from models.archive.photos import Photo
from models.people.accounts import Account
from service.archive import captions, dating, entry_drafts, growth, photos, trash
from service.archive.captions import Place, Taken
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import students
from service.trust import access, audit
from service.trust.access import Viewer

MOST_PHOTOS = 500


class PhotosChange(Draft):
    """What is to change of many photos; what is left out stays."""

    family_id: UUID
    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_PHOTOS)]
    taken: Taken | UnsetType = UNSET
    place: Place | UnsetType = UNSET
    entry_id: Annotated[UUID, Meta(description="Move them there.")] | UnsetType = UNSET
    discarded: Annotated[bool, Meta(description="In the trash, or not: alone.")] | UnsetType = UNSET


async def change(account: Account, draft: PhotosChange) -> int:
    """Date, place, move, or discard and restore photos; how many were changed. Again is fine."""
    viewer = await access.viewer(account)
    if not await students.at_home(viewer, draft.family_id):
        raise NotFound
    if isinstance(draft.discarded, bool):
        return await _discard(account, draft)
    await captions.require_describing(account, viewer, draft.family_id, [])
    await captions.require_clean_place(account, draft.family_id, draft.place)
    async with transaction():
        return await _describe(account, draft)


async def _discard(account: Account, draft: PhotosChange) -> int:
    if (draft.taken, draft.place, draft.entry_id) != (UNSET, UNSET, UNSET):
        detail = "删除或恢复照片的时候，不能同时改别的"
        raise Invalid.field("discarded", "photos.discarded_alone", detail)
    async with transaction():
        act = trash.discard if draft.discarded else trash.restore
        changed = await act(account, draft.photo_ids)
        of_family = Photo.filter(id__in=draft.photo_ids, family_id=draft.family_id)
        known = set(await of_family.values_list("id", flat=True))
        for place, photo_id in enumerate(draft.photo_ids):
            if photo_id not in known:
                raise Invalid.field(f"photo_ids[{place}]", "photo.unknown", "有一张照片找不到了")
    return changed


async def _describe(account: Account, draft: PhotosChange) -> int:
    """Families are locked before photos, photos before entries."""
    viewer, target = await access.viewer(account), None
    if isinstance(draft.entry_id, UUID):
        target = await growth.fillable(account, draft.family_id, draft.entry_id, draft.photo_ids)
    found = await photos.usable(account, draft.family_id, draft.photo_ids)
    await captions.require_describing(account, viewer, draft.family_id, found)
    moved = await _move(viewer, target, draft.photo_ids) if target else []
    described = await captions.date_and_place(found, draft.taken, draft.place)
    await audit.record_each(account, "photo.moved", moved)
    await audit.record_each(account, "photo.described", described)
    if moved or described:
        await dating.date_by_photos(draft.photo_ids)
    return len({*moved, *described})


async def _move(viewer: Viewer, seen: Entry, photo_ids: list[UUID]) -> list[UUID]:
    """Put locked photos to the end of an entry, out of the others that the viewer may change.

    Returns those that moved; what is there already stays at its place.
    """
    holding = EntryPhoto.filter(photo_id__in=photo_ids).values_list("entry_id", flat=True)
    concerned = Entry.filter(id__in={seen.id, *await holding}, deleted_at=None)
    locked = concerned.order_by("id").select_for_update(no_key=True)
    entries = {entry.id: entry for entry in await locked}
    target = entries.pop(seen.id, None)
    if target is None or _shown_to(target) != _shown_to(seen):
        raise Conflict("entry.changed", "这条记录刚刚有人改过，请再试一次")
    theirs = access.entries_changeable_by(viewer).filter(id__in=list(entries))
    ids = await theirs.values_list("id", flat=True)
    leaving = EntryPhoto.filter(entry_id__in=ids, photo_id__in=photo_ids)
    left = await leaving
    await leaving.delete()
    hung = await _hang(target.id, photo_ids)
    changed = [entries[entry_id] for entry_id in {place.entry_id for place in left}]
    await entry_drafts.photos_changed(changed + [target] * bool(hung))
    return [*{place.photo_id for place in left}.union(hung)]


def _shown_to(entry: Entry) -> tuple[Audience, bool, bool]:
    return entry.audience, entry.draft, entry.unfinished


async def _hang(entry_id: UUID, photo_ids: list[UUID]) -> list[UUID]:
    """Append those that a locked entry does not hold yet."""
    there = await EntryPhoto.filter(entry_id=entry_id).order_by("position")
    held = {place.photo_id for place in there}
    new = [photo_id for photo_id in photo_ids if photo_id not in held]
    if len(held) + len(new) > growth.MOST_PHOTOS:
        raise Conflict("entry.full", f"一条记录最多放 {growth.MOST_PHOTOS} 张照片")
    start = there[-1].position + 1 if there else 0
    await EntryPhoto.bulk_create(
        EntryPhoto(entry_id=entry_id, photo_id=photo_id, position=position)
        for position, photo_id in enumerate(new, start)
    )
    return new
