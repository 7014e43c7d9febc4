"""What the stories look at from outside: processes and their logs."""

import asyncio
from collections.abc import Callable
from pathlib import Path


async def until(condition: Callable[[], object], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while True:
            if condition():
                return
            await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether the process still does something; one that nobody has reaped yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def until_gone(*pids: int, seconds: float = 10) -> None:
    await until(lambda: not any(map(is_alive, pids)), seconds)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
