"""`python -m service migrate`: what an operator can mend is said in one sentence."""

import asyncio
import sys
from pathlib import Path

import msgspec

from service.foundation.settings import Settings
from tests.foundation.test_migrations import is_current
from tests.roles import as_owner, owner_of
from tests.world import settings_for

ROOT = Path(__file__).parents[2]


async def migrates(settings: Settings) -> tuple[int, str]:
    """The command's exit status, and all that it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "migrate"),
        cwd=ROOT,
        env=settings.environ() | {"COLUMNS": "500"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_a_database_is_made_ready_and_its_owner_needed(empty, tmp_path, machine):
    serving = settings_for(tmp_path, empty, machine.valkey_url)
    status, said = await migrates(serving)
    assert (status, "JIADANG_MIGRATION_DATABASE_URL is missing" in said) == (1, True)
    assert not await is_current(empty)

    owning = msgspec.structs.replace(serving, migration_database_url=owner_of(empty))
    assert await migrates(owning) == (0, "")
    assert await is_current(empty)
    assert await as_owner(empty, "select 1 from regions") != []


async def test_an_owner_that_is_not_let_in_is_one_sentence(empty, tmp_path, machine):
    nowhere = owner_of(empty).replace("/empty_", "/away_")
    settings = settings_for(tmp_path, empty, machine.valkey_url)
    status, said = await migrates(msgspec.structs.replace(settings, migration_database_url=nowhere))
    assert status == 1
    assert said.startswith("The owner cannot reach the database")
    assert len(said.splitlines()) == 1
