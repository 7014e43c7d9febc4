"""Photo order: which photo of an entry comes first, and which after it."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.growth import Entry, EntryPhoto
from models.people.accounts import Account
from service.archive import entries, entry_drafts
from service.archive.growth import MOST_PHOTOS
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Invalid, NotFound
from service.trust import access, audit


class PhotoOrder(Draft):
    """The photos of an entry in their order; those not named stay as they are, behind these."""

    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_PHOTOS)]


async def arrange(account: Account, entry_id: UUID, draft: PhotoOrder) -> Entry:
    """Put the photos of an entry into an order, as whoever may change it; again is fine."""
    async with transaction():
        await entries.hold_changes(entry_id)
        viewer = await access.viewer(account)
        await entries.theirs_to_change(viewer, entry_id)
        entry = await Entry.filter(id=entry_id, deleted_at=None).select_for_update().get_or_none()
        if entry is None:
            raise NotFound
        entries.require_unconfirmed(viewer, entry)
        hung = EntryPhoto.filter(entry_id=entry_id).order_by("position", "id")
        before: list[UUID] = [place.photo_id for place in await hung]
        after = _arranged(before, draft.photo_ids)
        if after != before:
            await query(_PUT, entry_id, after)
            await entry_drafts.photos_changed([entry])
            await audit.record(account, "entry.arranged", entry)
    await entry.fetch_related(*entries.WITH_ALL)
    return entry


def _arranged(before: list[UUID], first: list[UUID]) -> list[UUID]:
    unknown = [place for place, photo_id in enumerate(first) if photo_id not in before]
    if unknown:
        raise Invalid.field(f"photo_ids[{unknown[0]}]", "photo.unknown", "有一张照片找不到了")
    return [*dict.fromkeys([*first, *before])]


_PUT = """
update entry_photos x set position = o.place - 1
from unnest($2::uuid[]) with ordinality o(photo_id, place)
where x.entry_id = $1 and x.photo_id = o.photo_id
"""
