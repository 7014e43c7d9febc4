"""Ahead: nothing is lost, doubled or reordered by fetching early, and an end is an end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.foundation.ahead import ahead


async def pieces(wanted: list[bytes], closed: list[bool] | None = None) -> AsyncGenerator[bytes]:
    try:
        for piece in wanted:
            yield piece
            await asyncio.sleep(0)
    finally:
        if closed is not None:
            closed.append(True)


@given(st.lists(st.binary(max_size=3), max_size=8))
async def test_all_of_it_comes_in_its_order(wanted):
    assert [piece async for piece in ahead(pieces(wanted))] == wanted


async def test_an_error_comes_behind_what_came_before_it():
    async def broken() -> AsyncGenerator[int]:
        yield 1
        raise OSError("cut")

    found = []
    with pytest.raises(OSError, match="cut"):
        async for piece in ahead(broken()):
            found.append(piece)
    assert found == [1]


async def test_the_next_piece_is_fetched_meanwhile():
    fetched = []

    async def telling() -> AsyncGenerator[int]:
        for number in range(3):
            fetched.append(number)
            yield number

    async with aclosing(ahead(telling())) as coming:
        assert await anext(coming) == 0
        await asyncio.sleep(0)
        assert fetched == [0, 1]


async def test_who_stops_early_leaves_nothing_running():
    closed: list[bool] = []
    source = pieces([b"1", b"2", b"3"], closed)
    async with aclosing(source), aclosing(ahead(source)) as coming:
        assert await anext(coming) == b"1"
    assert closed == [True]
