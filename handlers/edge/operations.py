"""What a route says of itself: who may call it, what it takes and gives; OpenAPI reads it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import msgspec
from sanic import Request
from sanic.response import HTTPResponse

from handlers.edge import handed_over, throttling
from models.people.accounts import Session
from service.foundation.errors import NotSignedIn
from service.people import sessions

Handler = Callable[..., Awaitable[HTTPResponse]]


@dataclass(frozen=True)
class Operation:
    """One route in the words of OpenAPI.

    `takes` and `query` are what `read` and `read_query` read; `vendor_body` and `vendor_query` what
    a vendor sends, read tolerantly. Who may call: an account (`signed_in`), an account or anybody
    (`open_to_all`), a vendor by its signature (`signed_by` names the scheme), or else anybody.
    `costly` names its share (`overload`).
    `also` are further statuses that are answered with `gives`, `refuses` those that nothing else
    here implies.
    """

    summary: str
    takes: Any = None
    example: Any = None
    query: Any = None
    vendor_body: Any = None
    vendor_query: Any = None
    gives: Any = None
    media_type: str = "application/json"
    status: int = 200
    signed_in: bool = False
    open_to_all: bool = False
    signed_by: str = ""
    repeatable: bool = False
    limited: bool = False
    costly: str = ""
    also: tuple[int, ...] = ()
    refuses: tuple[int, ...] = ()


def operation(summary: str, **details: Any) -> Callable[[Handler], Handler]:
    """Describe a handler; goes above `signed_in` or `anyone`."""

    def describe(handler: Handler) -> Handler:
        for name in ("signed_in", "open_to_all", "repeatable", "limited"):
            details.setdefault(name, getattr(handler, name, False))
        details.setdefault("costly", getattr(handler, "costly", ""))
        handler.operation = Operation(summary, **details)  # type: ignore[attr-defined]
        return handler

    return describe


def signed_in(handler: Callable[..., Awaitable[HTTPResponse]]) -> Handler:
    """Call `handler(request, account, …)` for a live session, or answer 401.

    403 to a child on a lent phone for what is the guardian's, see `handed_over`.
    """

    @wraps(handler)
    async def checked(request: Request, **parameters: Any) -> HTTPResponse:
        session = await _session(request)
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
        session = await _session(request)
        return await handler(request, session.account, **parameters)

    checked.open_to_all = True  # type: ignore[attr-defined]
    return checked


async def _session(request: Request) -> Session:
    """The live session of a request; a child on a lent phone has it for what is open to it."""
    session = await sessions.session_of(request.token) if request.token else None
    if session is None:
        throttling.count_stranger(request)
        raise NotSignedIn
    request.ctx.account = session.account.id
    throttling.count_account(session.account)
    if session.account.is_lent:
        handed_over.require_open(request.method, request.uri_template or "")
    return session


def ok(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """A struct as a JSON answer."""
    return HTTPResponse(
        msgspec.json.encode(body), status, headers=headers, content_type="application/json"
    )


def gone() -> HTTPResponse:
    """An answer without a body."""
    return HTTPResponse(status=204)
