"""Migrations: safe to repeat and to run at once, and never behind the models."""

import asyncio
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import asyncpg
import procrastinate
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as migrate_tables
from tortoise.migrations.autodetector import MigrationAutodetector

from service.foundation import clock, jobs, migrations
from service.foundation import database as db
from service.foundation.database import OFFLINE, query
from service.people.classes import year_end
from tests.roles import as_owner, migrate, owner_of

ENTRY_OF_THE_FIRST_RELEASE = """
with a as (insert into accounts (id, created_at, openid, nickname)
    values (gen_random_uuid(), now(), 'o', 'Alice') returning id),
f as (insert into families (id, created_at, name)
    values (gen_random_uuid(), now(), '陈家') returning id)
insert into entries (id, created_at, family_id, author_id, title, story, audience, happened,
    sort_day, standing, draft)
select gen_random_uuid(), now(), f.id, a.id, '会走路了', '', 20, '2017-06-03', '2017-06-03',
    'passed', false from a, f
"""

CLASS_OF_THE_FIRST_RELEASE = """
with r as (insert into regions (id, created_at, level, code, name, path, prefix)
    values (gen_random_uuid(), now(), 20, '440402', '香洲区', '/440402/', '') returning id),
s as (insert into schools (id, created_at, region_id, name, serial, code_hash)
    select gen_random_uuid(), now(), id, '香洲一小', 0, '' from r returning id)
insert into school_classes (id, created_at, school_id, name)
select gen_random_uuid(), now(), id, '四年级2班' from s
"""

QUEUE = Path(procrastinate.__file__).parent / "sql" / "migrations"


async def shape(url: str) -> list[str]:
    """Every column and function there is, in words."""
    columns = await as_owner(
        url,
        "select table_name, column_name, data_type, is_nullable, column_default"
        " from information_schema.columns where table_schema = 'public' order by 1, 2",
    )
    functions = await as_owner(
        url,
        "select proname, pronargs from pg_proc p join pg_namespace n on n.oid = pronamespace"
        " where nspname = 'public' order by 1, 2",
    )
    return [str(tuple(row)) for row in (*columns, *functions)]


async def required(url: str) -> set[tuple[str, str]]:
    """The columns, by table, that whoever writes has to fill."""
    columns = await as_owner(
        url,
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'public' and is_nullable = 'NO' and column_default is null",
    )
    return {(row["table_name"], row["column_name"]) for row in columns}


async def first_release(url: str) -> None:
    """The tables as the first release made them."""
    async with TortoiseContext():
        config = db.tortoise_config(owner_of(url))
        await migrate_tables(config=config, target="models.0001_first")


async def is_current(url: str) -> bool:
    async with db.opened(url):
        return await migrations.is_current()


async def test_an_empty_database_is_not_current_and_a_migrated_one_is(empty):
    assert not await is_current(empty)
    await migrate(empty)
    assert await is_current(empty)


async def test_migrating_twice_changes_nothing(empty):
    await migrate(empty)
    before = await shape(empty)
    await migrate(empty)
    assert await shape(empty) == before


async def test_four_at_once_are_as_good_as_one(empty, database):
    await asyncio.gather(*(migrate(empty) for _ in range(4)))
    assert await shape(empty) == await shape(database)
    applied = await as_owner(empty, "select app, name from tortoise_migrations")
    assert len(set(applied)) == len(applied) > 0


async def test_the_release_before_may_write_on_until_it_is_replaced(empty):
    await first_release(empty)
    asked = await required(empty)
    await migrate(empty)
    tables = {table for table, _ in asked}
    assert {one for one in await required(empty) if one[0] in tables} <= asked


async def test_what_the_first_release_kept_is_there_and_counted(empty):
    await first_release(empty)
    await as_owner(empty, ENTRY_OF_THE_FIRST_RELEASE)
    await migrate(empty)
    kept_of_it = "select title, place, milestone, unfinished, version from entries"
    (kept,) = await as_owner(empty, kept_of_it)
    assert tuple(kept) == ("会走路了", "", "", False, 1)
    (month,) = await as_owner(empty, "select month::text, told, kept from timeline_months")
    assert tuple(month) == ("2017-06-01", 1, 0)


async def test_a_class_of_the_first_release_ends_as_one_that_is_opened_today(empty):
    await first_release(empty)
    await as_owner(empty, CLASS_OF_THE_FIRST_RELEASE)
    await migrate(empty)
    (kept,) = await as_owner(empty, "select until from school_classes")
    assert kept["until"] == year_end(clock.today())


async def test_a_migration_waits_for_the_one_that_runs(empty):
    other = await asyncpg.connect(owner_of(empty))
    await other.execute("select pg_advisory_lock($1)", migrations.LOCK)
    waiting = asyncio.create_task(migrate(empty))
    asking = "select 1 from pg_stat_activity where query like 'select pg_try_advisory_lock%'"
    async with asyncio.timeout(60):
        while not await other.fetch(asking):
            assert not waiting.done()
            await asyncio.sleep(0.01)
    assert await shape(empty) == []
    await other.close()
    await waiting
    assert await is_current(empty)


async def test_the_models_need_no_migration_that_is_not_there():
    async with TortoiseContext() as context:
        await context.init(config=OFFLINE, init_connections=False)
        assert context.apps is not None
        detector = MigrationAutodetector(context.apps, OFFLINE["apps"])
        assert await detector.changes() == []


async def test_an_older_queue_is_brought_up_and_works(database):
    await _back_to_queue(database, "3.2.0")
    assert not await is_current(database)
    await migrate(database)
    assert await is_current(database)
    async with db.opened(database):
        await jobs.later("moderation.check", check_id=uuid4())
        app = jobs.queue_app(database)
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False)
        left = await query("select 1 from procrastinate_jobs where task_name = 'moderation.check'")
        assert left == []


async def _back_to_queue(url: str, old: str) -> None:
    """The job queue as an older procrastinate left it, by its own migrations."""
    connection = await asyncpg.connect(owner_of(url))
    await connection.execute(
        "drop table procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,"
        " procrastinate_workers cascade"
    )
    for kind, name in await connection.fetch(
        "select 'function', oid::regprocedure::text from pg_proc where proname ~ '^procrastinate'"
        " union all select 'type', typname from pg_type"
        " where typname ~ '^procrastinate' and typtype in ('e', 'c')"
    ):
        await connection.execute(f"drop {kind} if exists {name} cascade")
    for file in sorted(QUEUE.glob("*.sql")):
        numbers = [int(part) for part in file.name.split("_")[0].split(".")]
        if numbers <= [int(part) for part in old.split(".")]:
            await connection.execute(file.read_text())
    await connection.execute("update queue_schema set version = $1", old)
    await connection.close()


async def test_the_release_before_does_not_turn_the_record_back(database):
    await as_owner(database, "update queue_schema set version = '99.0.0'")
    await migrate(database)
    assert [row["version"] for row in await as_owner(database, "select * from queue_schema")] == [
        "99.0.0"
    ]
    assert await is_current(database)


async def test_the_queue_is_recorded_as_what_is_installed(database):
    rows = await as_owner(database, "select version from queue_schema")
    assert [row["version"] for row in rows] == [version("procrastinate")]
