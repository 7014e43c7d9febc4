"""Pooling: Tortoise's engine on asyncpg, with a pool that counts who has it and who waits for it.

Tortoise takes an engine by the name of its module and looks for `client_class` there.
"""

import asyncio
from contextvars import ContextVar
from time import perf_counter
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from service.foundation import metrics
from service.foundation.shares import Overloaded

patience: ContextVar[float | None] = ContextVar("patience", default=None)
"""Seconds for which a request waits until somebody gives a connection back; a job waits on."""
most = metrics.gauge("pool_connections_max", "Connections that the pools may open.")
opened = metrics.gauge("pool_connections_open", "Connections there are, idle ones with them.")
used = metrics.gauge("pool_connections_used", "Connections that somebody has.")
waiting = metrics.gauge("pool_waiting", "How many wait until somebody gives a connection back.")
acquiring = metrics.histogram("pool_acquire_seconds", "Time until a connection was there.")


class Pool(asyncpg.Pool):
    """asyncpg's pool, counted: the gauges are sums over all pools of all processes."""

    _open = 0

    async def _acquire(self, timeout: float | None) -> Any:  # noqa: ASYNC109  asyncpg's
        began, waits = perf_counter(), self._queue.empty()  # type: ignore[union-attr]
        if waits:
            waiting.inc()
        try:
            async with asyncio.timeout(patience.get() if waits else None):
                connection = await super()._acquire(timeout)
        except TimeoutError:
            if waits and patience.get():
                raise Overloaded("database") from None
            raise
        finally:
            if waits:
                waiting.dec()
            acquiring.observe(perf_counter() - began)
        used.inc()
        self._count(self.get_size())
        return connection

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Give a connection back; again is fine."""
        held = connection._con is not None
        try:
            await super().release(connection, timeout=timeout)
        finally:
            if held:
                used.dec()

    def _count(self, there: int) -> None:
        if there != self._open:
            opened.inc(there - self._open)
            self._open = there


class Client(AsyncpgDBClient):
    """Tortoise's client on that pool."""

    async def create_pool(self, **given: Any) -> asyncpg.Pool:
        """Open the pool that these settings describe."""
        defaults = {"max_queries": 50_000, "max_inactive_connection_lifetime": 300.0}
        pool = await Pool(None, record_class=asyncpg.Record, **defaults, **given)
        most.inc(pool.get_max_size())
        return pool

    async def _close(self) -> None:
        pool = self._pool
        await super()._close()
        if isinstance(pool, Pool):
            most.dec(pool.get_max_size())
            pool._count(0)


client_class = Client
