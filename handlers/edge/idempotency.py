"""Idempotency keys: a creating request that is sent again makes nothing new.

A handler returns the id of what it made; the answer is built from that id, the first time and every
time after, so that no answer (and no secret in one) is ever stored.
"""

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from uuid import UUID

from sanic import Request
from sanic.response import HTTPResponse

from handlers.edge.operations import Handler, ok
from handlers.edge.problems import Malformed
from models.people.accounts import Account
from service.foundation import replays
from service.foundation.database import transaction

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{8,64}")

Make = Callable[..., Awaitable[UUID]]
Show = Callable[[Account, UUID], Awaitable[Any]]


def creates(shown: Show) -> Callable[[Make], Handler]:
    """Turn a handler that returns the id of what it made into one that answers 201 with it."""

    def wrap(make: Make) -> Handler:
        @wraps(make)
        async def once(request: Request, account: Account, **parameters: Any) -> HTTPResponse:
            route = f"{request.method} {request.path}"
            async with transaction():
                replay = await replays.claim(account.id, route, _key_of(request), request.body)
                made = replay.resource_id
                if made is None:
                    made = await make(request, account, **parameters)
                    await replays.made(replay, made)
            return ok(await shown(account, made), status=201)

        once.repeatable = True  # type: ignore[attr-defined]
        return once

    return wrap


def _key_of(request: Request) -> str:
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise Malformed(
            path=HEADER, code="idempotency_key.required", detail="请求缺少防重复的编号，请再试一次"
        )
    return key
