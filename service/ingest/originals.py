"""Originals: the files of a bag, put into the object storage, and the rows of their photos."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from models.archive.photos import Photo, PhotoPerson, PhotoState, Upload, UploadState
from models.trust.moderation import Standing
from service.archive import renditions
from service.foundation import dates
from service.ingest.bag import BLOCK, Bag, BagError
from service.ingest.documents import PhotoDocument
from service.integrations import adapters
from service.integrations.kodo import Outgoing

_COPIES = ("master_key", "clean_key", "check_key")


def key_of(family_id: UUID, photo: PhotoDocument) -> str:
    """Where an original is put: the same each time, so that a second run finds it."""
    return f"o/{family_id}/{photo.id}"


async def put(bag: Bag, family_id: UUID, photo: PhotoDocument) -> str:
    """Put one original, unless it is there; its etag. BagError where it is not what was told."""
    kodo, key = adapters().kodo, key_of(family_id, photo)
    facts = await kodo.stat(key)
    if facts is None or facts["fsize"] != photo.bytes:
        await _stream(bag, key, photo)
        facts = await kodo.stat(key)
    if facts is None or facts["fsize"] != photo.bytes:
        raise BagError(f"{photo.file} 没有存进去")
    return facts["hash"]


async def _stream(bag: Bag, key: str, photo: PhotoDocument) -> None:
    kodo = adapters().kodo
    out = Outgoing(kodo, key, await kodo.begin(key), photo.bytes)
    try:
        with bag.opened(photo.file) as file:
            while block := await asyncio.to_thread(file.read, BLOCK):
                out.write(block)
                await out.drain()
        await out.finish()
        if photo.sha256 and out.sha256 != photo.sha256:
            raise BagError(f"{photo.file} 和记下的不一样")
        await out.complete(photo.media_type)
    except BaseException:
        await asyncio.shield(out.abort())
        raise


async def keep(family_id: UUID, photos: Sequence[PhotoDocument], etags: dict[UUID, str]) -> None:
    """The rows, in the caller's transaction; their copies are derived by jobs after it.

    They name these already: whatever the jobs cannot make, reconciling finds lacking.
    """
    there = {photo.id for photo in photos}
    await Upload.bulk_create(_upload(family_id, photo) for photo in photos)
    await Photo.bulk_create(
        _photo(family_id, photo, etags[photo.id], there)
        for photo in sorted(photos, key=lambda one: one.id)
    )
    await PhotoPerson.bulk_create(
        PhotoPerson(photo_id=photo.id, person_id=person)
        for photo in photos
        for person in photo.person_ids
    )


def _upload(family_id: UUID, photo: PhotoDocument) -> Upload:
    return Upload(
        id=photo.id,
        created_at=photo.uploaded_at,
        family_id=family_id,
        account_id=photo.uploaded_by.id,
        batch_id=photo.id,
        key=key_of(family_id, photo),
        name=photo.name,
        medium=photo.medium,
        bytes=photo.bytes,
        state=UploadState.COMPLETED,
        expires_at=photo.uploaded_at,
    )


def _photo(family_id: UUID, photo: PhotoDocument, etag: str, there: set[UUID]) -> Photo:
    taken = dates.parse(photo.taken) if photo.taken else None
    copies = zip(_COPIES, renditions.keys_of(photo.id, photo.medium), strict=False)
    same = (
        *("id", "bytes", "medium", "media_type", "sha256", "sm3", "width", "height", "seconds"),
        *("taken", "taken_at", "taken_from", "caption", "place", "exif"),
    )
    return Photo(
        **{name: getattr(photo, name) for name in same},
        **dict(copies),
        created_at=photo.uploaded_at,
        upload_id=photo.id,
        family_id=family_id,
        uploader_id=photo.uploaded_by.id,
        duplicate_of_id=_if_there(photo.duplicate_of_id, there),
        covers_id=_if_there(photo.covers_id, there),
        key=key_of(family_id, photo),
        etag=etag,
        state=PhotoState.READY,
        standing=Standing.PASSED,
        taken_day=taken.first_day if taken else None,
        words_by_id=photo.uploaded_by.id if photo.caption else None,
    )


def _if_there(photo_id: UUID | None, there: set[UUID]) -> UUID | None:
    return photo_id if photo_id in there else None
