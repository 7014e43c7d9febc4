"""Transfer: bytes of our own to Kodo, and objects from Kodo to a file."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4
from zlib import crc32

import msgspec

from service.integrations.errors import VendorUnavailable
from service.integrations.kodo.exchange import (
    TIMEOUT,
    TRANSFER_TIMEOUT,
    Exchange,
    again,
    decoded,
    require_success,
)


class _Stored(msgspec.Struct):
    hash: str


class Transfer(Exchange):
    """Objects put and fetched from the server, not from a phone."""

    async def is_private(self) -> bool:
        """Whether the bucket refuses what is not signed, as it must: it holds children's photos.

        A public one answers 404 for an object that is not there, a private one 401; whatever else
        is said tells nothing of it.
        """
        url = f"{self._settings.kodo_download_url}/{uuid4().hex}"
        with self._talking(url, "probe"):
            reply = await self._http.get(url, timeout=TIMEOUT)
        if reply.status_code not in {200, 401, 404}:
            raise VendorUnavailable("kodo", f"status {reply.status_code}")
        return reply.status_code == 401

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store bytes of our own (a master), in place of what was there.

        By form upload, checked with CRC-32 (IEEE) on arrival.
        """
        await self._post(key, data, crc32(data), media_type)

    async def put_file(self, key: str, source: Path, media_type: str) -> str:
        """Store a file of our own, streamed, in place of what was there; checked like `put`.

        Returns the object's etag.
        """
        checksum = await asyncio.to_thread(_crc32_of, source)
        with source.open("rb") as file:
            return await self._post(key, file, checksum, media_type)

    async def _post(
        self, key: str, content: bytes | BinaryIO, checksum: int, media_type: str
    ) -> str:
        token = self._auth.upload_token(self._settings.kodo_bucket, key, 3600, {"detectMime": -1})
        fields = {"token": token, "key": key, "crc32": str(checksum)}
        files = {"file": (key, content, media_type)}
        with self._talking(self.upload_url, "put"):
            reply = await self._http.post(
                f"{self.upload_url}/", data=fields, files=files, timeout=TRANSFER_TIMEOUT
            )
            require_success(reply)
        return decoded(reply, _Stored).hash

    @again
    async def fetch(self, key: str, target: Path, *, until: datetime) -> None:
        """Write an object to `target`, streamed; a missing one is refused with 404."""
        url = self.download_url(key, until=until)
        with self._talking(url, "fetch"):
            async with self._http.stream("GET", url, timeout=TRANSFER_TIMEOUT) as reply:
                require_success(reply)
                with target.open("wb") as file:
                    async for chunk in reply.aiter_bytes():
                        file.write(chunk)


def _crc32_of(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = crc32(block, checksum)
    return checksum
