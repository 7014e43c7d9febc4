"""What a long timeline costs: `python -m benchmarks.timeline`, 100,000 entries of one child."""

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import asyncpg
import msgspec
import typer
from rich.console import Console
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from benchmarks import years
from benchmarks.installation import installation
from benchmarks.results import Result, show
from handlers.archive.growth import present_entries
from handlers.archive.months import present_month, present_years
from models.archive.growth import Entry
from service.archive import anniversaries, months, search, timeline
from service.archive.timeline import Scope, Sieve

MONTH, DEEP = "2018-06", date(2015, 6, 30)
TODAY = date(2026, 6, 1)
OTHERS = 1000
YEARS_IN_SQL = "years and months, in the database"
Work = Callable[[], Awaitable[bytes]]

_OF_THE_CHILD = """
from entries e where e.student_id = $1 and e.deleted_at is null and not e.unfinished
and e.standing = 'passed'
"""
_BUCKETS = f"select date_trunc('month', sort_day), count(*) {_OF_THE_CHILD} group by 1"
_BY_DAY = f"select e.* {_OF_THE_CHILD} and {{}} order by sort_day desc, id desc"
_MONTH = f"""
select e.*, p.thumbhash from ({_BY_DAY.format("sort_day between '2018-06-01' and '2018-06-30'")}) e
join entry_photos x on x.entry_id = e.id join photos p on p.id = x.photo_id
"""  # noqa: S608
_DEEP = _BY_DAY.format("sort_day <= '2015-06-30'") + " limit 21"
_FOUND = _BY_DAY.format("(title like $2 or place like $2 or story like $2)") + " limit 21"
_THAT_DAY = _BY_DAY.format("sort_day = any($2::date[])")


@dataclass(frozen=True)
class Task:
    """One thing that a phone asks for: as we answer it, as bare SQL, and as rows in JSON."""

    what: str
    ours: Work
    bare: Work
    rows: Work


def main(
    entries: Annotated[int, typer.Option(min=1000, help="Of the one child.")] = 100_000,
    others: Annotated[int, typer.Option(min=0, help="In families beside it.")] = 300_000,
    rounds: Annotated[int, typer.Option(min=3, help="Of each task, in turn.")] = 20,
) -> None:
    """Measure on an installation of its own, which is gone afterwards, and print a table."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        measured = measure(Path(folder), console, entries, others, rounds)
        show(console, asyncio.run(measured))


async def measure(
    folder: Path, console: Console, entries: int, others: int, rounds: int
) -> list[Result]:
    """What a phone asks for of a child with so many entries, each beside bare SQL and rows."""
    async with installation(folder / "data") as home:
        owner = await asyncpg.connect(home.settings.migration_database_url)
        began = perf_counter()
        child = await years.grow(owner, entries)
        for _ in range(others // OTHERS):
            await years.grow_alike(owner, child, OTHERS)
        await owner.execute("vacuum analyze")
        console.print(f"{entries + others:,} entries in {perf_counter() - began:,.0f} s")
        scope = await timeline.of_student(child.account, child.student)
        results = []
        for task in _tasks(scope, owner):
            results += await _in_turn(task, rounds)
        results.append(await _by_the_database(owner, months.COUNTED, scope))
        await owner.close()
        return results


async def _by_the_database(owner: asyncpg.Connection, sql: str, scope: Scope) -> Result:
    """What the database says that the counted months take it."""
    own = scope.family_id, scope.oversees, scope.viewer.account_id, scope.children, False
    explained = f"explain (analyze, format json) {sql}"
    plans = [str(await owner.fetchval(explained, *own)) for _ in range(5)]
    taken = [json.loads(plan)[0]["Execution Time"] for plan in plans]
    return Result(YEARS_IN_SQL, median(taken), "ms")


async def _in_turn(task: Task, rounds: int) -> list[Result]:
    """The three one after the other, again and again: all have the same neighbours."""
    taken: dict[str, list[float]] = {"ours": [], "bare": [], "rows": []}
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for name, spent in taken.items():
            began = perf_counter()
            sizes[name] = len(await getattr(task, name)())
            spent.append((perf_counter() - began) * 1000)
    ours, bare, rows = (median(spent) for spent in taken.values())
    return [
        Result(task.what, ours, "ms", "bare SQL", bare),
        Result("", ours, "ms", "rows as JSON", rows),
        Result("", sizes["ours"] / 1000, "KB", "rows as JSON", sizes["rows"] / 1000),
    ]


def _tasks(scope: Scope, database: asyncpg.Connection) -> Iterator[Task]:
    def bare(sql: str, *values: Any) -> Work:
        async def run() -> bytes:
            await database.fetch(sql, scope.children[0], *values)
            return b""

        return run

    async def presented(entries: list[Entry]) -> bytes:
        return msgspec.json.encode(await present_entries(entries[:20], scope.viewer))

    def ids(entries: list[Entry]) -> bytes:
        return msgspec.json.encode([entry.id for entry in entries])

    async def buckets() -> bytes:
        return msgspec.json.encode(present_years(await months.counted(scope, Sieve())))

    async def month() -> bytes:
        rows = await months.of_month(scope, Sieve(), MONTH, after=None)
        return msgspec.json.encode(present_month(rows, dated=True))

    async def deep() -> bytes:
        return ids(await timeline.page(scope, Sieve(), until=DEEP))

    async def whole_page() -> bytes:
        return await presented(await timeline.page(scope, Sieve(), until=DEEP))

    async def that_day() -> bytes:
        found = await anniversaries.on_this_day(scope, TODAY)
        return ids([entry for one in found for entry in one.entries])

    def finding(words: str) -> Work:
        async def find() -> bytes:
            return ids(await search.find(scope, words))

        return find

    days = anniversaries.days_before(TODAY)
    own = Entry.filter(student_id=scope.children[0], deleted_at=None)
    latest = own.order_by("-sort_day", "-id")
    in_june = timeline.in_month(latest, MONTH)
    yield Task("years and months", buckets, bare(_BUCKETS), _counting(own))
    yield Task("a month", month, bare(_MONTH), _rows(in_june, "pictures__photo__thumbhash"))
    deep_rows = latest.filter(sort_day__lte=DEEP).limit(21)
    yield Task("a deep page", deep, bare(_DEEP), _rows(deep_rows))
    yield Task("the same, as the phone gets it", whole_page, bare(_DEEP), _rows(deep_rows))
    for words in ("春节", "海", "放风筝", "鲸鱼"):
        has = Q(title__contains=words) | Q(place__contains=words) | Q(story__contains=words)
        found = _rows(latest.filter(has).limit(21))
        yield Task(f"search {words}", finding(words), bare(_FOUND, f"%{words}%"), found)
    yield Task(
        "那年今天",
        that_day,
        bare(_THAT_DAY, days),
        _rows(latest.filter(sort_day__in=days)),
    )


def _rows(wanted: QuerySet[Entry], *more: str) -> Work:
    """As it is written without a thought: whole rows, each with the names of all its columns."""
    columns = [*Entry._meta.fields_db_projection, *more]

    async def answer() -> bytes:
        rows = await wanted.values(*columns)
        return json.dumps(rows, default=str, ensure_ascii=False).encode()

    return answer


def _counting(entries: QuerySet[Entry]) -> Work:
    async def answer() -> bytes:
        days = await entries.values_list("sort_day", flat=True)
        counted = Counter(f"{day:%Y-%m}" for day in days)
        return json.dumps(counted).encode()

    return answer


if __name__ == "__main__":
    typer.run(main)
