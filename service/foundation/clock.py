"""The clock: every rule that depends on the time asks here, so that a test can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

_offset = timedelta()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """The present day as families in China count it."""
    return now().astimezone(CHINA).date()


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Move the clock of this process for the length of a test."""
    global _offset  # noqa: PLW0603  the one clock of the process
    before, _offset = _offset, _offset + by
    try:
        yield
    finally:
        _offset = before
