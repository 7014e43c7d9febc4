"""Pacing: how often something can be done by tasks side by side."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

TASKS = 32


async def pace(act: Callable[[int, int], Awaitable[None]], turns: int) -> float:
    """Acts a second of TASKS side by side; each is told its turn and its task's place."""

    async def one(place: int) -> None:
        for turn in range(turns):
            await act(turn, place)

    began = perf_counter()
    await asyncio.gather(*(one(place) for place in range(TASKS)))
    return TASKS * turns / (perf_counter() - began)
