"""What lies in Kodo, as somebody with a screwdriver gets at it."""

import hashlib
import os
from pathlib import Path
from typing import Any

import msgspec

from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.base import uuid7
from models.trust.moderation import Standing
from service.foundation import clock
from service.integrations import adapters
from service.integrations.kodo.management import Management
from tests.world import Person, World


class Vault:
    """The disk of the emulated Kodo: of its bucket, or of the backup."""

    def __init__(self, world: World, folder: str = "") -> None:
        self._root = world.settings.data_folder / "kodo" / folder

    def bytes_of(self, key: str) -> bytes:
        return self._blob(key).read_bytes()

    def holds(self, key: str) -> bool:
        return any(found["key"] == key for found in self._objects())

    def flip_a_bit(self, key: str) -> None:
        """As a failing disk does: what Kodo tells of the object stays the same.

        A copy may be a link to the same file, so another one takes its place.
        """
        blob = self._blob(key)
        data = bytearray(blob.read_bytes())
        data[int.from_bytes(os.urandom(4)) % len(data)] ^= 1 << os.urandom(1)[0] % 8
        blob.unlink()
        blob.write_bytes(data)

    def _blob(self, key: str) -> Path:
        blob = next(found["blob"] for found in self._objects() if found["key"] == key)
        return self._root / "blobs" / blob

    def _objects(self) -> list[dict[str, Any]]:
        files = (self._root / "objects").glob("*.json")
        return [msgspec.json.decode(path.read_bytes()) for path in files]


async def lose(key: str) -> None:
    """Somebody's slip at Kodo's console: the object goes, and no backup with it."""
    await Management.delete(adapters().kodo, key)


async def keep(person: Person, data: bytes) -> Photo:
    """A file in the archive as if it had been read: what its bytes are does not matter here."""
    account, upload_id = await person.account(), uuid7()
    key = f"o/{person.family}/{upload_id}"
    await adapters().kodo.put(key, data, "image/jpeg")
    found = await adapters().kodo.stat(key)
    assert found
    upload = await Upload.create(
        id=upload_id,
        family_id=person.family,
        account=account,
        batch_id=uuid7(),
        key=key,
        name="IMG_0001.jpg",
        bytes=len(data),
        state=UploadState.COMPLETED,
        expires_at=clock.now(),
    )
    return await Photo.create(
        upload=upload,
        family_id=person.family,
        uploader=account,
        key=key,
        etag=found["hash"],
        bytes=len(data),
        state=PhotoState.READY,
        standing=Standing.PASSED,
        sha256=hashlib.sha256(data).hexdigest(),
        verified_at=clock.now(),
    )
