"""The pace of fixity: so many bytes a second, neither more nor in bursts."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from service.archive.fixity.rounds import Pace


class Watch:
    """A clock that stands still but while somebody sleeps or works."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_thousand_bytes_at_ten_a_second_take_a_hundred_seconds(watch):
    pace = Pace(10, watch.now, watch.sleep)
    for _ in range(100):
        pace.heard(10)
    assert 98 <= pace.seconds <= 100


def test_a_slow_disk_is_not_slowed_down_further(watch):
    pace = Pace(10, watch.now, watch.sleep)
    for _ in range(10):
        watch.sleep(2)
        pace.heard(10)
    assert pace.seconds == pytest.approx(20)


def test_what_an_idle_hour_left_unused_is_not_read_in_a_burst(watch):
    pace = Pace(10, watch.now, watch.sleep)
    watch.sleep(3600)
    before = pace.seconds
    for _ in range(10):
        pace.heard(10)
    assert pace.seconds - before >= 9


async def test_no_new_one_is_begun_when_the_time_is_up(watch):
    pace = Pace(10, watch.now, watch.sleep)

    ids = [uuid4() for _ in range(10)]

    async def all_ids() -> AsyncIterator[UUID]:
        for one in ids:
            yield one

    taken = []
    async for one in pace.within(2.5, all_ids()):
        taken.append(one)
        pace.heard(10)
    assert taken == ids[:3]
