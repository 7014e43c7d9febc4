"""Audits over whole tables: they take the time that they need, and end when their operator says."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from service.foundation import clock
from tests.roles import owner_of
from tests.world import Person, World

LIMIT = 0.5
COMMAND = f"""
from service.foundation import database
database.STATEMENT_SECONDS = {LIMIT}
from service.__main__ import main
main()
"""
"""The command line, where statements for those who wait end sooner than anywhere."""
WAITING = """
select exists (select 1 from pg_locks where relation = 'photos'::regclass and not granted)
"""


@asynccontextmanager
async def photos_take_long(world: World) -> AsyncIterator[asyncpg.Connection]:
    """Every statement over the photos waits."""
    owner = await asyncpg.connect(owner_of(world.settings.database_url))
    try:
        async with owner.transaction():
            await owner.execute("lock table photos in access exclusive mode")
            yield owner
    finally:
        await owner.close()


async def audits(world: World, *options: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", COMMAND, "audit", *options),
        env={**world.settings.environ(), "PYTHONUTF8": "1", "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def is_waiting(owner: asyncpg.Connection, run: asyncio.subprocess.Process) -> bool:
    return run.returncode is not None or bool(await owner.fetchval(WAITING))


def pack_into(folder: Path) -> list[str]:
    return ["pack", str(folder), "--year", str(clock.today().year)]


@pytest.mark.parametrize(
    ("options", "says"),
    [(None, "index.md"), (["objects"], "都对得上"), (["fixity", "--all"], "完好 1")],
    ids=["pack", "objects", "fixity"],
)
async def test_a_statement_that_takes_longer_than_any_phone_waits_is_finished(
    world: World, alice: Person, tmp_path: Path, options: list[str] | None, says: str
):
    await alice.takes_photo()
    await world.quiet()
    async with world.worker_away(), photos_take_long(world) as owner:
        run = await audits(world, *(options or pack_into(tmp_path / "pack")))
        await world.until(lambda: is_waiting(owner, run))
        await asyncio.sleep(3 * LIMIT)  # what is told here is that this time passes
    said, _ = await run.communicate()
    assert (run.returncode, says in said.decode()) == (0, True), said.decode()


async def test_ctrl_c_ends_the_statement_too(world: World, alice: Person, tmp_path: Path):
    async with world.worker_away(), photos_take_long(world) as owner:
        run = await audits(world, *pack_into(tmp_path / "pack"))
        await world.until(lambda: is_waiting(owner, run))
        run.send_signal(signal.SIGINT)
        await run.communicate()
        assert run.returncode == 130
        assert not await owner.fetchval(WAITING)
