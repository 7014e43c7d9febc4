"""The line to WeChat: one exchange over HTTP, within budget and breaker, each failure named.

Business failures arrive as HTTP 200 with `errcode`; its absence means 0. App secret and access
tokens travel in URLs and bodies, so no failure keeps httpx's exception or the reply.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import msgspec
import stamina
from redis.asyncio import Redis

from service.foundation.settings import Settings
from service.integrations import budgets, watching
from service.integrations.breaker import Breaker
from service.integrations.errors import (
    VendorDenied,
    VendorPaused,
    VendorRefused,
    VendorUnavailable,
    is_momentary,
)

TIMEOUT = httpx.Timeout(5, connect=2)
CEILING_SECONDS = 10
"""For a reply that comes drop by drop, each within httpx's time-out."""
SYSTEM_ERROR = -1
SPENT = {43108, 44990, 44991, 44993, 45009, 45011}
"""WeChat counts calls per second, minute, day and person; each has numbers of its own."""
TOKEN_PATH = "/cgi-bin/stable_token"  # noqa: S105
"""Where nothing is asked but whether our settings are accepted."""
DENIED = {40125, 40164, 40243, 41002, 41004, 50004, 50007, 89503, 89506, 89507}
"""A wrong or frozen AppSecret, an unknown address. A wrong AppID is not among them: whoever sends
another mini-program's code is told of it as well."""
T = TypeVar("T")
Reader = Callable[[httpx.Response], T]

_UNREADABLE = (msgspec.MsgspecError, UnicodeError, RecursionError)


class _Outcome(msgspec.Struct):
    errcode: int = 0
    errmsg: str = ""


class Client:
    """Calls without an access token. Raises VendorUnavailable, VendorPaused or VendorRefused."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, valkey: Redis) -> None:
        self._base_url = settings.wechat_base_url
        self._account = f"wechat:{settings.wechat_appid}"
        self._http, self._valkey = http, valkey
        self._breaker = Breaker("wechat")

    async def call(self, method: str, path: str, read: Reader[T], **options: Any) -> T:
        """One exchange; `options` are httpx's, `read` turns the reply into what is wanted."""
        with watching.watched("wechat", path.rpartition("/")[2]):
            await budgets.spend(self._valkey, self._account, path, budgets.WECHAT.get(path, ()))
            with self._breaker.guard():
                reply = await self._exchange(method, path, options)
                try:
                    _raise_for_errcode(reply, path)
                    return read(reply)
                except _UNREADABLE:
                    pass
                raise VendorUnavailable("wechat", f"{path}: half an answer")

    async def call_again(self, method: str, path: str, read: Reader[T], **options: Any) -> T:
        """The same for calls that are safe to repeat: three attempts while a person may wait."""

        @stamina.retry(on=is_momentary, attempts=3, timeout=4, wait_initial=0.1, wait_jitter=0.2)
        async def attempt() -> T:
            return await self.call(method, path, read, **options)

        return await attempt()  # without arguments: stamina logs those, and here they are secrets

    async def _exchange(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        try:
            async with asyncio.timeout(CEILING_SECONDS):
                reply = await self._http.request(
                    method, self._base_url + path, timeout=TIMEOUT, **options
                )
        except (httpx.HTTPError, TimeoutError) as error:
            why = type(error).__name__
        else:
            if reply.status_code == 200:
                return reply
            why = f"status {reply.status_code}"
        raise VendorUnavailable("wechat", f"{path}: {why}")


def answer(kind: type[T]) -> Reader[T]:
    """Read a JSON reply as `kind`; numbers may come as strings."""
    return lambda reply: msgspec.json.decode(reply.content, type=kind, strict=False)


def is_picture(reply: httpx.Response) -> bool:
    """A picture is answered as it is, a failure to make one as JSON: both with status 200."""
    return reply.headers.get("content-type", "").startswith("image/")


def _raise_for_errcode(reply: httpx.Response, path: str) -> None:
    if is_picture(reply):
        return
    outcome = answer(_Outcome)(reply)
    if outcome.errcode == SYSTEM_ERROR:
        raise VendorUnavailable("wechat", "errcode -1, system error")
    if outcome.errcode in SPENT:
        raise VendorPaused("wechat", f"errcode {outcome.errcode}", outcome.errcode)
    if outcome.errcode in DENIED or (outcome.errcode and path == TOKEN_PATH):
        raise VendorDenied("wechat", f"errcode {outcome.errcode}", outcome.errcode)
    if outcome.errcode:
        raise VendorRefused("wechat", outcome.errcode, outcome.errmsg)
