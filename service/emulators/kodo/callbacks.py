"""Upload callbacks: the signed POST to the application, and the 579 when it fails."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from http import HTTPStatus

import httpx
import msgspec

from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.kodo import Kodo
from service.emulators.kodo.policy import PutPolicy
from service.emulators.kodo.scripts import Answer
from service.emulators.kodo.signatures import FORM
from service.emulators.kodo.variables import Variables


class CallbackFailure(Exception):
    """One URL did not answer 200 with JSON; `code` is its status, 502 when out of reach."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Callback:
    """One callback, its templates filled in."""

    urls: list[str]
    host: str
    content_type: str
    body: str
    fetches_key: bool
    key: str
    hash: str


def prepare(policy: PutPolicy, variables: Variables, key: str, etag: str) -> Callback:
    """Fill in the policy's callback for an object; `$(bodySha1)` is known to the URL alone."""
    is_json = policy.callback_body_type.partition(";")[0].strip() == "application/json"
    render = variables.in_json if is_json else variables.in_form
    body = render(policy.callback_body)
    in_url = Variables({"bodySha1": sha1(body.encode(), usedforsecurity=False).hexdigest()})
    return Callback(
        urls=[in_url.in_text(url.strip()) for url in policy.callback_url.split(";")],
        host=policy.callback_host,
        content_type=policy.callback_body_type or FORM,
        body=body,
        fetches_key=bool(policy.callback_fetch_key),
        key=key,
        hash=etag,
    )


async def deliver(kodo: Kodo, callback: Callback) -> bytes:
    """Call the URLs in order until one answers; return its JSON or raise 579."""
    answer = kodo.scripts.take("callback", callback.key)
    if answer.late_seconds:
        kodo.in_background(_deliver_late(kodo, callback, answer.late_seconds))
    if answer.drop or answer.late_seconds:
        raise failed(callback, 0, "unexcepted response")
    await asyncio.sleep(answer.delay_seconds)
    if answer.status is not None:
        raise failed(callback, answer.status, answer.error)
    return await _deliver_now(kodo, callback, answer)


def failed(callback: Callback, code: int, reason: str) -> KodoError:
    """579: the object is stored, yet the callback failed; the error is JSON inside JSON."""
    detail = {
        "callback_url": ";".join(callback.urls),
        "callback_bodyType": callback.content_type,
        "callback_body": callback.body,
        **({"callback_fetchKey": 1} if callback.fetches_key else {}),
        "token": "",
        "err_code": code,
        "error": reason,
        "hash": callback.hash,
        "key": callback.key,
    }
    text = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
    # Kodo writes JSON as Go does, which escapes these three.
    for character in "&<>":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return KodoError(579, text)


async def post_signed(
    kodo: Kodo, url: str, content_type: str, body: str, host: str = ""
) -> httpx.Response:
    """POST as Kodo does, signed in the scheme in force; `host` replaces the URL's in the header."""
    host = host or httpx.URL(url).netloc.decode()
    scheme = kodo.callback_scheme
    headers = {
        "Host": host,
        "Content-Type": content_type,
        "User-Agent": "qiniu-callback",
        "Authorization": kodo.signatures.of_callback(scheme, url, host, content_type, body),
    }
    return await kodo.http.post(url, content=body.encode(), headers=headers)


async def _deliver_now(kodo: Kodo, callback: Callback, answer: Answer) -> bytes:
    failure = CallbackFailure(0, "unexcepted response")
    for url in callback.urls:
        try:
            return await _post_repeatedly(kodo, callback, url, answer.repeat)
        except CallbackFailure as error:
            failure = error
    raise failed(callback, failure.code, failure.reason)


async def _deliver_late(kodo: Kodo, callback: Callback, seconds: float) -> None:
    await asyncio.sleep(seconds)
    with suppress(KodoError):  # nobody is left to be told
        await _deliver_now(kodo, callback, Answer())


async def _post_repeatedly(kodo: Kodo, callback: Callback, url: str, times: int) -> bytes:
    """Post at the same time, as duplicates race; the first is the one that counts."""
    first, *others = [asyncio.create_task(_post(kodo, callback, url)) for _ in range(times)]
    await asyncio.gather(first, *others, return_exceptions=True)
    return first.result()


async def _post(kodo: Kodo, callback: Callback, url: str) -> bytes:
    try:
        reply = await post_signed(kodo, url, callback.content_type, callback.body, callback.host)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        kodo.record("callback", callback.key, url=url, status=None, body=callback.body)
        raise CallbackFailure(502, f"Post {url}: {error}") from error
    kodo.record("callback", callback.key, url=url, status=reply.status_code, body=callback.body)
    if reply.status_code != HTTPStatus.OK:
        raise CallbackFailure(reply.status_code, reply.reason_phrase)
    return _json_of(reply)


def _json_of(reply: httpx.Response) -> bytes:
    try:
        msgspec.json.decode(reply.content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CallbackFailure(reply.status_code, "unexcepted response") from error
    return reply.content
