"""Access tokens: fetched once for everybody, renewed when refused, forced only as a last resort.

stable_token's normal mode returns the same token while it lives; `force_refresh` kills the one
before at once and is allowed twenty times a day.
"""

import msgspec
from redis.asyncio import Redis

from service.foundation.errors import TooMany
from service.foundation.limits import allow
from service.foundation.settings import Settings
from service.integrations.budgets import FORCES, spend
from service.integrations.errors import VendorPaused
from service.integrations.wechat.client import TOKEN_PATH, Client, answer
from service.integrations.wechat.token_cache import TokenCache

FORCE_PAUSE_SECONDS = 60


class _Issued(msgspec.Struct):
    access_token: str
    expires_in: int


class Tokens:
    """The stable access token of one mini-program. Raises VendorUnavailable (or VendorDenied)."""

    def __init__(self, settings: Settings, client: Client, valkey: Redis) -> None:
        self._credentials = {
            "grant_type": "client_credential",
            "appid": settings.wechat_appid,
            "secret": settings.wechat_secret,
        }
        self._client, self._valkey = client, valkey
        self._account = f"wechat:{settings.wechat_appid}"
        self._cache = TokenCache(valkey, f"{self._account}:token")
        self._fetches = 0

    async def other_than(self, refused: str) -> str:
        """A token that was not refused: somebody's newer one, else WeChat is asked."""
        if token := await self._cached(refused):
            return token
        fetches = self._fetches
        async with self._cache.renewing():
            if fetches != self._fetches:
                refused = ""  # whoever was ahead has asked for all, be it the same token again
            return await self._cached(refused) or await self._fetched()

    async def ask(self) -> None:
        """Have WeChat give the token it gives to everybody: so our credentials are accepted."""
        await self._fetched()

    async def forced(self, refused: str) -> str:
        """A token that is new by force, once a minute at most; the one before dies at once."""
        async with self._cache.renewing():
            return await self._cached(refused) or await self._forced()

    async def _cached(self, refused: str) -> str:
        token = await self._cache.get()
        return "" if token == refused else token

    async def _forced(self) -> str:
        try:
            await allow(self._valkey, "force", self._account, most=1, seconds=FORCE_PAUSE_SECONDS)
        except TooMany:
            raise VendorPaused("wechat", "force_refresh was tried a moment ago") from None
        await spend(self._valkey, self._account, "force_refresh", FORCES)
        return await self._fetched(force=True)

    async def _fetched(self, *, force: bool = False) -> str:
        call = self._client.call if force else self._client.call_again
        body = self._credentials | ({"force_refresh": True} if force else {})
        issued = await call("POST", TOKEN_PATH, answer(_Issued), json=body)
        await self._cache.put(issued.access_token, issued.expires_in)
        self._fetches += 1
        return issued.access_token
