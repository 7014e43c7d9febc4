"""The circuit breaker: a vendor that has broken down is left alone for a while, then probed."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from service.integrations import watching
from service.integrations.errors import VendorPaused, is_momentary


class Breaker:
    """Counts one vendor's breakdowns in this process.

    After `opens_after` in a row it is open: for `rest` seconds every call is refused with
    VendorPaused. Then one call goes through as a probe, and its outcome closes or reopens.
    """

    def __init__(
        self, vendor: str, host: str = "", *, opens_after: int = 5, rest: float = 10
    ) -> None:
        self._vendor, self._opens_after, self._rest = vendor, opens_after, rest
        self._told = watching.broken.labels(vendor, host)
        self._failures = 0
        self._resting_until = 0.0

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run one call. Any answer, a refusal too, shows that the vendor is there."""
        self._admit()
        try:
            yield
        except Exception as error:
            self._count(failed=is_momentary(error))
            raise
        self._count(failed=False)

    def _admit(self) -> None:
        if self._failures < self._opens_after:
            return
        if monotonic() < self._resting_until:
            raise VendorPaused(self._vendor, "the breaker is open")
        self._rest_from_now()  # holds the others back while this one probes, cancelled or not

    def _count(self, *, failed: bool) -> None:
        self._failures = self._failures + 1 if failed else 0
        self._told.set(self._failures >= self._opens_after)
        if self._failures >= self._opens_after:
            self._rest_from_now()

    def _rest_from_now(self) -> None:
        self._resting_until = monotonic() + self._rest
