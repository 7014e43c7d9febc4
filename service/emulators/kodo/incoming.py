"""Bytes on their way in: streamed to a temporary file, measured and hashed as they pass."""

import asyncio
import os
from hashlib import md5
from pathlib import Path
from typing import NamedTuple, Self
from zlib import crc32

from service.emulators.kodo.qetag import QEtag

BATCH = 1024 * 1024
HEAD = 4096


class Content(NamedTuple):
    """Sealed bytes: durable at `path`. `head` holds the first 4 KiB, for sniffing."""

    path: Path
    fsize: int
    hash: str
    md5: str
    crc32: int
    head: bytes


class Incoming:
    """A temporary file that hashes what it takes; leaving the context drops it if still there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._waiting = bytearray()
        self._etag, self._md5 = QEtag(), md5(usedforsecurity=False)
        self._crc32, self._fsize, self._head = 0, 0, b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes; disk and hashing work happens in a thread, 1 MiB at a time."""
        self._waiting += chunk
        if len(self._waiting) >= BATCH:
            await asyncio.to_thread(self._flush)

    async def seal(self) -> Content:
        """Finish the file and make it durable."""
        return await asyncio.to_thread(self._seal)

    def _flush(self) -> None:
        data = bytes(self._waiting)
        self._waiting.clear()
        self._file.write(data)
        self._etag.update(data)
        self._md5.update(data)
        self._crc32 = crc32(data, self._crc32)
        self._fsize += len(data)
        if len(self._head) < HEAD:
            self._head = (self._head + data)[:HEAD]

    def _seal(self) -> Content:
        self._flush()
        self._file.flush()
        os.fsync(self._file.fileno())
        return Content(
            self._path,
            self._fsize,
            self._etag.text(),
            self._md5.hexdigest(),
            self._crc32,
            self._head,
        )
