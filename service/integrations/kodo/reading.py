"""Reading: an object from its beginning to its end, whatever cuts the connection in between."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime

import httpx
import stamina

from service.integrations.errors import VendorRefused, VendorUnavailable, is_momentary
from service.integrations.kodo.exchange import TRANSFER_TIMEOUT, Exchange, require_success

BLOCK = 1 << 20
ATTEMPTS = 5
"""Without a byte in between; a stream that goes on is never given up."""

Deadline = Callable[[], datetime]


class Reading(Exchange):
    """Objects as streams, of which no more than a block is held."""

    async def read(self, key: str, *, until: Deadline, fop: str = "") -> AsyncGenerator[bytes]:
        """The bytes of an object, or of its rendition by `fop`, in blocks; where a
        connection was cut it is gone on with.

        Raises VendorRefused with 404 before the first block where there is no such object; one that
        is no longer handed out later on is VendorUnavailable.
        """
        at = 0
        while True:
            before = at
            try:
                async with aclosing(self._from(key, at, until, fop)) as blocks:
                    async for block in blocks:
                        at += len(block)
                        yield block
            except VendorUnavailable:
                if at == before:
                    raise
            except VendorRefused as refused:
                if at == 0:
                    raise
                raise VendorUnavailable("kodo", "no longer handed out") from refused
            else:
                return

    async def _from(self, key: str, at: int, until: Deadline, fop: str) -> AsyncGenerator[bytes]:
        reply = await self._opened(key, at, until, fop)
        try:
            async for block in reply.aiter_raw(BLOCK):
                yield block
        except httpx.HTTPError as error:
            raise VendorUnavailable("kodo", type(error).__name__) from None
        finally:
            await reply.aclose()

    @stamina.retry(on=is_momentary, attempts=ATTEMPTS, timeout=60)
    async def _opened(self, key: str, at: int, until: Deadline, fop: str) -> httpx.Response:
        """An answer that starts with the byte `at`, its body not read yet."""
        url = self.download_url(key, until=until(), fop=fop)
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={at}-"} if at else {})
        with self._talking(url, "read"):
            request = self._http.build_request(
                "GET", url, headers=headers, timeout=TRANSFER_TIMEOUT
            )
            reply = await self._http.send(request, stream=True)
            try:
                require_success(reply, 206)
                if at and reply.status_code != 206:
                    raise VendorUnavailable("kodo", "a part was asked for")
            except Exception:
                await reply.aclose()
                raise
        return reply
