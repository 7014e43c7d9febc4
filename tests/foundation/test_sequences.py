"""Sequences: each number once, in order, and none lost to a transaction that failed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from service.foundation import database as db
from service.foundation import sequences
from service.foundation.database import query, transaction


@pytest.fixture(autouse=True)
async def opened(database: str) -> AsyncIterator[None]:
    async with db.opened(database):
        yield


async def take(name: str, *, fails: bool = False) -> int:
    """A number in a transaction of its own."""
    async with transaction():
        number = await sequences.next_of(name)
        if fails:
            raise ZeroDivisionError
    return number


async def test_numbers_begin_at_one_and_each_name_counts_for_itself():
    assert [await take("XZ"), await take("XZ"), await take("JW"), await take("XZ")] == [1, 2, 1, 3]


async def test_forty_at_once_get_forty_numbers_without_a_gap():
    numbers = await asyncio.gather(*(take("XZ") for _ in range(40)))
    assert sorted(numbers) == list(range(1, 41))


async def test_what_fails_gives_its_number_back():
    with pytest.raises(ZeroDivisionError):
        await take("XZ", fails=True)
    assert await take("XZ") == 1
    fails = [take("XZ", fails=turn % 3 == 0) for turn in range(30)]
    got = [one for one in await asyncio.gather(*fails, return_exceptions=True) if type(one) is int]
    assert sorted(got) == list(range(2, 22))


async def test_the_next_one_waits_until_the_giver_commits():
    given, commit = asyncio.Event(), asyncio.Event()

    async def giver() -> int:
        async with transaction():
            number = await sequences.next_of("XZ")
            given.set()
            await commit.wait()
        return number

    first = asyncio.create_task(giver())
    await given.wait()
    second = asyncio.create_task(take("XZ"))
    blocked = "select 1 from pg_locks where not granted"
    async with asyncio.timeout(5):
        while not await query(blocked):
            assert not second.done()
            await asyncio.sleep(0.01)
    commit.set()
    assert (await first, await second) == (1, 2)


async def test_two_numbers_in_one_transaction_follow_each_other():
    async with transaction():
        assert [await sequences.next_of("XZ"), await sequences.next_of("XZ")] == [1, 2]
    rows = await query("select name, given from sequences")
    assert rows == [{"name": "XZ", "given": 2}]
