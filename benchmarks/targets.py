"""Every promise of speed beside what is measured, in one run: `python -m benchmarks.targets`."""

import asyncio
import os
import platform
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import feed, publishing, timeline
from benchmarks.feed import Options, Rounds, Seconds
from benchmarks.results import Result, written

LOADED = "32 connections"
GROWTH, MONTH = "what a page costs at the last size, of the first", "kilobytes of a month"


@dataclass(frozen=True)
class Promise:
    """A figure's ratio to its peer's is to be `bound` at least; or else the figure at most that."""

    what: str
    peer: str
    bound: float

    def is_kept_by(self, found: Result) -> bool:
        return found.figure <= self.bound if not self.peer else _ratio(found) >= self.bound


PROMISES = (
    Promise(f"first page, {LOADED}", "ready bytes", 0.9),
    Promise(f"share page, {LOADED}", "ready bytes", 0.9),
    Promise(f"page of a viewer, {LOADED}", "ready bytes", 0.6),
    Promise(f"page of a viewer, {LOADED}", "fastify, pg", 5),
    Promise(f"page of a viewer, {LOADED}", "FastAPI, ORM", 50),
    Promise(f"page, not shared, {LOADED}", "raw asyncpg", 2),
    Promise(f"account, by its session, {LOADED}", "ready bytes", 0.9),
    Promise(f"deep page, {LOADED}", "first page", 0.9),
    Promise(GROWTH, "", 1.2),
    Promise(timeline.YEARS_IN_SQL, "", 1),
    Promise(MONTH, "", 70),
    Promise("likes of one post, 32 tasks", "counter", 10),
    Promise("publishing 9 photos, 32 tasks", "transaction", 1),
)


def main(
    posts: Annotated[list[int], typer.Option(help="The sizes of the campaign, growing.")] = [  # noqa: B006
        10_000,
        1_000_000,
    ],
    seconds: Seconds = 3,
    rounds: Rounds = 3,
) -> None:
    """Measure on installations of its own, one after the other, and print one table."""
    console = Console()
    campaigns = [_campaign(console, many, Options(seconds, rounds)) for many in posts]
    found = [*campaigns[0], _growth(campaigns[0], campaigns[-1])]
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        child = timeline.measure(Path(folder), console, 100_000, 0, rounds=5)
        found += _of_timeline(asyncio.run(child))
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        found.append(asyncio.run(publishing.measure(Path(folder))))
    console.print(_machine())
    console.print(_table(found))


def _campaign(console: Console, many: int, options: Options) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        return asyncio.run(feed.measure(Path(folder), console, many, options))


def _growth(small: list[Result], large: list[Result]) -> Result:
    """By how much a page that is made anew costs more, the machine's own changes taken out."""
    made, ready = f"page, not shared, {LOADED}", f"first page, {LOADED}"
    costs = [
        _named(these, ready, "ready bytes").peers / _named(these, made, "raw asyncpg").figure
        for these in (small, large)
    ]
    return Result(GROWTH, costs[1] / costs[0], "")


def _of_timeline(results: list[Result]) -> list[Result]:
    """The two that were promised."""
    month = next(place for place, one in enumerate(results) if one.what == "a month")
    size = next(one for one in results[month:] if one.unit == "KB")
    return [
        Result(MONTH, size.figure, "KB"),
        next(one for one in results if one.what == timeline.YEARS_IN_SQL),
    ]


def _named(results: list[Result], what: str, peer: str) -> Result:
    return next(one for one in results if (one.what, one.peer) == (what, peer))


def _ratio(found: Result) -> float:
    return found.figure / found.peers


def _machine() -> str:
    """What it was measured on, and how busy that was at the end."""
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return (
        f"{cpu[1] if cpu else platform.processor()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, load {os.getloadavg()[1]:.1f}"
    )


def _table(found: list[Result]) -> Table:
    table = Table("promise", "bound", "figure", "peer", "peer's", "found", "")
    for promise in PROMISES:
        one = _named(found, promise.what, promise.peer)
        told = f"{written(one.figure)} {one.unit}"
        peers = f"{written(one.peers)} {one.unit}" if one.peers else ""
        bound = f"≥ {promise.bound:g}" if promise.peer else f"≤ {promise.bound:g}"
        ratio = one.ratio or f"{one.figure:.2f}"
        kept = "kept" if promise.is_kept_by(one) else "missed"
        table.add_row(promise.what, bound, told, promise.peer, peers, ratio, kept)
    return table


if __name__ == "__main__":
    typer.run(main)
