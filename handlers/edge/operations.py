"""What a route says of itself: who may call it, what it takes and gives; OpenAPI reads it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import msgspec
from sanic import Request
from sanic.response import HTTPResponse

from service.foundation.errors import NotSignedIn
from service.people import accounts

Handler = Callable[..., Awaitable[HTTPResponse]]


@dataclass(frozen=True)
class Operation:
    """One route in the words of OpenAPI."""

    summary: str
    takes: Any = None
    query: Any = None
    gives: Any = None
    status: int = 200
    signed_in: bool = True
    repeatable: bool = False
    refuses: tuple[int, ...] = field(default=())


def operation(summary: str, **details: Any) -> Callable[[Handler], Handler]:
    """Describe a handler; goes above `signed_in` or `anyone`."""

    def describe(handler: Handler) -> Handler:
        for name in ("signed_in", "repeatable"):
            details.setdefault(name, getattr(handler, name, False))
        handler.operation = Operation(summary, **details)  # type: ignore[attr-defined]
        return handler

    return describe


def signed_in(handler: Callable[..., Awaitable[HTTPResponse]]) -> Handler:
    """Call `handler(request, account, …)` for a live session, or answer 401."""

    @wraps(handler)
    async def checked(request: Request, **parameters: Any) -> HTTPResponse:
        session = await accounts.session_of(request.token or "") if request.token else None
        if session is None:
            raise NotSignedIn
        request.ctx.session = session
        return await handler(request, session.account, **parameters)

    checked.signed_in = True  # type: ignore[attr-defined]
    return checked


def anyone(handler: Callable[..., Awaitable[HTTPResponse]]) -> Handler:
    """Call `handler(request, account or None, …)`; a token that is sent must be a live one."""

    @wraps(handler)
    async def checked(request: Request, **parameters: Any) -> HTTPResponse:
        if not request.token:
            return await handler(request, None, **parameters)
        session = await accounts.session_of(request.token)
        if session is None:
            raise NotSignedIn
        return await handler(request, session.account, **parameters)

    return checked


def ok(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """A struct as a JSON answer."""
    return HTTPResponse(
        msgspec.json.encode(body), status, headers=headers, content_type="application/json"
    )


def gone() -> HTTPResponse:
    """An answer without a body."""
    return HTTPResponse(status=204)
