"""The calls that turn the AppSecret into something: sessions and access tokens."""

import base64
import hmac
import secrets
from collections.abc import Mapping

from service.emulators.wechat.config import WeChatConfig
from service.emulators.wechat.edge import Call
from service.emulators.wechat.errors import WeChatError


async def jscode2session(call: Call) -> dict[str, object]:
    """GET /sns/jscode2session: a login code for an openid, once and within five minutes."""
    _check_secret(call.platform.config, call.query)
    _check_grant(call.query, "authorization_code")
    code = call.query.get("js_code")
    if not code:
        raise WeChatError(41008)
    people = call.platform.people
    call.platform.quotas.spend("jscode2session", people.owner_of(code) or "")
    openid = people.redeem_login(code)
    session_key = base64.b64encode(secrets.token_bytes(16)).decode()
    return {"session_key": session_key, "openid": openid, "unionid": people.unionid(openid)}


async def token(call: Call) -> dict[str, object]:
    """GET /cgi-bin/token: a new access token each time."""
    _check_grant(call.query, "client_credential")
    _check_secret(call.platform.config, call.query)
    call.platform.quotas.spend("token")
    return _token_body(call.platform.tokens.plain())


async def stable_token(call: Call) -> dict[str, object]:
    """POST /cgi-bin/stable_token: the same access token while it is valid, unless forced."""
    _check_grant(call.body, "client_credential")
    _check_secret(call.platform.config, call.body)
    call.platform.quotas.spend("stable_token")
    force = call.body.get("force_refresh", False)
    if not isinstance(force, bool):
        raise WeChatError(47001)
    return _token_body(call.platform.tokens.stable(force))


def _token_body(issued: tuple[str, int]) -> dict[str, object]:
    value, expires_in = issued
    return {"access_token": value, "expires_in": expires_in}


def _check_grant(given: Mapping[str, object], grant_type: str) -> None:
    if given.get("grant_type") != grant_type:
        raise WeChatError(40002)


def _check_secret(config: WeChatConfig, given: Mapping[str, object]) -> None:
    appid, secret = given.get("appid"), given.get("secret")
    if not appid:
        raise WeChatError(41002)
    if not secret:
        raise WeChatError(41004)
    if appid != config.appid:
        raise WeChatError(40013)
    if not hmac.compare_digest(str(secret).encode(), config.secret.encode()):
        raise WeChatError(40125)
