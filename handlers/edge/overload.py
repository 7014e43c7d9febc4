"""Overload: who is let in to be worked on, and who is asked at once to come again.

A request that cannot be served soon is refused before any work is done on it: what it would have
cost serves those who were let in. What keeps a process busy for long has a small share of its own.
"""

from functools import wraps
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse

from handlers.edge.limits import App, Message, Receive, Send, answer
from handlers.edge.operations import Handler
from handlers.edge.problems import problem
from service.foundation import pooling
from service.foundation.shares import Overloaded, Place, Share

MOST_AT_ONCE = 100
"""Ten for each connection to the database: a request that is let in is served within the second."""
VENDORS_AT_ONCE = 30
"""Beside them: what WeChat and Kodo tell ends what people wait for, and is short."""
PATIENCE = 2.0
"""Seconds that a request waits for a connection; WeChat gives its callbacks five for everything."""
CALLBACKS = "/callbacks/"
UNCOUNTED = {"/healthz", "/readyz"}
"""A supervisor that is not answered would end a process for being busy."""

COSTLY = {
    "papers": Share("papers", 2, waiting=6, seconds=10),
    "search": Share("search", 3, waiting=12, seconds=3),
    "tables": Share("tables", 2, waiting=6, seconds=5),
    "drawings": Share("drawings", 3, waiting=12, seconds=5),
}
"""What may be asked for by `costly`. All of them together leave two thirds of MOST_AT_ONCE to
everybody else, and hold no more connections than the pool has."""


class Admitting:
    """An ASGI application around `app` that answers 503 where there is more than it can do."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._people = Share("requests", MOST_AT_ONCE)
        self._vendors = Share("callbacks", VENDORS_AT_ONCE)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNCOUNTED:
            await self._app(scope, receive, send)
            return
        share = self._vendors if scope["path"].startswith(CALLBACKS) else self._people
        try:
            place = await share.place()
        except Overloaded as full:
            await answer(scope, send, _refusing(full))
            return
        pooling.patience.set(PATIENCE)
        try:
            await self._app(scope, receive, _until_answered(send, place))
        finally:
            place.leave()


def _until_answered(send: Send, place: Place) -> Send:
    """Whose answer is ready is served, and may ask again before this request is cleared away.

    Not after the sending: a busy process hears the next request before it hears that it has sent.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body"):
            place.leave()
        await send(message)

    return sending


def _refusing(full: Overloaded) -> HTTPResponse:
    headers = {"Retry-After": str(full.retry_after)}
    return problem(503, full.code, full.detail, headers=headers)


def costly(kind: str) -> Any:
    """Do this within the share `kind` of COSTLY; goes below `limited`, next to the handler."""
    share = COSTLY[kind]

    def wrap(handler: Handler) -> Handler:
        @wraps(handler)
        async def held(request: Request, *given: Any, **parameters: Any) -> HTTPResponse:
            async with share.taken():
                return await handler(request, *given, **parameters)

        held.costly = kind  # type: ignore[attr-defined]
        return held

    return wrap
