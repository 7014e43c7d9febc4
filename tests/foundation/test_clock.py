"""The clock: aware, in China's days, and movable for a test alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.foundation import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta()
    assert datetime.now(UTC) <= clock.now() <= datetime.now(UTC)


def test_a_moved_clock_comes_back_even_after_a_failure():
    before = clock.now()
    with pytest.raises(ZeroDivisionError), clock.moved(timedelta(days=1)):
        with clock.moved(timedelta(days=2)):
            assert clock.now() - before >= timedelta(days=3)
        raise ZeroDivisionError
    assert clock.now() - before < timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 1, 15, 59, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 9, 1, 16, 1, tzinfo=UTC), date(2026, 9, 2)),
    ],
)
def test_a_day_begins_at_midnight_in_china(moment, day):
    with clock.moved(moment - datetime.now(UTC)):
        assert clock.today() == day
