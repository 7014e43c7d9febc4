"""WeChat's server API: signing in, safety checks and the message push.

wechatpy decrypts and verifies; httpx talks. Business failures arrive as HTTP 200 with `errcode`.
"""

import asyncio
import hmac
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.utils import WeChatSigner

from service.foundation.errors import Forbidden, Invalid, TooMany
from service.foundation.settings import Settings
from service.integrations.errors import VendorRefused, VendorUnavailable

PUSH_PATH = "/callbacks/wechat"
TIMEOUT = httpx.Timeout(5, connect=2)
STALE_TOKEN = {40001, 40014, 42001}
FOR_NOW = {-1, 45009, 44991, 44990}
TEXT_LIMIT = 2500


@dataclass(frozen=True)
class Identity:
    """Who signed in. The session_key stays here: no caller needs it."""

    openid: str
    unionid: str | None


@dataclass(frozen=True)
class Verdict:
    """A safety check's answer: suggest is pass, review or risky; label says of what kind."""

    suggest: str
    label: int | None


_NOT_FROM_WECHAT = (
    WeChatException,
    msgspec.MsgspecError,
    LookupError,  # this one and the next come out of wechatpy's unpadding
    struct.error,
    ValueError,
    RecursionError,
)


class _Envelope(msgspec.Struct):
    encrypt: str = msgspec.field(name="Encrypt")


class WeChat:
    """One mini-program. Raises VendorUnavailable or VendorRefused."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, valkey: Redis) -> None:
        self._settings = settings
        self._http = http
        self._valkey = valkey
        self._crypto = WeChatCrypto(
            settings.wechat_push_token, settings.wechat_push_key, settings.wechat_appid
        )
        self._fetching = asyncio.Lock()
        self._token_name = f"wechat:{settings.wechat_appid}:token"

    async def sign_in(self, code: str) -> Identity:
        """Exchange a `wx.login` code (single use, five minutes) for the person behind it."""
        query = {
            "appid": self._settings.wechat_appid,
            "secret": self._settings.wechat_secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        try:
            reply = await self._call("GET", "/sns/jscode2session", params=query)
        except VendorRefused as refused:
            if refused.code in {40029, 40163}:
                detail = "登录凭证已失效，请重新打开小程序"
                raise Invalid.field("code", "session.code_invalid", detail) from refused
            if refused.code == 40226:
                raise Forbidden("session.blocked", "微信限制了这次登录") from refused
            raise VendorUnavailable("wechat", str(refused)) from refused  # our own set-up is wrong
        return Identity(reply["openid"], reply.get("unionid"))

    async def check_text(self, text: str, *, openid: str, scene: int, title: str = "") -> Verdict:
        """msg_sec_check v2 of up to TEXT_LIMIT characters, by somebody seen within two hours.

        `scene`: 1 profile, 2 comment, 3 forum, 4 social log.
        """
        body = {
            "content": text,
            "version": 2,
            "scene": scene,
            "openid": openid,
            **({"title": title} if title else {}),
        }
        reply = await self._authorised("/wxa/msg_sec_check", body)
        return read_verdict(reply)

    async def check_picture(self, url: str, *, openid: str, scene: int) -> str:
        """media_check_async v2: the trace id under which the verdict will be pushed."""
        body = {"media_url": url, "media_type": 2, "version": 2, "scene": scene, "openid": openid}
        reply = await self._authorised("/wxa/media_check_async", body)
        return reply["trace_id"]

    def answers_push_check(self, query: Mapping[str, str]) -> bool:
        """Whether WeChat signed this check of the push URL."""
        return self._signed(query.get("signature", ""), query)

    def read_push(self, query: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
        """The event of a safe-mode JSON push, or None if WeChat did not send it to us."""
        try:
            encrypted = msgspec.json.decode(body, type=_Envelope).encrypt
            if not self._signed(query.get("msg_signature", ""), query, encrypted):
                return None
            message = self._crypto.decrypt_message(
                {"Encrypt": encrypted},
                query["msg_signature"],
                query.get("timestamp", ""),
                query.get("nonce", ""),
            )
            event = json.loads(message)
        except _NOT_FROM_WECHAT:
            return None
        return event if isinstance(event, dict) else None

    def _signed(self, claimed: str, query: Mapping[str, str], *more: str) -> bool:
        """sha1 of the sorted token, timestamp, nonce (and ciphertext), in constant time."""
        signer = WeChatSigner()
        signer.add_data(
            self._settings.wechat_push_token,
            query.get("timestamp", ""),
            query.get("nonce", ""),
            *more,
        )
        return hmac.compare_digest(signer.signature.encode(), claimed.encode())

    async def _authorised(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST with the shared access token; one that has just died is replaced once."""
        token = await self._token()
        try:
            return await self._post(path, token, body)
        except VendorRefused as refused:
            if refused.code not in STALE_TOKEN:
                raise
        return await self._post(path, await self._token(unlike=token), body)

    async def _post(self, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        query = {"access_token": token}
        return await self._call("POST", path, params=query, content=content, headers=headers)

    async def _token(self, *, unlike: str | None = None) -> str:
        """The stable access token, shared over processes in Valkey while that answers.

        In its normal mode stable_token returns the same token to everybody, so a race is harmless.
        """
        async with self._fetching:
            cached = await self._cached_token()
            if cached and cached != unlike:
                return cached
            body = {
                "grant_type": "client_credential",
                "appid": self._settings.wechat_appid,
                "secret": self._settings.wechat_secret,
            }
            reply = await self._call("POST", "/cgi-bin/stable_token", json=body)
            await self._cache_token(reply["access_token"], int(reply["expires_in"]))
            return reply["access_token"]

    async def _cached_token(self) -> str | None:
        try:
            return await self._valkey.get(self._token_name)  # type: ignore[return-value]
        except RedisError:
            return None

    async def _cache_token(self, token: str, seconds: int) -> None:
        try:
            await self._valkey.set(self._token_name, token, ex=max(seconds - 300, 60))
        except RedisError:
            return

    async def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            url = self._settings.wechat_base_url + path
            reply = await self._http.request(method, url, timeout=TIMEOUT, **options)
            body = reply.json()
        except (httpx.HTTPError, ValueError) as error:
            raise VendorUnavailable("wechat", repr(error)) from error
        if reply.status_code != 200 or not isinstance(body, dict):
            raise VendorUnavailable("wechat", f"status {reply.status_code}")
        code = int(body.get("errcode", 0))
        if code == 45011:
            raise TooMany(retry_after=60)
        if code in FOR_NOW:
            raise VendorUnavailable("wechat", f"errcode {code}")
        if code:
            raise VendorRefused("wechat", code, str(body.get("errmsg", "")))
        return body


def read_verdict(body: Mapping[str, Any]) -> Verdict:
    """The `result` of a text reply or of a media push; labels come as numbers or as strings.

    A push whose own errcode is not 0 (-1008: the picture could not be fetched) is no pass.
    """
    result = body.get("result")
    if str(body.get("errcode") or 0) != "0" or not isinstance(result, dict):
        return Verdict("review", None)
    label = str(result.get("label", ""))
    return Verdict(str(result.get("suggest", "")), int(label) if label.isdecimal() else None)
