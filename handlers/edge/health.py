"""Health: alive, and ready to serve."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

import msgspec
from redis.exceptions import RedisError
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation
from service.foundation import migrations
from service.foundation.database import is_lost, query
from service.integrations import adapters

bp = Blueprint("health")
PATIENCE = 4
"""Seconds: longer than a request waits for a connection, so that a crowd is no outage."""

Answer = Literal["ok", "failing"]


class Alive(msgspec.Struct):
    status: Literal["ok"] = "ok"


class Ready(msgspec.Struct):
    """Each thing this process depends on. Valkey may fail: it hastens, it does not decide."""

    status: Answer
    database: Answer
    migrations: Answer
    valkey: Answer


@bp.get("/healthz")
@operation("Alive", gives=Alive)
async def alive(request: Request) -> HTTPResponse:
    return ok(Alive())


@bp.get("/readyz")
@operation("Ready to serve", gives=Ready, also=(503,))
async def ready(request: Request) -> HTTPResponse:
    database = await _answers(_database)
    current = await _answers(partial(_current, request)) if database == "ok" else "failing"
    overall: Answer = "ok" if database == current == "ok" else "failing"
    body = Ready(overall, database, current, await _answers(_valkey))
    return ok(body, status=200 if overall == "ok" else 503)


async def _answers(question: Callable[[], Awaitable[bool]]) -> Answer:
    try:
        return "ok" if await asyncio.wait_for(question(), PATIENCE) else "failing"
    except (TimeoutError, RedisError):
        return "failing"
    except Exception as error:
        if is_lost(error):
            return "failing"
        raise


async def _database() -> bool:
    return bool(await query("select 1"))


async def _current(request: Request) -> bool:
    """A schema does not go back while a process lives: asked until it is current."""
    seen = request.app.ctx
    seen.schema_is_current = getattr(seen, "schema_is_current", False) or (
        await migrations.is_current()
    )
    return seen.schema_is_current


async def _valkey() -> bool:
    return bool(await adapters().valkey.ping())  # type: ignore[misc]
