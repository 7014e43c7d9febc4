"""Abreast: several that take the same bytes in their order, each in a thread of its own.

hashlib and zlib let go of the interpreter meanwhile: they run beside each other, and the slowest
of them alone says how fast it goes. The event loop goes on.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

LARGE = 1 << 17
"""Bytes for which a thread is worth its while."""
BEHIND = 3
"""So many pieces are held at most, for the slowest."""

Take = Callable[[bytes], object]


class Abreast:
    """Hands every piece to each of `takers`. Use it as a context: at its end all have taken all."""

    def __init__(self, *takers: Take) -> None:
        self._takers = takers
        self._threads = [ThreadPoolExecutor(1, "abreast") for _ in takers]
        self._waiting: deque[list[Future[object]]] = deque()

    async def __aenter__(self) -> "Abreast":
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        left = [asyncio.wrap_future(taken) for piece in self._waiting for taken in piece]
        outcomes = await asyncio.gather(*left, return_exceptions=True)
        for thread in self._threads:
            thread.shutdown(wait=False)
        for outcome in outcomes:
            if kind is None and isinstance(outcome, BaseException):
                raise outcome

    async def put(self, piece: bytes) -> None:
        """Have a piece taken, a small one at once. Raises what a taker of an earlier one raised."""
        if len(piece) < LARGE:
            await self._keep_at_most(0)
            for take in self._takers:
                take(piece)
            return
        pairs = zip(self._threads, self._takers, strict=True)
        self._waiting.append([thread.submit(take, piece) for thread, take in pairs])
        await self._keep_at_most(BEHIND)

    async def _keep_at_most(self, pieces: int) -> None:
        while len(self._waiting) > pieces:
            for taken in self._waiting.popleft():
                await asyncio.wrap_future(taken)
