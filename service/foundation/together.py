"""Together: concurrent requests that share one statement.

What is asked while a statement is under way waits for the next one, so that each serves the more
the more there is to do. Everybody hears how the statement that it was part of ended.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from service.foundation.database import is_lost

MOST = 500
"""So many share a statement; the others wait for the one after it."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Run = Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]


class Together(Generic[Asked, Answer]):
    """Runs `run` over all that waits, an answer for each in its order, one run at a time."""

    def __init__(self, run: Run[Asked, Answer]) -> None:
        self._run = run
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Take part in the next run; raises what it raised.

        Outside of a transaction: a run commits for all who take part.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run_all())
        return await future

    async def _run_all(self) -> None:
        while self._waiting:
            riders, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._run_one(riders)

    async def _run_one(self, riders: list[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run([asked for asked, _ in riders])
        except asyncio.CancelledError:
            for _, future in riders:
                future.cancel()
            raise
        except Exception as error:
            await self._fail(riders, error)
        else:
            for (_, future), answer in zip(riders, answers, strict=True):
                _settle(future, answer)

    async def _fail(
        self, riders: list[tuple[Asked, asyncio.Future[Answer]]], error: Exception
    ) -> None:
        """A lost database fails everybody; a statement that is wrong only whoever made it so."""
        if len(riders) > 1 and not is_lost(error):
            for rider in riders:
                await self._run_one([rider])
            return
        for _, future in riders:
            if not future.done():  # else its request was given up meanwhile
                future.set_exception(error)


def _settle(future: asyncio.Future[Answer], answer: Answer) -> None:
    if not future.done():
        future.set_result(answer)
