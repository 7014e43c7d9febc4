"""The HTTP edge of every WeChat call: method, token, body, scripted weather, quota, reply."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sanic import HTTPResponse, Request
from sanic.response import raw, text

from service.emulators.wechat.errors import WeChatError
from service.emulators.wechat.platform import Job, Platform
from service.emulators.wechat.scripts import Answer

JSON_TYPE = "application/json; encoding=utf-8"


@dataclass
class Call:
    """One admitted call: its parameters, how it shall go, and what runs behind its reply."""

    platform: Platform
    query: dict[str, str]
    body: dict[str, Any]
    answer: Answer
    afterwards: list[Job] = field(default_factory=list)


Handler = Callable[[Call], Awaitable[dict[str, object] | HTTPResponse]]


@dataclass(frozen=True)
class Route:
    """An endpoint; its name is its handler's."""

    method: str
    path: str
    handler: Handler
    needs_token: bool = True

    @property
    def name(self) -> str:
        """The name by which scripts, quotas and counts speak of this call."""
        return getattr(self.handler, "__name__", self.path)


def answering(route: Route) -> Callable[[Request], Coroutine[object, object, HTTPResponse]]:
    """The Sanic handler that answers a route the way WeChat does."""

    async def handle(request: Request) -> HTTPResponse:
        platform: Platform = request.app.ctx.platform
        platform.calls[route.name] += 1
        try:
            call = _admit(route, request, platform)
        except WeChatError as error:
            return as_json(error.body())
        reply = await _answer(route, call)
        await asyncio.sleep(call.answer.slow_seconds)
        for job in call.afterwards:
            platform.start(job)
        return reply

    return handle


def ok(**fields: object) -> dict[str, object]:
    """A successful body, for the calls that state success."""
    return {"errcode": 0, "errmsg": "ok", **fields}


def as_json(body: dict[str, object]) -> HTTPResponse:
    """A reply as WeChat sends it: real UTF-8 under a content type of its own spelling."""
    return raw(msgspec.json.encode(body), content_type=JSON_TYPE)


def _admit(route: Route, request: Request, platform: Platform) -> Call:
    if request.method != route.method:
        raise WeChatError(43002)
    query = dict(request.query_args)
    if route.needs_token:
        platform.tokens.check(query.get("access_token"))
    body = _body(request) if route.method == "POST" else {}
    answer = platform.scripts.answer(route.name, _openid(platform, query, body))
    return Call(platform, query, body, answer)


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        raise WeChatError(44002)
    try:
        return msgspec.json.decode(request.body, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise WeChatError(47001) from None


def _openid(platform: Platform, query: dict[str, str], body: dict[str, Any]) -> str | None:
    named = body.get("openid") or body.get("touser")
    code = str(query.get("js_code") or body.get("code"))
    return named or platform.people.owner_of(code)


async def _answer(route: Route, call: Call) -> HTTPResponse:
    if call.answer.http_status:
        return text("<html>Bad Gateway</html>", call.answer.http_status, content_type="text/html")
    try:
        reply = await _handled(route, call)
    except WeChatError as error:
        reply = error.body()
    reply = reply if isinstance(reply, HTTPResponse) else as_json(reply)
    if call.answer.half_json and reply.body:
        reply.body = reply.body[: len(reply.body) // 2]
    return reply


async def _handled(route: Route, call: Call) -> dict[str, object] | HTTPResponse:
    if call.answer.errcode:
        raise WeChatError(call.answer.errcode, call.answer.errmsg)
    if route.needs_token:
        call.platform.quotas.spend(route.name)
    return await route.handler(call)
