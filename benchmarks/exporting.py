"""What a bag costs to write: `python -m benchmarks.exporting`.

Its memory over a sparse stand-in of so many gigabytes, and its speed beside `cp` on the same disk.
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.results import Result, show
from service.archive.bags import Bag
from service.foundation.ahead import ahead

BLOCK, FILE = 1 << 20, 1 << 30
ROUNDS = 3
MADE = datetime(2026, 6, 9, 10, 30)


class Nowhere:
    """Takes a ZIP and keeps nothing of it."""

    def write(self, data: bytes, /) -> int:
        """Forget the bytes."""
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def main(
    gigabytes: Annotated[int, typer.Option(min=1, help="Of the sparse stand-in, in GiB.")] = 100,
    copied: Annotated[int, typer.Option(min=1, help="Really copied, in GiB.")] = 2,
) -> None:
    """Measure in a temporary folder and print a table."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-", dir=".") as folder:
        measured = [*_memory(Path(folder), gigabytes), *_speed(Path(folder), copied)]
    console.rule(f"a bag of {gigabytes} GiB")
    show(console, measured)


def _memory(folder: Path, gigabytes: int) -> list[Result]:
    """The most that a process held, by what it packed: each in a process of its own."""
    sparse = folder / "sparse"
    with sparse.open("wb") as file:
        file.truncate(FILE)
    return [
        Result(f"resident at most, {size} GiB packed", _most_resident(sparse, size), "MiB")
        for size in (1, gigabytes)
    ]


def _most_resident(sparse: Path, times: int) -> float:
    command = [sys.executable, "-m", "benchmarks.exporting", "--inside", str(sparse), str(times)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return int(done.stdout) / 1024


def _speed(folder: Path, gigabytes: int) -> list[Result]:
    """Packed and copied in turns, both until the disk has it."""
    source, target = folder / "source", folder / "target"
    with source.open("wb") as file:
        for _ in range(gigabytes << 10):
            file.write(os.urandom(BLOCK))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_timed(lambda: _copied(source, target)))
        ours.append(_timed(lambda: asyncio.run(_packed(source, target))))
    speeds = [gigabytes * (1 << 30) / 1e9 / median(seconds) for seconds in (ours, theirs)]
    return [Result(f"packed, {gigabytes} GiB", speeds[0], "GB/s", "cp", speeds[1])]


def _timed(work) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _copied(source: Path, target: Path) -> None:
    for command in (["cp", source, target], ["sync", target]):
        subprocess.run(command, check=True)  # noqa: S603


async def _packed(source: Path, target: Path) -> None:
    with target.open("wb") as file:
        bag = Bag("bag", file, made=MADE)
        await bag.add("film.mp4", ahead(_blocks(source)))
        bag.close({})
        file.flush()
        await asyncio.to_thread(os.fsync, file.fileno())


async def _blocks(source: Path) -> AsyncIterator[bytes]:
    with source.open("rb") as file:
        while block := await asyncio.to_thread(file.read, BLOCK):
            yield block


async def _pack_sparse(sparse: Path, times: int) -> None:
    bag = Bag("bag", Nowhere(), made=MADE)
    for number in range(times):
        await bag.add(f"films/{number}.mp4", ahead(_blocks(sparse)))
    bag.close({})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        asyncio.run(_pack_sparse(Path(sys.argv[2]), int(sys.argv[3])))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    else:
        typer.run(main)
