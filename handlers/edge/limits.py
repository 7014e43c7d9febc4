"""The outermost layer: bounds on what a request may send, before any of it is parsed.

Under ASGI Sanic does not hold REQUEST_MAX_SIZE, so the body is read here, whole and bounded, both
in bytes and in time.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from sanic.response import HTTPResponse

from handlers.edge import observing
from handlers.edge.problems import MEDIA_TYPE, of_status

MOST_BYTES = 64 << 10
MOST_SECONDS = 10
MOST_PATH = 2048

_ADDRESS = re.compile(rb"/[!-~]*")

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Bounded:
    """An ASGI application around `app` that answers 400, 413, 414 or 408 instead of reading on."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # CONNECT's has no path, and what nobody encoded fails before any handler of Sanic's
        if not _ADDRESS.fullmatch(b"%b?%b" % (scope["raw_path"], scope["query_string"])):
            await answer(scope, send, of_status(400))
            return
        if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_PATH:
            await answer(scope, send, of_status(414))
            return
        if not _has_body(scope):
            await self._app(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_body(scope, receive), MOST_SECONDS)
        except TimeoutError:
            await answer(scope, send, of_status(408))
        except _TooLarge:
            await answer(scope, send, of_status(413))
        except _Gone:  # or its chunks are none, which sounds the same here, and it waits for a word
            await answer(scope, send, of_status(400))
        else:
            await self._app(scope, _replaying(body, receive), send)


class _TooLarge(Exception):
    pass


class _Gone(Exception):
    """The body ended before its end: half a request is none."""


def _has_body(scope: Message) -> bool:
    """Whether there may be one; HTTP/2 need not announce it."""
    if scope["http_version"] not in {"1.0", "1.1"}:
        return True
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])


async def _body(scope: Message, receive: Receive) -> bytes:
    """The whole body; it stops reading as soon as the body is known to be too large."""
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise _TooLarge
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            raise _TooLarge
    return bytes(body)


def _replaying(body: bytes, receive: Receive) -> Receive:
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def answer(scope: Message, send: Send, response: HTTPResponse) -> None:
    """Turn a request away with `response`, and its connection with it."""
    observing.count(scope["method"], "", response.status)
    body = response.body or b""
    headers = [
        (b"content-type", (response.content_type or MEDIA_TYPE).encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (observing.HEADER.lower().encode(), uuid4().hex.encode()),
        *((name.lower().encode(), value.encode()) for name, value in response.headers.items()),
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
