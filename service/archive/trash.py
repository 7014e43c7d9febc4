"""Trash: photos that nobody sees any more, and that come back as long as they are not purged.

What is discarded at once is the subject of one erasure (of each family), due KEPT later and carried
out like every other; what is restored is taken out of it. Entries, posts and avatars keep their
places for such a photo and merely do not show it. So nothing is moved back and forth: a post comes
back with its picture exactly if it still stands approved and consented, and what was withdrawn or
refused meanwhile stays so. The safety check goes on, so that nothing comes back unchecked.

Locks: erasures before families before photos, each in the order of their ids.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from models.archive.photos import Photo
from models.base import uuid7
from models.people.accounts import Account
from models.trust.erasures import ErasedKind, Erasure
from service.foundation import clock, keysets
from service.foundation.database import query, transaction
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.people import students
from service.trust import access, audit, erasures, tombstones
from service.trust.access import Viewer

KEPT = timedelta(days=30)
PAGE = 50


async def discard(account: Account, photo_ids: list[UUID]) -> int:
    """Put photos into the trash; how many went, as those in it may be named again.

    Raises Invalid where the account does not see one (`photo_ids[n]`), Forbidden where it is not
    its own to discard, Conflict while the family is in dispute.
    """
    async with transaction():
        found = await _theirs(account, photo_ids)
        await _require_undisputed(found)
        await _theirs(account, photo_ids)  # still, after that wait
        going = [one for one in await _locked(found, photo_ids) if one.deleted_at is None]
        for family_id in {photo.family_id for photo in going}:
            await _discard(account, family_id, [p.id for p in going if p.family_id == family_id])
        await audit.record_each(account, "photo.discarded", [photo.id for photo in going])
    return len(going)


async def restore(account: Account, photo_ids: list[UUID]) -> int:
    """Take photos out of the trash, each to where it was; how many came. Refused like `discard`.

    A purge that came first has removed them: they are unknown.
    """
    async with transaction():
        found = await _theirs(account, photo_ids)
        discards = {photo.discard_id for photo in found if photo.discard_id}
        await Erasure.filter(subject_id__in=discards).order_by("id").select_for_update()
        await _require_undisputed(found)
        await _theirs(account, photo_ids)  # still, after that wait
        coming = [one.id for one in await _locked(found, photo_ids) if one.deleted_at]
        await Photo.filter(id__in=coming).update(deleted_at=None, discard_id=None)
        await _cancel_emptied(account, discards)
        await audit.record_each(account, "photo.restored", coming)
    return len(coming)


async def discard_one(account: Account, photo_id: UUID) -> None:
    """Put one photo into the trash; NotFound where the account does not see it. Again is fine."""
    with _unknown_as_missing():
        await discard(account, [photo_id])


async def restore_one(account: Account, photo_id: UUID) -> None:
    """Take one photo out of the trash; NotFound where it is not there for it. Again is fine."""
    with _unknown_as_missing():
        await restore(account, [photo_id])


async def page(
    viewer: Viewer, family_id: UUID, *, after: tuple[datetime, UUID] | None
) -> list[Photo]:
    """A page of what the viewer may restore of a family's, latest discarded first.

    `after` is the last one's (deleted_at, id) of the page before. Returns at most PAGE + 1 photos:
    the last one only says that there is more.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    theirs = access.photos_discardable_by(viewer)
    trash = theirs.filter(family_id=family_id, deleted_at__isnull=False)
    if after:
        trash = trash.filter(keysets.behind("deleted_at", after))
    latest = trash.order_by("-deleted_at", "-id").limit(PAGE + 1)
    return await latest.prefetch_related("persons__person")


async def _theirs(account: Account, photo_ids: list[UUID]) -> list[Photo]:
    """The photos that a request names, if all are the account's to discard and to restore."""
    viewer = await access.viewer(account)
    found = await access.photos_discardable_by(viewer).filter(id__in=photo_ids)
    others = set(photo_ids) - {photo.id for photo in found}
    if others and await access.photos_visible_to(viewer).filter(id__in=others).exists():
        raise Forbidden("photo.not_yours", "只有上传的人和家里的管理人可以删除照片")
    _require_all(photo_ids, found)
    return found


def _require_all(photo_ids: list[UUID], found: Sequence[Photo]) -> None:
    known = {photo.id for photo in found}
    for place, photo_id in enumerate(photo_ids):
        if photo_id not in known:
            raise Invalid.field(f"photo_ids[{place}]", "photo.unknown", "有一张照片找不到了")


async def _require_undisputed(found: list[Photo]) -> None:
    for family_id in sorted({photo.family_id for photo in found if photo.family_id}):
        await access.require_undisputed(family_id)


async def _locked(found: list[Photo], photo_ids: list[UUID]) -> list[Photo]:
    """The photos as they stand now, locked; some may have been erased meanwhile."""
    ordered = Photo.filter(id__in=[photo.id for photo in found]).order_by("id")
    photos = await ordered.select_for_update(no_key=True)
    _require_all(photo_ids, photos)
    return photos


async def _discard(account: Account, family_id: UUID | None, photo_ids: list[UUID]) -> None:
    discard_id = uuid7()
    await Photo.filter(id__in=photo_ids).update(deleted_at=clock.now(), discard_id=discard_id)
    await erasures.begin(account, ErasedKind.PHOTOS, discard_id, family_id, KEPT)


_CANCEL_EMPTIED = """
update erasures set cancelled_at = $2
where subject_id = any($1::uuid[]) and cancelled_at is null and purged_at is null
and not exists (select 1 from photos p where p.discard_id = erasures.subject_id)
returning id
"""


async def _cancel_emptied(account: Account, discards: set[UUID]) -> None:
    """Cancel the erasures of which nothing is left; their rows are locked."""
    rows = await query(_CANCEL_EMPTIED, list(discards), clock.now())
    await audit.record_each(account, "erasure.cancelled", [row["id"] for row in rows])
    for row in rows:
        await tombstones.take_away(row["id"])


@contextmanager
def _unknown_as_missing() -> Iterator[None]:
    try:
        yield
    except Invalid as unknown:
        raise NotFound from unknown
