"""Calls under the access token: a token that has died is replaced and the call made once more."""

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec
from redis.asyncio import Redis

from service.foundation.settings import Settings
from service.integrations.errors import VendorPaused, VendorRefused
from service.integrations.wechat.client import Client, Reader, T
from service.integrations.wechat.tokens import Tokens

STALE_TOKEN = {40001, 40014, 42001}


class Line:
    """What every group of calls stands on."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, valkey: Redis) -> None:
        self._settings = settings
        self._client = Client(settings, http, valkey)
        self._tokens = Tokens(settings, self._client, valkey)

    async def _post(
        self, path: str, body: Mapping[str, Any], read: Reader[T], *, again: bool = False
    ) -> T:
        """POST JSON as real UTF-8; `again` marks a call that is safe to repeat.

        A refused token means that nothing was done, so that follow-up is open to every call.
        """
        call = self._client.call_again if again else self._client.call
        token = ""
        for replacement in (self._tokens.other_than, self._tokens.other_than, self._tokens.forced):
            token = await replacement(token)
            try:
                return await call(
                    "POST",
                    path,
                    read,
                    params={"access_token": token},
                    content=msgspec.json.encode(body),
                    headers={"Content-Type": "application/json"},
                )
            except VendorRefused as refused:
                if refused.code not in STALE_TOKEN:
                    raise
        raise VendorPaused("wechat", f"{path}: no access token is accepted")
