"""The circuit breaker: opens after five breakdowns, probes after a rest, closes on any answer."""

import asyncio

import pytest

from service.integrations import breaker as breakers
from service.integrations.breaker import Breaker
from service.integrations.errors import VendorPaused, VendorRefused, VendorUnavailable

REST = 10


class Time:
    """What the breakers take for the time: it stands still until the test has it pass."""

    now = 1000.0

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(breakers, "monotonic", lambda: time.now)
    return time


@pytest.fixture
def breaker(time: Time) -> Breaker:
    return Breaker("kodo", rest=REST)


def breaks(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(VendorUnavailable, match="status 502"), breaker.guard():
            raise VendorUnavailable("kodo", "status 502")


def works(breaker: Breaker) -> bool:
    """Whether a call gets through."""
    reached = False
    try:
        with breaker.guard():
            reached = True
    except VendorPaused as paused:
        assert str(paused) == "kodo: the breaker is open"
        assert paused.number == 0
    return reached


def test_four_breakdowns_are_borne_and_an_answer_forgets_them(breaker):
    for _ in range(3):
        breaks(breaker, 4)
        assert works(breaker)


@pytest.mark.parametrize("answer", [VendorRefused("kodo", 612, ""), VendorPaused("kodo", "quota")])
def test_a_refusal_is_an_answer(breaker, answer):
    breaks(breaker, 4)
    with pytest.raises(type(answer)), breaker.guard():
        raise answer
    breaks(breaker, 4)
    assert works(breaker)


def test_five_in_a_row_open_it_and_a_good_probe_closes_it(breaker, time):
    breaks(breaker, 5)
    assert not works(breaker)
    time.passes(REST - 0.1)
    assert not works(breaker)
    time.passes(0.1)
    assert [works(breaker) for _ in range(3)] == [True, True, True]
    breaks(breaker, 4)
    assert works(breaker)


def test_a_failed_probe_opens_it_again(breaker, time):
    breaks(breaker, 5)
    time.passes(REST)
    breaks(breaker, 1)
    assert not works(breaker)


def test_one_probe_at_a_time(breaker, time):
    breaks(breaker, 5)
    time.passes(REST)
    with breaker.guard():
        assert not works(breaker)
    assert works(breaker)


def test_a_cancelled_probe_makes_room_for_another(breaker, time):
    breaks(breaker, 5)
    time.passes(REST)
    with pytest.raises(asyncio.CancelledError), breaker.guard():
        raise asyncio.CancelledError
    assert not works(breaker)
    time.passes(REST)
    assert works(breaker)
