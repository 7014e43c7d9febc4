"""Together: whoever asks at the same time shares one run, and nobody pays for another's fault."""

import asyncio

import asyncpg
import pytest

from service.foundation.together import MOST, Together


class Odd(Exception):
    """What is wrong with an odd number."""


def counting(fail=lambda numbers: None):
    """Doubles numbers, and remembers which came together."""
    runs = []

    async def run(numbers):
        runs.append(list(numbers))
        await asyncio.sleep(0)
        fail(numbers)
        return [2 * number for number in numbers]

    return Together(run), runs


async def test_all_of_one_moment_share_a_run_and_each_gets_its_own_answer():
    together, runs = counting()
    answers = await asyncio.gather(*(together.ask(n) for n in range(20)))
    assert answers == [2 * n for n in range(20)]
    assert runs == [list(range(20))]
    assert await together.ask(7) == 14
    assert len(runs) == 2


async def test_what_comes_while_a_run_is_under_way_shares_the_next():
    together, runs = counting()
    first = asyncio.create_task(together.ask(1))
    while not runs:  # noqa: ASYNC110
        await asyncio.sleep(0)
    later = await asyncio.gather(*(together.ask(n) for n in (2, 3)))
    assert (await first, later, runs) == (2, [4, 6], [[1], [2, 3]])


async def test_a_run_is_bounded():
    together, runs = counting()
    await asyncio.gather(*(together.ask(n) for n in range(MOST + 1)))
    assert [len(run) for run in runs] == [MOST, 1]


async def test_one_at_fault_fails_alone():
    def refuse_odd(numbers):
        if any(number % 2 for number in numbers):
            raise Odd

    together, runs = counting(refuse_odd)
    answers = await asyncio.gather(*(together.ask(n) for n in (2, 3, 4)), return_exceptions=True)
    assert (answers[0], type(answers[1]), answers[2]) == (4, Odd, 8)
    assert runs == [[2, 3, 4], [2], [3], [4]]


async def test_a_lost_database_fails_all_of_a_run_at_once_and_none_of_the_next():
    lost = [asyncpg.ConnectionDoesNotExistError()]

    def lose(numbers):
        if lost:
            raise lost.pop()

    together, runs = counting(lose)
    answers = await asyncio.gather(*(together.ask(n) for n in (1, 2)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {asyncpg.ConnectionDoesNotExistError}
    assert await together.ask(3) == 6
    assert runs == [[1, 2], [3]]


async def test_who_gives_up_takes_nobody_along():
    together, _ = counting()
    impatient = asyncio.create_task(together.ask(1))
    patient = asyncio.create_task(together.ask(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == 4
    with pytest.raises(asyncio.CancelledError):
        await impatient
