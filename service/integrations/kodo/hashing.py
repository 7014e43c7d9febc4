"""Hashing: an object read to its end in a thread, for nothing but the SHA-256 of its bytes."""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from threading import Event

import httpx

from service.integrations.errors import VendorRefused
from service.integrations.kodo.exchange import TRANSFER_TIMEOUT, Exchange, again, require_success

BLOCK = 1 << 20
THREADS = 8

Heard = Callable[[int], None]
"""Told, in the reading thread, of every block's bytes; it may sleep there, to go slowly."""


class Hashing(Exchange):
    """Bulk reading. Blocking sockets in threads read and hash faster than the event loop could."""

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        """Of its own: those of the event loop are for what is soon over."""
        return ThreadPoolExecutor(THREADS, thread_name_prefix="hashing")

    @cached_property
    def _blocking(self) -> httpx.Client:
        return httpx.Client(timeout=TRANSFER_TIMEOUT)

    @again
    async def sha256_of(self, key: str, *, until: datetime, heard: Heard) -> str | None:
        """The SHA-256 (hex) of an object's bytes; None where Kodo serves no such object."""
        url, abandoned = self.download_url(key, until=until), Event()
        try:
            with self._talking(url, "hash"):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._threads, self._read, url, heard, abandoned)
        except VendorRefused as refused:
            if refused.code == 404:
                return None
            raise
        finally:
            abandoned.set()

    def _read(self, url: str, heard: Heard, abandoned: Event) -> str:
        """A body that ends before its announced length raises httpx.RemoteProtocolError."""
        digest = hashlib.sha256()
        headers = {"Accept-Encoding": "identity"}
        with self._blocking.stream("GET", url, headers=headers) as reply:
            require_success(reply)
            for block in reply.iter_raw(BLOCK):
                digest.update(block)
                heard(len(block))
                if abandoned.is_set():
                    break
        return digest.hexdigest()
