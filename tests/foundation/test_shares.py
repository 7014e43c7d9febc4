"""Shares: so many at once, a few more in line, nobody beyond."""

import asyncio

import pytest

from service.foundation.shares import Overloaded, Share, shed


def refused(why: str) -> float:
    return shed.labels(why)._value.get()


async def test_whoever_finds_no_place_in_the_line_is_refused_at_once_and_counted():
    share = Share("tests-full", 1, waiting=1, seconds=60)
    async with share.taken():
        waits = asyncio.create_task(share.enter())
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await share.enter()
        assert refused("tests-full") == 1
    await waits
    share.leave()


async def test_whoever_has_waited_too_long_leaves_the_line():
    share = Share("tests-slow", 1, waiting=1, seconds=0.01)
    async with share.taken():
        for _ in range(2):
            with pytest.raises(Overloaded):
                await share.enter()
    async with share.taken():
        pass


async def test_whoever_gives_up_leaves_the_line_and_takes_no_place():
    share = Share("tests-gone", 1, waiting=1, seconds=60)
    async with share.taken():
        gone = asyncio.create_task(share.enter())
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait([gone])
        waits = asyncio.create_task(share.enter())
        await asyncio.sleep(0)
        assert not waits.done()
    await waits
    share.leave()


async def test_places_are_given_in_turn():
    share, served = Share("tests-turn", 1, waiting=3, seconds=60), list[int]()

    async def comes(number: int) -> None:
        async with share.taken():
            served.append(number)

    async with share.taken():
        line = [asyncio.create_task(comes(number)) for number in range(3)]
        await asyncio.sleep(0)
    await asyncio.gather(*line)
    assert served == [0, 1, 2]


async def test_nobody_who_was_refused_together_is_asked_to_come_again_together():
    assert len({Overloaded("tests-again").retry_after for _ in range(50)}) > 1
