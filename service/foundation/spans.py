"""Spans: what each request, job and call to a vendor took, told to an OpenTelemetry collector.

Only where JIADANG_OTLP_ENDPOINT names one; elsewhere nothing of OpenTelemetry is loaded. All that
follows from one request is one trace, whose id is the request's own, so that no job has to carry
another. A collector that is away is missed by nobody: what it does not take is dropped.
https://opentelemetry.io/docs/specs/otel/trace/api/
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

Kind = Literal["SERVER", "CONSUMER", "CLIENT"]
Facts = Mapping[str, str | int]

_tracer: "Tracer | None" = None
_around: ContextVar["Span | None"] = ContextVar("span", default=None)


def begin(name: str, kind: Kind, facts: Facts) -> "Span | None":
    """Begin the span of a request (SERVER), of a job (CONSUMER), or of a call within either.

    `name` and `facts` are of few: a route, a task, a call; never an address or anybody's words.
    """
    if _tracer is None:
        return None
    from opentelemetry.trace import SpanKind, set_span_in_context  # noqa: PLC0415

    around = _around.get() if kind == "CLIENT" else None
    context = set_span_in_context(around) if around else None
    span = _tracer.start_span(name, context, SpanKind[kind], facts)
    if kind != "CLIENT":
        _around.set(span)
    return span


def end(span: "Span | None", facts: Facts, *, failed: bool) -> None:
    """End a span, with what is known of it by now."""
    if span is None:
        return
    from opentelemetry.trace import StatusCode  # noqa: PLC0415

    span.set_attributes(facts)
    if failed:
        span.set_status(StatusCode.ERROR)
    span.end()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    """Tell `url` for as long as the block lasts, and the last spans after it; nobody without it."""
    global _tracer  # noqa: PLW0603
    if not url:
        yield
        return
    from service.foundation import collector  # noqa: PLC0415

    provider = collector.provider(url)
    _tracer = provider.get_tracer("jiadang")
    try:
        yield
    finally:
        _tracer = None
        await asyncio.to_thread(provider.shutdown)
