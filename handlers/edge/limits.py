"""The outermost layer: bounds on what a request may send, before any of it is parsed.

Under ASGI Sanic does not hold REQUEST_MAX_SIZE, so the body is read here, whole and bounded, both
in bytes and in time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from handlers.edge.problems import MEDIA_TYPE, of_status

MOST_BYTES = 64 << 10
MOST_SECONDS = 10
MOST_PATH = 2048

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Bounded:
    """An ASGI application around `app` that answers 413, 414 or 408 instead of reading on."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_PATH:
            await _answer(send, 414)
            return
        try:
            body = await asyncio.wait_for(_body(scope, receive), MOST_SECONDS)
        except TimeoutError:
            await _answer(send, 408)
            return
        if body is None:
            await _answer(send, 413)
            return
        await self._app(scope, _replaying(body, receive), send)


async def _body(scope: Message, receive: Receive) -> bytes | None:
    """The whole body, or None as soon as it is known to be too large."""
    headers = dict(scope["headers"])
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > MOST_BYTES:
        return None
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _replaying(body: bytes, receive: Receive) -> Receive:
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def _answer(send: Send, status: int) -> None:
    body = of_status(status).body or b""
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
