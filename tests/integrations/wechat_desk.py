"""WeChat adapters as processes have them, with WeChat's levers beside them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
from redis.asyncio import Redis

from service.emulators.serving import wechat_of
from service.foundation.settings import Settings
from service.integrations.wechat import Verdict, WeChat
from tests.contracts.serving import serving
from tests.world import settings_for

SCENE = 4


class Desk:
    """Two adapters that share nothing but Valkey, as those of two processes."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, adapters: list[WeChat]) -> None:
        self.settings, self.http = settings, http
        self.wechat, self.other = adapters
        self.valkey = Redis.from_url(settings.valkey_url, decode_responses=True)
        self.token_name = f"wechat:{settings.wechat_appid}:token"

    async def control(self, lever: str, body: dict[str, Any] | None = None) -> Any:
        url = f"{self.settings.wechat_base_url}/_control/{lever}"
        reply = await (self.http.post(url, json=body) if body else self.http.get(url))
        return reply.raise_for_status().json()

    async def script(self, call: str, times: int | None = 1, **answer: Any) -> None:
        await self.control("scripts", {"call": call, "answer": answer, "times": times})

    async def fair(self) -> None:
        """Forget the scripts."""
        await self.http.delete(f"{self.settings.wechat_base_url}/_control/scripts")

    async def person(self, name: str) -> dict[str, str]:
        """Their login code and openid; they count as seen just now."""
        return await self.control("logins", {"person": name})

    async def called(self, call: str) -> int:
        """How often WeChat has had this call."""
        return (await self.control("calls")).get(call, 0)

    async def check(self, words: str = "春节快乐", *, by: WeChat | None = None) -> Verdict:
        openid = (await self.person("Alice"))["openid"]
        return await (by or self.wechat).check_text(words, openid=openid, scene=SCENE)

    async def fifty_checks(self) -> list[Verdict | BaseException]:
        """So many at once, half by each adapter."""
        sides = [self.wechat, self.other] * 25
        return await asyncio.gather(*(self.check(by=s) for s in sides), return_exceptions=True)

    async def someone_else_forces(self) -> str:
        """The owner renews the token by force elsewhere: the one we know is dead."""
        body = {
            "grant_type": "client_credential",
            "appid": self.settings.wechat_appid,
            "secret": self.settings.wechat_secret,
            "force_refresh": True,
        }
        url = f"{self.settings.wechat_base_url}/cgi-bin/stable_token"
        return (await self.http.post(url, json=body)).json()["access_token"]


@asynccontextmanager
async def opened(folder: Path, valkey_url: str) -> AsyncIterator[Desk]:
    """A mini-program of its own, so that no count of another test is in the way."""
    settings = settings_for(folder, "postgresql:///", valkey_url)
    settings = msgspec.structs.replace(settings, wechat_appid=f"wx{uuid4().hex[:16]}")
    async with AsyncExitStack() as stack:
        port = int(settings.wechat_base_url.rpartition(":")[2])
        await stack.enter_async_context(serving(wechat_of(settings), port))
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=10))
        adapters = []
        for _ in range(2):
            line = await stack.enter_async_context(httpx.AsyncClient())
            valkey = Redis.from_url(valkey_url, decode_responses=True, socket_timeout=10)
            await stack.enter_async_context(valkey)
            adapters.append(WeChat(settings, line, valkey))
        desk = Desk(settings, http, adapters)
        await stack.enter_async_context(desk.valkey)
        yield desk
