"""Running: every mutant in a copy of its own time, two at once, and what became of each."""

import queue
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from tests.mutants.copies import Broken, Copy
from tests.mutants.mutant import Mutant
from tests.mutants.witness import Failure


class Outcome(StrEnum):
    """CAUGHT is the only good one. BROKEN: its tests failed, but not by what they assert."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    LAPSED = "no longer applies"
    BROKEN = "broken"
    LATE = "took too long"


@dataclass(frozen=True)
class Trial:
    """What became of one mutant, and the test that says so."""

    mutant: Mutant
    outcome: Outcome
    by: str = ""


def failing_without(copies: Collection[Copy], mutants: Collection[Mutant]) -> list[Failure]:
    """Which of all tests fail with no defect at all; they run once, shared among the copies."""
    tests = list(dict.fromkeys(test for mutant in mutants for test in mutant.tests))
    tests.sort(key=lambda test: test.partition("::")[0])
    shares = [tests[place :: len(copies)] for place in range(len(copies))]
    with ThreadPoolExecutor(len(copies)) as pool:
        runs = [
            pool.submit(copy.test, sorted(share))
            for copy, share in zip(copies, shares, strict=True)
            if share
        ]
        return [failure for run in runs for failure in run.result()]


def trials(copies: Collection[Copy], mutants: Collection[Mutant]) -> Iterator[Trial]:
    """One trial for each mutant, in their order, as many at once as there are copies."""
    free: queue.SimpleQueue[Copy] = queue.SimpleQueue()
    for copy in copies:
        free.put(copy)
    with ThreadPoolExecutor(len(copies)) as pool:
        yield from pool.map(lambda mutant: _in_a_free_one(free, _tried, mutant), mutants)


def _in_a_free_one(
    free: queue.SimpleQueue[Copy], act: Callable[[Copy, Mutant], Trial], mutant: Mutant
) -> Trial:
    copy = free.get()
    try:
        return act(copy, mutant)
    finally:
        free.put(copy)


def _tried(copy: Copy, mutant: Mutant) -> Trial:
    try:
        failures = copy.test_mutated(mutant)
    except LookupError:
        return Trial(mutant, Outcome.LAPSED)
    except TimeoutError:
        return Trial(mutant, Outcome.LATE)
    except Broken as broken:
        return Trial(mutant, Outcome.BROKEN, str(broken).strip().rpartition("\n")[2])
    if not failures:
        return Trial(mutant, Outcome.SURVIVED)
    for failure in failures:
        if failure.noticed:
            return Trial(mutant, Outcome.CAUGHT, failure.test)
    return Trial(mutant, Outcome.BROKEN, f"{failures[0].test}: {failures[0].what}")
