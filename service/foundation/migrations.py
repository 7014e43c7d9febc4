"""Bringing the database to this code's schema: our tables, the job queue's, then who may what."""

from importlib.metadata import version
from importlib.resources import files

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as migrate_tables
from tortoise.migrations.executor import MigrationExecutor

from service.foundation import database_roles
from service.foundation.database import connection, query, tortoise_config
from service.foundation.database_roles import MigrationError

LOCK = 0x6A696164  # "jiad": one migration at a time over all machines
_QUEUE = files("procrastinate") / "sql"


async def migrate(owner_url: str, application_url: str) -> None:
    """Apply every migration that is missing, alone under an advisory lock; safe to repeat.

    The tables become the role's in `owner_url`; the one in `application_url` is granted the use of
    them. Raises MigrationError where the owner cannot connect or the roles are not as they must be.
    """
    guard = await _connected(owner_url)
    try:
        await guard.execute("select pg_advisory_lock($1)", LOCK)
        async with TortoiseContext():  # which closes what Tortoise opens for it
            await migrate_tables(config=tortoise_config(owner_url))
        await _migrate_queue(guard)
        await database_roles.separate(guard, application_url)
    finally:
        await guard.close()


async def _connected(owner_url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(owner_url)
    except (OSError, asyncpg.PostgresError) as error:
        raise MigrationError(f"The owner cannot reach the database: {error}") from error


async def is_current() -> bool:
    """Whether the open database has every migration that this code knows, the queue's too."""
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
