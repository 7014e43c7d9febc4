"""Observing: an id for every request, which its answer carries, and counters."""

import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from http import HTTPMethod
from secrets import token_hex
from time import perf_counter
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from handlers.edge.addresses import address_of
from service.foundation import metrics, spans, tracing
from service.trust import audit

HEADER = "X-Request-Id"
READING = {"GET", "HEAD", "OPTIONS"}
SLOW = 1.0
"""Seconds; what reads, quickly and well, is counted and not logged."""
REFUSED, STRANGERS_REFUSED = {403, 404, 429}, {401, 403}
_ID = re.compile(r"[A-Za-z0-9-]{8,36}")

requests = metrics.counter("requests", "Requests served.", "method", "route", "status")
seconds = metrics.histogram("request_seconds", "Time to serve.", "method", "route")
flying = metrics.gauge("requests_in_flight", "Requests that are being served.")
log = structlog.get_logger("requests")

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def install(app: Sanic) -> None:
    """Watch every request of `app`."""
    app.on_request(_begin)
    app.on_response(_end)


def in_flight(app: App) -> App:
    """`app`, counting the requests that it is at, given up ones with them."""

    async def counted(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        flying.inc()
        try:
            await app(scope, receive, send)
        finally:
            flying.dec()

    return counted


async def _begin(request: Request) -> None:
    given = request.headers.get(HEADER, "")
    request.ctx.id = given if _ID.fullmatch(given) else token_hex(16)
    tracing.begin(request.ctx.id)
    request.ctx.span = spans.begin(*_span_of(request))
    request.ctx.began = perf_counter()
    audit.address.set(address_of(request))


async def _end(request: Request, response: HTTPResponse) -> None:
    if not hasattr(request.ctx, "began"):
        return
    response.headers[HEADER] = request.ctx.id
    facts = {"http.response.status_code": response.status}
    spans.end(request.ctx.span, facts, failed=response.status >= 500)
    route, taken = _route(request), perf_counter() - request.ctx.began
    count(request.method, route, response.status)
    if request.route:
        _times(request.method, route).observe(taken)
    who = _refused(request, response.status)
    if who or taken > SLOW or response.status >= 500 or request.method not in READING:
        _tell(request.method, route, response.status, taken, **who)


def _refused(request: Request, status: int) -> dict[str, str]:
    """Who was refused: an account by its id, or somebody who has none; nothing where nobody was.

    What is others' is as little there as what is missing, so an account's 404 is told as well.
    """
    account = getattr(request.ctx, "account", None)
    if account:
        return {"account": str(account)} if status in REFUSED else {}
    return {"account": ""} if status in STRANGERS_REFUSED else {}


def _route(request: Request) -> str:
    """As it is written, never the path: that one holds tokens of links."""
    return request.route.path if request.route else ""


def _span_of(request: Request) -> tuple[str, spans.Kind, spans.Facts]:
    """Named by https://opentelemetry.io/docs/specs/semconv/http/http-spans/"""
    method, route = _known(request.method), _route(request)
    facts = {"http.request.method": method, "http.route": route, "request_id": request.ctx.id}
    return f"{method} {route}".rstrip(), "SERVER", facts


def _tell(method: str, route: str, status: int, taken: float, **who: str) -> None:
    ms = round(taken * 1000)
    log.info("request", method=method, route=route, status=status, ms=ms, **who)


def count(method: str, route: str, status: int) -> None:
    """Count one answer."""
    _counter(_known(method), route, status).inc()


def _known(method: str) -> str:
    """A method that nobody knows must not make a series of its own."""
    return method if method in HTTPMethod.__members__ else "OTHER"


# finding a series by its labels takes longer than counting in it; there are few of them
@lru_cache(maxsize=4096)
def _counter(method: str, route: str, status: int) -> Counter:
    return requests.labels(method, route, status)


@lru_cache(maxsize=4096)
def _times(method: str, route: str) -> Histogram:
    return seconds.labels(method, route)
