"""The shelf: many photos at once, as if each had been uploaded, read and checked."""

from typing import Any
from uuid import UUID, uuid4

from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.trust.moderation import Standing
from service.foundation import clock
from service.foundation.database import query
from tests.world import Person


async def shelved(person: Person, count: int, **columns: Any) -> list[str]:
    """So many photos of somebody's, in the order of their upload."""
    owner: dict[str, Any] = {"family_id": UUID(person.family)}
    account_id = (await person.account()).id
    uploads = [
        Upload(
            **owner,
            account_id=account_id,
            batch_id=uuid4(),
            key=f"o/{uuid4()}",
            name="IMG_0001.jpg",
            bytes=1,
            state=UploadState.COMPLETED,
            expires_at=clock.now(),
        )
        for _ in range(count)
    ]
    ready = {"etag": "", "bytes": 1, "state": PhotoState.READY, "standing": Standing.PASSED}
    photos = [
        Photo(**owner, **ready | columns, upload_id=one.id, uploader_id=account_id, key=one.key)
        for one in uploads
    ]
    await Upload.bulk_create(uploads)
    await Photo.bulk_create(photos)
    return [str(photo.id) for photo in photos]


async def pages(person: Person, path: str, **asked: str) -> list[list[str]]:
    """The ids on all pages of a list."""
    found, cursor = [], ""
    while not found or cursor:
        page = await person.phone.get(path, **asked, **({"cursor": cursor} if cursor else {}))
        found.append([item["id"] for item in page["items"]])
        cursor = page["next"]
    return found


async def acts(action: str) -> int:
    """How often the audit trail has an act."""
    rows = await query("select count(*) from audit_records where action = $1", action)
    return rows[0]["count"]
