"""How long a moderator waits with 2,000 things in the queue: `python -m benchmarks.moderating`."""

import asyncio
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import asyncpg
import typer
from rich.console import Console

from benchmarks import campaign
from benchmarks.installation import Installation, installation
from benchmarks.results import Result, show
from models.people.staff import Office
from service.demo.phone import Phone
from service.people import appointments

CITY = "440400000000"
DECISIONS, AT_ONCE = 100, 20
_WAITING = (
    "update posts set state = 'review', shown_at = null",
    """
insert into reviews (id, created_at, subject, subject_id, cause, urgent)
select gen_random_uuid(), now(), 'post', id, 'doubt', position('7 ' in words) > 0 from posts
""",
    "vacuum analyze reviews",
)


def main(
    things: Annotated[int, typer.Option(min=200, help="What waits to be looked at.")] = 2000,
) -> None:
    """Measure on an installation of its own, which is gone afterwards, and print a table."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        measured = asyncio.run(_measure(Path(folder) / "data", things))
    console.rule(f"{things:,} things in the queue")
    show(console, measured)


async def _measure(data: Path, things: int) -> list[Result]:
    async with installation(data) as home:
        await _fill(home.settings.migration_database_url, things)
        mei = await _moderator(home)
        waits: dict[str, list[float]] = {"counts": [], "leases": [], "looks": [], "decisions": []}
        for _ in range(DECISIONS // AT_ONCE):
            await _timed(waits["counts"], mei.get("/reviews/counts"))
            lease = mei.post("/reviews/lease", {"most": AT_ONCE})
            for review in (await _timed(waits["leases"], lease))["items"]:
                path = f"/reviews/{review['id']}"
                await _timed(waits["looks"], mei.get(path))
                decision = mei.post(f"{path}/decision", {"passes": True})
                await _timed(waits["decisions"], decision)
    return [
        Result(f"{name}, {which}", of(seconds) * 1000, "ms")
        for name, seconds in waits.items()
        for which, of in (("median", median), ("longest", max))
    ]


async def _fill(url: str, things: int) -> None:
    owner = await asyncpg.connect(url)
    await campaign.grow(owner, things)
    for statement in _WAITING:
        await owner.execute(statement)
    await owner.close()


async def _moderator(home: Installation) -> Phone:
    settings = home.settings
    mei = Phone(home.http, settings.public_url, settings.wechat_base_url, "Mei")
    await mei.sign_in()
    offered = await appointments.offer_first(Office.MODERATOR, "梅", CITY)
    await mei.post("/appointments/acceptance", {"code": appointments.code_of(offered)})
    return mei


async def _timed(waits: list[float], answer: Awaitable[Any]) -> Any:
    began = perf_counter()
    found = await answer
    waits.append(perf_counter() - began)
    return found


if __name__ == "__main__":
    typer.run(main)
