"""The database: transactions that survive a killed backend, and what counts as its being away."""

import asyncio
from collections.abc import AsyncIterator
from contextvars import copy_context

import asyncpg
import psycopg
import pytest
from tortoise.exceptions import OperationalError
from tortoise.transactions import in_transaction

from models.foundation.sequences import Sequence
from service.foundation import database as db
from service.foundation.database import POOL_SIZE, is_lost, query, tortoise_config, transaction


@pytest.fixture
async def opened(database: str) -> AsyncIterator[str]:
    async with db.opened(database):
        yield database


def kill(url: str, pids: list[int] | None = None) -> None:
    """Kill these backends, or every one of the database, before the event loop can notice it.

    That is how a restart of PostgreSQL looks to a pool: the connections seem to be alive.
    """
    chosen = "datname = current_database() and pid <> pg_backend_pid()"
    with psycopg.connect(url, autocommit=True) as killer:
        killer.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            f" where {chosen} and (%s::int[] is null or pid = any(%s))",
            (pids, pids),
        )


async def backend() -> int:
    return (await query("select pg_backend_pid() as pid"))[0]["pid"]


async def names() -> list[str]:
    return [row["name"] for row in await query("select name from sequences order by name")]


async def write(name: str) -> None:
    await query(
        "insert into sequences (id, created_at, name, given)"
        " values (gen_random_uuid(), now(), $1, 0)",
        name,
    )


async def test_a_backend_killed_in_the_pool_is_not_noticed_by_who_comes_next(opened):
    await query("select 1")
    kill(opened)
    async with transaction():
        await write("一小")
    assert await names() == ["一小"]


async def test_a_whole_pool_of_killed_backends_is_not_noticed_either(opened):
    await asyncio.gather(*(query("select pg_sleep(0.1)") for _ in range(POOL_SIZE)))
    kill(opened)
    for n in range(POOL_SIZE):
        async with transaction():
            await write(f"{n}小")
    assert len(await names()) == POOL_SIZE


async def test_a_backend_killed_within_a_transaction_loses_it_whole_and_nothing_more(opened):
    with pytest.raises(db.LOST) as lost:
        async with transaction():
            await write("一小")
            kill(opened, [await backend()])
            await write("二小")
    assert is_lost(lost.value)
    async with transaction():
        await write("三小")
    assert await names() == ["三小"]


async def test_a_backend_killed_before_the_commit_is_reported(opened):
    with pytest.raises(db.LOST):
        async with transaction():
            await write("一小")
            kill(opened, [await backend()])
    assert await names() == []


async def test_the_victim_of_a_deadlock_may_come_again(opened):
    """Two who wait for each other: the one that PostgreSQL gives up is told to try once more."""
    for name in "ab":
        await Sequence.create(name=name)
    met = asyncio.Barrier(2)

    async def takes(first: str, second: str) -> None:
        async with transaction():
            await query("update sequences set given = given + 1 where name = $1", first)
            await met.wait()
            await query("update sequences set given = given + 1 where name = $1", second)

    ended = await asyncio.gather(takes("a", "b"), takes("b", "a"), return_exceptions=True)
    (given_up,) = [one for one in ended if one]
    assert isinstance(given_up, BaseException)
    assert is_lost(given_up)


async def test_a_context_that_lives_on_is_not_poisoned(opened):
    """A worker runs its jobs one after the other in the same context."""

    async def jobs() -> list[str]:
        for n in range(5):
            kill(opened)
            async with transaction():
                await write(f"{n}小")
        return await names()

    assert len(await asyncio.create_task(jobs(), context=copy_context())) == 5


async def test_tortoises_own_transaction_would_be_poisoned(opened):
    """Why `transaction` exists: once BEGIN has failed, a bare one never works again."""

    async def bare() -> None:
        async with in_transaction():
            await write("一小")

    async def poisoned() -> None:
        await query("select 1")
        kill(opened)
        with pytest.raises(db.LOST):
            await bare()
        for _ in range(3):
            with pytest.raises(Exception, match=r"closed|released"):
                await bare()

    await asyncio.create_task(poisoned(), context=copy_context())
    async with transaction():
        await write("二小")
    assert await names() == ["二小"]


async def test_no_connection_leaks_out_of_failing_transactions(opened):
    async def fail() -> None:
        async with transaction():
            kill(opened, [await backend()])

    for _ in range(POOL_SIZE + 2):
        with pytest.raises(db.LOST):
            await fail()
    async with asyncio.timeout(60):
        await asyncio.gather(*(query("select pg_sleep(0.05)") for _ in range(POOL_SIZE)))


async def test_a_transaction_inside_another_joins_it(opened):
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            async with transaction():
                await write("一小")
            raise ZeroDivisionError
    assert await names() == []


async def test_a_cancelled_transaction_is_rolled_back(opened):
    writing = asyncio.Event()

    async def slow() -> None:
        async with transaction():
            await write("一小")
            writing.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(slow())
    await writing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names() == []
    async with transaction():
        await write("二小")
    assert await names() == ["二小"]


@pytest.mark.parametrize("state", ["53100", "53200", "53300"], ids=["disk", "memory", "places"])
async def test_a_database_without_room_may_have_some_later(opened, state: str):
    with pytest.raises(asyncpg.InsufficientResourcesError) as error:
        await query(f"do $$ begin raise exception using errcode = '{state}'; end $$")
    assert is_lost(error.value)


async def test_a_wrong_statement_is_not_a_lost_database(opened):
    wrong = (("select no_such_column", []), ("select $1::uuid", ["x"]), ("select $1::int", [2**40]))
    for statement, values in wrong:
        with pytest.raises(OperationalError) as error:
            await query(statement, *values)
        assert not is_lost(error.value)


@pytest.mark.parametrize(
    ("url", "host", "user", "password", "database"),
    [
        ("postgresql://u:p%40ss@db.example:6432/d", "db.example", "u", "p@ss", "d"),
        ("postgresql:///d?host=/run/pg&port=1", "/run/pg", "postgres", None, "d"),
    ],
)
def test_a_url_is_read_in_all_its_parts(url, host, user, password, database):
    credentials = tortoise_config(url)["connections"]["default"]["credentials"]
    read = tuple(credentials[name] for name in ("host", "user", "password", "database"))
    assert read == (host, user, password, database)


@pytest.mark.parametrize(("given", "seconds"), [({}, 30), ({"unhurried": True}, None)])
def test_a_statement_takes_its_time_only_for_whoever_says_so(given, seconds):
    config = tortoise_config("postgresql:///d", **given)["connections"]["default"]
    assert config["credentials"]["command_timeout"] == seconds
