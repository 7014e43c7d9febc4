"""Ahead: a stream whose next piece is fetched while one is dealt with."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

T = TypeVar("T")


async def ahead(stream: AsyncIterator[T]) -> AsyncGenerator[T]:
    """The same pieces in the same order; one more of them is held.

    Close it (`aclosing`) where it may not be read to its end; the stream is its owner's to close.
    """
    coming = asyncio.ensure_future(_next(stream))
    try:
        while piece := await coming:
            coming = asyncio.ensure_future(_next(stream))
            yield piece[0]
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


async def _next(stream: AsyncIterator[T]) -> tuple[T] | None:
    """None at the end; a coroutine may not end with StopAsyncIteration."""
    async for piece in stream:
        return (piece,)
    return None
