"""Shared pages: made once for all who ask within a moment, never older than that, never stale."""

import asyncio

import pytest

from handlers.edge.shared_pages import SharedPages


class Away(Exception):
    """The database is."""


def counted(life: float, fail=lambda: None):
    """Pages that tell which making they are; and the keys that were made."""
    made = []

    async def make(key):
        made.append(key)
        mine = len(made)
        await asyncio.sleep(0.001)
        fail()
        return mine

    return SharedPages("tests", make, lambda: life), made


async def test_a_crowd_gets_one_page_of_each_kind():
    pages, made = counted(0.5)
    got = await asyncio.gather(*(pages.get(key) for key in "abab" * 10))
    assert (made, set(got)) == (["a", "b"], {1, 2})
    assert await pages.get("a") == 1


async def test_a_life_counts_from_the_start_of_the_making():
    pages, made = counted(0.0)
    first = asyncio.create_task(pages.get("a"))
    await asyncio.sleep(0)
    assert await pages.get("a") == 2, "what began before the question may be too old for it"
    assert await first == 1
    assert made == ["a", "a"]


async def test_no_failure_is_kept_and_none_answered_with_an_old_page():
    failing = [False]

    def fail():
        if failing[0]:
            raise Away

    pages, _ = counted(0.0, fail)
    assert await pages.get("a") == 1
    failing[0] = True
    for result in await asyncio.gather(*(pages.get("a") for _ in range(5)), return_exceptions=True):
        assert isinstance(result, Away)
    failing[0] = False
    assert await pages.get("a") > 1


async def test_who_gives_up_takes_nobody_along():
    pages, made = counted(0.5)
    impatient = asyncio.create_task(pages.get("a"))
    patient = asyncio.create_task(pages.get("a"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient, made) == (1, ["a"])
    with pytest.raises(asyncio.CancelledError):
        await impatient
