"""Observing: an id for every request, counters, and the headers that every answer carries."""

import re
from functools import lru_cache
from http import HTTPMethod
from secrets import token_hex
from time import perf_counter

import structlog
from prometheus_client import Counter, Histogram
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from handlers.edge.addresses import address_of
from service.trust import audit

HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9-]{8,36}")

requests = Counter("jiadang_requests", "Requests served.", ("method", "route", "status"))
seconds = Histogram("jiadang_request_seconds", "Time to serve.", ("method", "route"))


def install(app: Sanic) -> None:
    """Watch every request of `app`."""
    app.on_request(_begin)
    app.on_response(_end)


async def _begin(request: Request) -> None:
    given = request.headers.get(HEADER, "")
    request.ctx.id = given if _ID.fullmatch(given) else token_hex(16)
    request.ctx.began = perf_counter()
    audit.request_id.set(request.ctx.id)
    audit.address.set(address_of(request))
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request.ctx.id)


async def _end(request: Request, response: HTTPResponse) -> None:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "private, no-store")  # signed URLs are in many
    if not hasattr(request.ctx, "began"):
        return
    response.headers[HEADER] = request.ctx.id
    count(request.method, request.route.path if request.route else "", response.status)
    taken = perf_counter() - request.ctx.began
    if request.route:
        _times(request.method, request.route.path).observe(taken)


def count(method: str, route: str, status: int) -> None:
    """Count one answer; a method that nobody knows must not make a series of its own."""
    _counter(method if method in HTTPMethod.__members__ else "OTHER", route, status).inc()


# finding a series by its labels takes longer than counting in it; there are few of them
@lru_cache(maxsize=4096)
def _counter(method: str, route: str, status: int) -> Counter:
    return requests.labels(method, route, status)


@lru_cache(maxsize=4096)
def _times(method: str, route: str) -> Histogram:
    return seconds.labels(method, route)
