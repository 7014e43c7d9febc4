"""WeChat's server API for one mini-program: people, checks, links, messages and the push."""

import httpx
from redis.asyncio import Redis

from service.foundation.settings import Settings
from service.integrations.wechat.checks import TEXT_LIMIT, Checks, Verdict, read_verdict
from service.integrations.wechat.links import Links
from service.integrations.wechat.messages import Messages, NotSubscribed
from service.integrations.wechat.people import Identity, People, PhoneNumber
from service.integrations.wechat.push import PUSH_PATH, Push

__all__ = [
    "PUSH_PATH",
    "TEXT_LIMIT",
    "Identity",
    "NotSubscribed",
    "PhoneNumber",
    "Verdict",
    "WeChat",
    "read_verdict",
]


class WeChat(People, Checks, Links, Messages, Push):
    """One mini-program. Raises VendorRefused, VendorUnavailable or, of the latter, VendorPaused."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, valkey: Redis) -> None:
        super().__init__(settings, http, valkey)
        Push.__init__(self, settings)
