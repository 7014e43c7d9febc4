"""Shared pages: one answer for all who ask for the same within a moment, made once (single flight).

Its life counts from the start of its making, so what it says is never older than that: what was
taken back at some moment is on no page that is handed out a life later, without anybody telling the
processes. While the database is away, nobody gets a page beyond its life.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from service.foundation import caches

Key = TypeVar("Key")
Made = TypeVar("Made")


class SharedPages(Generic[Key, Made]):
    """Pages by their keys; `make` makes one, `life` tells for how many seconds it is shared.

    Under `name` it is counted who got a page that was there, or being made, already.
    """

    def __init__(
        self, name: str, make: Callable[[Key], Awaitable[Made]], life: Callable[[], float]
    ) -> None:
        self._hits, self._misses = caches.counted(name)
        self._make = make
        self._life = life
        self._flights: dict[Key, tuple[float, asyncio.Task[Made]]] = {}

    async def get(self, key: Key) -> Made:
        """The page as it was at most a life ago. Raises what its making raised."""
        loop = asyncio.get_running_loop()
        started, making = self._flights.get(key, (0.0, None))
        if making is None or loop.time() - started >= self._life():
            self._misses.inc()
            making = loop.create_task(self._begin(key))
            self._flights[key] = loop.time(), making
            making.add_done_callback(_heard)
            loop.call_later(self._life(), self._forget, key, making)
        else:
            self._hits.inc()
        return await asyncio.shield(making)

    async def _begin(self, key: Key) -> Made:
        return await self._make(key)

    def _forget(self, key: Key, making: asyncio.Task[Made]) -> None:
        """Drop a page whose life is over; one that is still being made has its waiters."""
        if self._flights.get(key, (0.0, None))[1] is making:
            del self._flights[key]


def _heard(making: asyncio.Task[Any]) -> None:
    """What failed was raised to all who waited; asyncio need not tell of it again."""
    if not making.cancelled():
        making.exception()
