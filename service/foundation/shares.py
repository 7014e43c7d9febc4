"""Shares: so much of one kind at once, a few more that wait for a moment, and nobody beyond."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.foundation import metrics
from service.foundation.errors import Unavailable

shed = metrics.counter("shed", "What was refused at once so that the rest is served.", "why")


class Overloaded(Unavailable):
    """There is more to do than can be done now; nothing of this was begun. `why` is a few words."""

    def __init__(self, why: str) -> None:
        super().__init__("overloaded", "现在用的人太多了，请过几秒再试")
        shed.labels(why).inc()


class Share:
    """`at_once` are worked on, `waiting` more wait for at most `seconds`."""

    def __init__(self, why: str, at_once: int, *, waiting: int = 0, seconds: float = 0) -> None:
        self.at_once, self.waiting = at_once, waiting
        self._why, self._seconds = why, seconds
        self._free, self._line = asyncio.Semaphore(at_once), 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold a place; Overloaded at once where the line is full, or after too long a wait."""
        await self.enter()
        try:
            yield
        finally:
            self.leave()

    async def enter(self) -> None:
        """Take a place, for whoever cannot use `taken`."""
        if not self._free.locked():
            await self._free.acquire()
            return
        if self._line >= self.waiting:
            raise Overloaded(self._why)
        self._line += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Overloaded(self._why) from None
        finally:
            self._line -= 1

    def leave(self) -> None:
        """Give the place back."""
        self._free.release()

    async def place(self) -> "Place":
        """Take a place that is given back once, whoever is the first to do so."""
        await self.enter()
        return Place(self)


class Place:
    """One place in a share."""

    def __init__(self, share: Share) -> None:
        self._share: Share | None = share

    def leave(self) -> None:
        """Give it back, unless that is done already."""
        if self._share:
            self._share.leave()
        self._share = None
