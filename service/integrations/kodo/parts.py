"""Parts: one large object, put piece by piece as it is made (multipart upload v2, kodo/6364).

A piece may be put again. Nothing is an object before it is completed; what was begun and left is
forgotten by Kodo after some days.
"""

import asyncio
import hashlib
from typing import Any

import httpx
import msgspec
from qiniu.utils import urlsafe_base64_encode

from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo.exchange import (
    NO_SUCH_KEY,
    TRANSFER_TIMEOUT,
    again,
    decoded,
    require_success,
)
from service.integrations.kodo.management import Management

MOST_PARTS = 10_000
LEAST_PART = 4 << 20
"""Pieces of this size give an object the etag that its bytes have by any other way of putting them;
Kodo makes another kind of pieces of another size, which no reader of the bytes can compute."""
TOKEN_SECONDS = 3600
"""Of one request; each has a token of its own, for the whole may take a day."""


class _Begun(msgspec.Struct):
    upload_id: str = msgspec.field(name="uploadId")


class _Part(msgspec.Struct):
    etag: str
    md5: str


class Parts(Management):
    """The bucket, as far as pieces of objects go into it."""

    async def begin(self, key: str) -> str:
        """The id of an upload to `key`, which replaces what is there once it is completed."""
        return decoded(await self._of_parts("POST", key), _Begun).upload_id

    @again
    async def put_part(self, key: str, upload_id: str, number: int, data: bytes) -> str:
        """Put the piece `number` (from 1), checked with MD5 on arrival; its etag."""
        md5 = (await asyncio.to_thread(hashlib.md5, data, usedforsecurity=False)).hexdigest()
        headers = {"Content-MD5": md5, "Content-Type": "application/octet-stream"}
        place = f"/{upload_id}/{number}"
        part = decoded(await self._of_parts("PUT", key, place, data, headers), _Part)
        if part.md5 != md5:
            raise VendorUnavailable("kodo", "a part was damaged on the way")
        return part.etag

    async def complete(
        self, key: str, upload_id: str, etags: list[str], size: int, media_type: str
    ) -> None:
        """Make the pieces an object of `size` bytes; again is fine, also after a lost answer."""
        try:
            await self._complete(key, upload_id, etags, media_type)
        except VendorRefused as refused:
            facts = await self.stat(key) if refused.code == NO_SUCH_KEY else None
            if facts is None or facts["fsize"] != size:
                raise

    @again
    async def _complete(self, key: str, upload_id: str, etags: list[str], media_type: str) -> None:
        parts = [{"etag": etag, "partNumber": at} for at, etag in enumerate(etags, 1)]
        body = msgspec.json.encode({"parts": parts, "mimeType": media_type})
        headers = {"Content-Type": "application/json"}
        await self._of_parts("POST", key, f"/{upload_id}", body, headers)

    async def abort(self, key: str, upload_id: str) -> None:
        """Forget the pieces; an upload that is gone already is fine."""
        try:
            await self._of_parts("DELETE", key, f"/{upload_id}")
        except VendorRefused as refused:
            if refused.code != NO_SUCH_KEY:
                raise

    async def _of_parts(
        self,
        method: str,
        key: str,
        place: str = "",
        content: bytes = b"",
        headers: dict[str, Any] | None = None,
    ) -> httpx.Response:
        bucket = self._settings.kodo_bucket
        token = self._auth.upload_token(bucket, key, TOKEN_SECONDS, {"detectMime": -1})
        url = f"{self.upload_url}/buckets/{bucket}/objects/{urlsafe_base64_encode(key)}/uploads"
        signed = {"Authorization": f"UpToken {token}", **(headers or {})}
        with self._talking(self.upload_url, "part"):
            reply = await self._http.request(
                method, url + place, content=content, headers=signed, timeout=TRANSFER_TIMEOUT
            )
            require_success(reply)
        return reply


class Outgoing:
    """One object on its way in parts: written to without waiting, sent by `drain`.

    Two parts are held, one that is filled and one that is sent: whatever the object's size.
    """

    def __init__(self, kodo: Parts, key: str, upload_id: str, size: int) -> None:
        """`size` is what the object may come to be, in bytes; a part is as large as that takes."""
        self._kodo, self._key, self._upload_id = kodo, key, upload_id
        self._part = max(LEAST_PART, -(-size * 11 // (MOST_PARTS * 10)))
        self._filling = bytearray()
        self._sending: asyncio.Task[str] | None = None
        self._etags: list[str] = []
        self._sha256 = hashlib.sha256()
        self.bytes = 0

    @property
    def sha256(self) -> str:
        """Of all that was sent, in hexadecimal."""
        return self._sha256.hexdigest()

    def write(self, data: bytes, /) -> int:
        """Take bytes; they are held until `drain`."""
        self._filling += data
        self.bytes += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to be done: `drain` sends."""

    async def drain(self) -> None:
        """Send what fills a part, and wait for the part before it alone."""
        while len(self._filling) >= self._part:
            await self._send(self._part)

    async def complete(self, media_type: str) -> None:
        """Make it an object, which replaces what was under its key."""
        await self.finish()
        parts = self._kodo.complete
        await parts(self._key, self._upload_id, self._etags, self.bytes, media_type)

    async def finish(self) -> None:
        """Send all that is left; nothing is an object yet."""
        await self.drain()
        if self._filling:
            await self._send(len(self._filling))
        await self._sent()

    async def abort(self) -> None:
        """Forget all of it."""
        if self._sending:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
            self._sending = None
        await self._kodo.abort(self._key, self._upload_id)

    async def _send(self, size: int) -> None:
        part = bytes(memoryview(self._filling)[:size])
        del self._filling[:size]
        await asyncio.to_thread(self._sha256.update, part)
        await self._sent()
        number = len(self._etags) + 1
        putting = self._kodo.put_part(self._key, self._upload_id, number, part)
        self._sending = asyncio.create_task(putting)

    async def _sent(self) -> None:
        if self._sending:
            sending, self._sending = self._sending, None
            self._etags.append(await sending)
