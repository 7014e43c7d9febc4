"""One exchange with Kodo: signed, bounded in time, and its failure for good or only for now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec
import stamina

from service.foundation.settings import Settings
from service.integrations import watching
from service.integrations.breaker import Breaker
from service.integrations.errors import VendorDenied, VendorRefused, VendorUnavailable, is_momentary
from service.integrations.kodo.signing import FORM, Signing

TIMEOUT = httpx.Timeout(10, connect=3)
TRANSFER_TIMEOUT = httpx.Timeout(60, connect=3)
PARTLY_DONE = 298
NO_SUCH_KEY = 612
DENIED = frozenset({401, 419, 631})
"""A wrong key, a frozen account, no such bucket."""
DENIED_CALLS = DENIED | {403}
"""By rs, rsf and ai also a key without the right, and a clock that is a quarter of an hour off.
Of an upload or a download 403 speaks of that one object.
"""
FOR_NOW = {406, 408, 429}
"""Beside 5xx: bytes damaged on the way, a time-out on Kodo's side, too many requests."""

again = stamina.retry(on=is_momentary, attempts=3, timeout=10)
"""For calls that may run twice: what a lost answer hides does no harm when it is done again."""

T = TypeVar("T")


class Exchange(Signing):
    """The account and its connection.

    Every call raises VendorUnavailable when Kodo does not answer, answers 5xx or answers what
    cannot be read, and VendorRefused with Kodo's status when asking again cannot help.
    """

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        super().__init__(settings)
        self._http = http
        # Each of Kodo's hosts breaks down by itself.
        self._breakers: dict[str, Breaker] = {}

    @contextmanager
    def _talking(self, url: str, call: str) -> Iterator[None]:
        """Around every request of ours; `call` is what it is for, in one word.

        The cause is cut off: httpx holds the request, and may quote a header of it; a signed
        header is as good as a key.
        """
        host = urlsplit(url).netloc
        breaker = self._breakers.get(host) or self._breakers.setdefault(host, Breaker("kodo", host))
        with watching.watched("kodo", call), breaker.guard():
            try:
                yield
            except httpx.HTTPError as error:
                raise VendorUnavailable("kodo", type(error).__name__) from None

    async def _ask(
        self, method: str, url: str, body: str = "", content_type: str = FORM, also: int = 200
    ) -> httpx.Response:
        """One signed request to rs, rsf or ai, answered with 200 or the status `also` expected."""
        headers = self.managing(method, url, body, content_type)
        with self._talking(url, _name_of(url)):
            reply = await self._http.request(
                method, url, content=body, headers=headers, timeout=TIMEOUT
            )
            require_success(reply, also, DENIED_CALLS)
        return reply

    @again
    async def _ask_again(
        self, method: str, url: str, body: str = "", content_type: str = FORM, also: int = 200
    ) -> httpx.Response:
        return await self._ask(method, url, body, content_type, also)


def _name_of(url: str) -> str:
    """The verb of a call to rs, rsf or ai: what follows it in the path are keys."""
    first = urlsplit(url).path.split("/")[1]
    return "censor" if first == "v3" else first


def is_for_now(status: int) -> bool:
    """Whether the same request may succeed later."""
    return status in FOR_NOW or 500 <= status < 600


def require_success(
    reply: httpx.Response, also: int = 200, denied: frozenset[int] = DENIED
) -> None:
    """Raise VendorUnavailable, VendorDenied or VendorRefused unless the status is 200 or `also`."""
    if is_for_now(reply.status_code):
        raise VendorUnavailable("kodo", f"status {reply.status_code}")
    if reply.status_code in {200, also}:
        return
    if reply.status_code in denied:
        raise VendorDenied("kodo", f"status {reply.status_code}", reply.status_code)
    raise VendorRefused("kodo", reply.status_code, reply.headers.get("x-reqid", ""))


def decoded(reply: httpx.Response, kind: type[T]) -> T:
    """The JSON of an answer; half of one, or another shape, is no answer."""
    try:
        return msgspec.json.decode(reply.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise VendorUnavailable("kodo", "half an answer") from None
