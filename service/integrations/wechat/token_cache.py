"""Where all processes find the access token, and the lock under which one of them renews it.

Valkey holds both. While it is away each process keeps its own, which costs no correctness: in its
normal mode stable_token gives the same token to everybody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import RedisError

from service.foundation import caches

ALONE_SECONDS = 5
"""How long a process goes on alone after Valkey has failed it, before it asks again."""
LOCKED_SECONDS = 20
"""Longer than any renewal; only a holder that was killed keeps the lock so long."""
PATIENCE_SECONDS = 5
"""How long to wait for another process to renew before doing it as well, which does no harm."""
SPARE_SECONDS = 300
"""WeChat hands out the next token this long before the last one ends."""

_AWAY = (RedisError, OSError)
_HITS, _MISSES = caches.counted("wechat_token")


class TokenCache:
    """The access token of one mini-program."""

    def __init__(self, valkey: Redis, name: str) -> None:
        self._valkey, self._name = valkey, name
        self._renewing = asyncio.Lock()
        self._alone_until = 0.0
        self._own, self._own_until = "", 0.0

    async def get(self) -> str:
        """The token that all share, or this process's own; empty if there is none."""
        token = await self._kept()
        (_HITS if token else _MISSES).inc()
        return token

    async def _kept(self) -> str:
        if monotonic() >= self._alone_until:
            try:
                return await self._valkey.get(self._name) or ""  # type: ignore[return-value]
            except _AWAY:
                self._go_on_alone()
        return self._own if monotonic() < self._own_until else ""

    async def put(self, token: str, seconds: int) -> None:
        """Keep a token that lives for `seconds`, until shortly before its end."""
        kept = max(seconds - SPARE_SECONDS, 60)
        self._own, self._own_until = token, monotonic() + kept
        if monotonic() < self._alone_until:
            return
        try:
            await self._valkey.set(self._name, token, ex=kept)
        except _AWAY:
            self._go_on_alone()

    @asynccontextmanager
    async def renewing(self) -> AsyncIterator[None]:
        """Only one renews at a time: within this process always, over all while Valkey is there."""
        async with self._renewing:
            lock = self._valkey.lock(
                f"{self._name}:lock",
                timeout=LOCKED_SECONDS,
                sleep=0.05,
                blocking_timeout=PATIENCE_SECONDS,
            )
            held = await self._taken(lock)
            try:
                yield
            finally:
                if held:
                    with suppress(*_AWAY):  # it has run out: another holds it by now
                        await lock.release()

    async def _taken(self, lock: Lock) -> bool:
        if monotonic() < self._alone_until:
            return False
        try:
            return await lock.acquire()
        except _AWAY:
            self._go_on_alone()
            return False

    def _go_on_alone(self) -> None:
        self._alone_until = monotonic() + ALONE_SECONDS
