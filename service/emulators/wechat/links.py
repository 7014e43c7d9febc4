"""URL Links, which open the mini-program from outside WeChat."""

import re
import secrets
from typing import Any

from service.emulators.wechat.edge import Call, ok
from service.emulators.wechat.errors import WeChatError

PAGE = re.compile(r"[\w-]+(/[\w-]+)*", re.ASCII)
QUERY = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]{0,1024}")
ENVIRONMENTS = ("release", "trial", "develop")
LONGEST_DAYS = 30


async def generate_urllink(call: Call) -> dict[str, object]:
    """POST /wxa/generate_urllink: a link for at most 30 days."""
    body = call.body
    path = str(body.get("path") or "")
    if path and not PAGE.fullmatch(path):
        raise WeChatError(40165)
    if not QUERY.fullmatch(str(body.get("query") or "")):
        raise WeChatError(40212)
    if body.get("env_version", "release") not in ENVIRONMENTS:
        raise WeChatError(85402)
    _check_expiry(body, call.platform.clock.now())
    return ok(url_link=f"https://wxaurl.cn/{secrets.token_urlsafe(8)}")


def _check_expiry(body: dict[str, Any], now: float) -> None:
    by_interval = body.get("expire_type", 0) == 1
    given = body.get("expire_interval" if by_interval else "expire_time")
    if given is None:
        return
    if not isinstance(given, int):
        raise WeChatError(47001)
    shortest, longest = (1, LONGEST_DAYS) if by_interval else (60, LONGEST_DAYS * 86400)
    if not shortest <= (given if by_interval else given - now) <= longest:
        raise WeChatError(85401)
