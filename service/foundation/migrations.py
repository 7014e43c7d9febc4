"""Bringing the database to this code's schema: our tables, the job queue's, then who may what."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib.metadata import version
from importlib.resources import files

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as migrate_tables
from tortoise.migrations.executor import MigrationExecutor

from service.foundation import database_roles, migration_locks
from service.foundation.database import connection, query, tortoise_config
from service.foundation.database_roles import MigrationError

LOCK = 0x6A696164  # "jiad": one migration at a time over all machines
UNFINISHED = "unfinished_restore"
"""A table that is there for as long as a restored database must not be served."""
_ALONE = "select pg_try_advisory_lock($1)"
_QUEUE = files("procrastinate") / "sql"


async def migrate(owner_url: str, application_url: str) -> None:
    """Apply every migration that is missing, alone under an advisory lock; safe to repeat.

    The tables become the role's in `owner_url`; the one in `application_url` is granted the use of
    them. Raises MigrationError where the owner cannot connect, the roles are not as they must be,
    or a restore was begun and not ended: what was erased since would be back.
    """
    async with alone(owner_url) as owner:
        if await owner.fetchval("select to_regclass($1)", f"public.{UNFINISHED}"):
            raise MigrationError("A restore was begun and not ended: run `restore` again, first.")
        await bring_up(owner, owner_url)
        await database_roles.separate(owner, application_url)


@asynccontextmanager
async def alone(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner's connection, while nobody else migrates or restores this database."""
    owner = await _connected(owner_url)
    try:
        # asked for again and again: an index that is built `concurrently` waits for every statement
        # that has begun, so also for one that waits for us
        while not await owner.fetchval(_ALONE, LOCK):  # noqa: ASYNC110  another process has it
            await asyncio.sleep(0.2)
        yield owner
    finally:
        await owner.close()


async def bring_up(owner: asyncpg.Connection, owner_url: str) -> None:
    """Apply every migration that is missing, and let nobody in who was not before.

    Those who serve meanwhile are held up for moments only (`migration_locks`).
    """
    await owner.execute(f"set lock_timeout = '{migration_locks.LOCK_TIMEOUT}'")
    with _collecting_rarely():
        await migration_locks.patiently(partial(_migrate_tables, owner, owner_url))
    await migration_locks.patiently(partial(_migrate_queue, owner))
    await owner.execute("reset lock_timeout")


async def _migrate_tables(owner: asyncpg.Connection, owner_url: str) -> None:
    await migration_locks.drop_half_built(owner)
    async with TortoiseContext():  # which closes what Tortoise opens for it
        await migrate_tables(config=migration_locks.unhurried(owner_url))


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Tortoise makes all models anew for each step, and the collector looks at all it can reach.

    A fresh database takes half the time so, and 400 MB instead of 200.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 5, 5)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def _connected(owner_url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(owner_url)
    except (OSError, asyncpg.PostgresError) as error:
        raise MigrationError(f"The owner cannot reach the database: {error}") from error


async def is_current() -> bool:
    """Whether the open database has every migration that this code knows, the queue's too, and is
    not being restored.
    """
    if (await query("select to_regclass($1) is not null as exists", UNFINISHED))[0]["exists"]:
        return False
    apps = tortoise_config("postgresql:///")["apps"]
    if await MigrationExecutor(connection(), apps).plan():
        return False
    if not (await query("select to_regclass('queue_schema') is not null as exists"))[0]["exists"]:
        return False
    applied = await query("select version from queue_schema")
    return bool(applied) and not _later(version("procrastinate"), applied[0]["version"])


async def _migrate_queue(database: asyncpg.Connection) -> None:
    """Apply procrastinate's own SQL once, and its pinned package's later migrations after that.

    The SQL stays in the package; `queue_schema` remembers the version it was applied from, as
    procrastinate itself keeps no such record.
    """
    installed = version("procrastinate")
    await database.execute("create table if not exists queue_schema (version text primary key)")
    applied = await database.fetchval("select version from queue_schema")
    if applied and not _later(installed, applied):
        return  # the database may be ahead of the release before it, never behind
    async with database.transaction():
        for sql in [_schema()] if applied is None else _later_than(applied):
            await database.execute(sql)
        await database.execute("delete from queue_schema")
        await database.execute("insert into queue_schema values ($1)", installed)


def _schema() -> str:
    return (_QUEUE / "schema.sql").read_text(encoding="utf-8")


def _later_than(applied: str) -> list[str]:
    """The package's migrations whose names (`03.04.00_01_…`) carry a version after `applied`."""
    names = sorted(p.name for p in (_QUEUE / "migrations").iterdir() if p.name.endswith(".sql"))
    later = [name for name in names if _later(name.split("_")[0], applied)]
    return [(_QUEUE / "migrations" / name).read_text(encoding="utf-8") for name in later]


def _later(one: str, other: str) -> bool:
    """Whether version `one` comes after `other`; `03.04.00` is 3.4.0."""
    numbers = [[int(part) for part in text.split(".")] for text in (one, other)]
    return numbers[0] > numbers[1]
