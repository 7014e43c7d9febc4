"""Locks of a migration: who serves is held up for a moment, and the migration comes through."""

import asyncio

import asyncpg
import pytest

from service.foundation import migration_locks
from service.foundation.database_roles import MigrationError
from service.foundation.migration_locks import patiently
from tests.roles import as_owner, migrate, owner_of

WANTED = "alter table families add column if not exists remark text default ''"


async def test_a_reader_is_not_held_up_behind_a_migration_that_waits(database):
    """Bob's long reading keeps the table; Alice reads on meanwhile, and the step comes after."""
    bob = await asyncpg.connect(owner_of(database))
    owner = await asyncpg.connect(owner_of(database))
    await owner.execute("set lock_timeout = '300ms'")
    reading = bob.transaction()
    await reading.start()
    await bob.fetch("select 1 from families")
    tried = 0

    async def step() -> None:
        nonlocal tried
        tried += 1
        await owner.execute(WANTED)

    waiting = asyncio.create_task(patiently(step))
    async with asyncio.timeout(60):
        while tried < 2:
            await as_owner(database, "select 1 from families")
            await asyncio.sleep(0.01)
    assert not waiting.done()
    await reading.rollback()
    await waiting
    assert await as_owner(database, "select remark from families") == []
    await bob.close()
    await owner.close()


async def test_a_table_that_is_never_free_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(migration_locks, "ATTEMPTS", 1)

    async def step() -> None:
        raise asyncpg.LockNotAvailableError("canceling statement due to lock timeout")

    with pytest.raises(MigrationError, match="run `migrate` again"):
        await patiently(step)


async def test_an_index_that_was_half_built_is_gone_after_the_next_migration(database):
    """As it is left where a `create index concurrently` is broken off: here, by a double."""
    await as_owner(database, "create table twins (name text)")
    await as_owner(database, "insert into twins values ('双'), ('双')")
    with pytest.raises(asyncpg.UniqueViolationError):
        await as_owner(database, "create unique index concurrently one_name on twins (name)")
    left = "select 1 from pg_class where relname = 'one_name'"
    assert len(await as_owner(database, left)) == 1
    await migrate(database)
    assert await as_owner(database, left) == []
