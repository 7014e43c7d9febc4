"""Watching: each call to a vendor counted, timed and told in the log, without what it carries."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import structlog

from service.foundation import metrics, spans
from service.integrations.errors import (
    VendorDenied,
    VendorPaused,
    VendorRefused,
    VendorUnavailable,
)

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

calls = metrics.counter("vendor_calls", "Calls to vendors.", "vendor", "call", "outcome")
seconds = metrics.histogram(
    "vendor_call_seconds", "Time of a call to a vendor.", "vendor", "call", buckets=SECONDS
)
broken = metrics.gauge(
    "breaker_open",
    "1 from the moment a vendor is left alone until a call of it has gone through.",
    *("vendor", "host"),
    largest=True,
)
log = structlog.get_logger("vendors")


@contextmanager
def watched(vendor: str, call: str) -> Iterator[None]:
    """Around one call; `call` is a name of a few, neither an address nor a key."""
    began, outcome, code = perf_counter(), "failed", {}
    span = spans.begin(f"{vendor} {call}", "CLIENT", {"vendor": vendor, "call": call})
    try:
        yield
        outcome = "answered"
    except VendorDenied as denied:
        outcome, code = "denied", {"code": denied.number}
        raise
    except VendorPaused:
        outcome = "paused"
        raise
    except VendorUnavailable:
        outcome = "unavailable"
        raise
    except VendorRefused as refused:
        outcome, code = "refused", {"code": refused.code}
        raise
    finally:
        taken = perf_counter() - began
        spans.end(span, {"outcome": outcome, **code}, failed=outcome != "answered")
        calls.labels(vendor, call, outcome).inc()
        seconds.labels(vendor, call).observe(taken)
        ms = round(taken * 1000)
        log.info("vendor call", vendor=vendor, call=call, outcome=outcome, ms=ms, **code)
