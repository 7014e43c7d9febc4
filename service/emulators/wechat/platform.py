"""All that WeChat remembers of one mini-program, in memory and for the life of the process."""

import asyncio
import ssl
from collections import Counter, deque
from collections.abc import Callable, Coroutine

import httpx

from service.emulators.wechat.clock import Clock
from service.emulators.wechat.config import WeChatConfig
from service.emulators.wechat.people import People
from service.emulators.wechat.push import Push
from service.emulators.wechat.quotas import Quotas
from service.emulators.wechat.scripts import Scripts
from service.emulators.wechat.tokens import Tokens

Job = Callable[[], Coroutine[object, object, None]]


class Platform:
    """The state behind every endpoint."""

    def __init__(self, config: WeChatConfig) -> None:
        self.config = config
        self.clock = Clock()
        self.tokens = Tokens(self.clock)
        self.people = People(config.appid, self.clock)
        self.quotas = Quotas(self.clock)
        self.scripts = Scripts()
        self.calls: Counter[str] = Counter()
        self.grants: Counter[tuple[str, str]] = Counter()
        self.sent: deque[dict[str, object]] = deque(maxlen=10_000)
        self.held: list[Job] = []
        self.http = httpx.AsyncClient(trust_env=False, verify=ssl.create_default_context())
        self.push = Push(config, self.clock, self.http)
        self._background: set[asyncio.Task[None]] = set()

    def start(self, job: Job) -> None:
        """Run `job` behind the reply that caused it."""
        task = asyncio.create_task(job())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Drop what still runs and the connections."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.http.aclose()
