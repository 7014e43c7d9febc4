"""Passing the phone's requests on, as WeChat's client sends them and not as a browser would.

A browser adds its own page's Origin and Referer, keeps cookies, and asks servers for permission
(CORS). WeChat does none of that: so requests go through here, streamed in both directions.
"""

from collections.abc import AsyncIterator, Iterable
from typing import cast
from urllib.parse import unquote, urlsplit

import httpx
from sanic import HTTPResponse, Request, text
from sanic.compat import Header
from sanic.exceptions import BadRequest, Forbidden

from service.emulators.phone.config import PhoneConfig

CONNECTION = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade"}
"""What belongs to one connection and not to the message (RFC 9110, 7.6.1)."""

BROWSERS = {"host", "origin", "cookie", "referer"}
WHY = "X-Phone"
"""The header that tells the phone's own failures from answers of the service."""


async def through(request: Request, target: str) -> HTTPResponse | None:
    """Pass a request on. 403 outside the domains; 502 or 504 with X-Phone when nothing came back.

    `target` is read from the path as it was sent: a decoded one has lost where its query begins.
    """
    config: PhoneConfig = request.app.ctx.phone
    url = unquote(request.raw_url.decode("latin-1").partition("?")[0].removeprefix("/through/"))
    if not config.domains.hold(_origin(url)):
        raise Forbidden(f"{_origin(url)} is no server domain of this mini-program")
    http: httpx.AsyncClient = request.app.ctx.http
    try:
        reply = await http.send(_outgoing(http, request, url, config.appid), stream=True)
    except httpx.TimeoutException:
        return text("", 504, headers={WHY: "timeout"})
    except httpx.TransportError:
        return text("", 502, headers={WHY: "unreachable"})
    except ConnectionAbortedError:
        return text("", 400)  # nobody reads it
    try:
        return await _answer(request, reply)
    finally:
        await reply.aclose()


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    return f"{parts.scheme}://{parts.netloc}"


def _outgoing(http: httpx.AsyncClient, request: Request, url: str, appid: str) -> httpx.Request:
    headers = [
        (name, value)
        for name, value in _end_to_end(request.headers.items())
        if name.lower() not in BROWSERS and not name.lower().startswith("sec-")
    ]
    headers.append(("Referer", f"https://servicewechat.com/{appid}/devtools/page-frame.html"))
    bodied = "content-length" in request.headers or "transfer-encoding" in request.headers
    content = _body(request) if bodied else None
    return http.build_request(request.method, url, headers=headers, content=content)


async def _body(request: Request) -> AsyncIterator[bytes]:
    missing = int(request.headers.get("content-length", 0))
    async for chunk in request.stream:  # type: ignore[union-attr]
        missing -= len(chunk)
        yield chunk
    if missing > 0:
        raise ConnectionAbortedError("the phone has hung up")


async def _answer(request: Request, reply: httpx.Response) -> None:
    """Send the reply on, byte by byte as it comes: compressed stays compressed."""
    headers = [
        (name, value)
        for name, value in _end_to_end(reply.headers.multi_items())
        if name.lower() not in ("set-cookie", "content-type")
    ]
    kind = reply.headers.get("content-type")
    response = cast(
        HTTPResponse,
        await request.respond(
            None, status=reply.status_code, headers=Header(headers), content_type=kind
        ),
    )
    async for chunk in reply.aiter_raw():
        await response.send(chunk)
    await response.eof()


def _end_to_end(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in headers if name.lower() not in CONNECTION)
