"""The database: opening it, transactions that survive a lost backend, and plain SQL on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.connection import get_connection, get_connections
from tortoise.context import TortoiseContext
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.transactions import in_transaction

from models import MODULES

POOL_SIZE = 10
STATEMENT_SECONDS = 30
"""Whoever waits for a statement longer has gone, and a job comes again."""
BEGIN_ATTEMPTS = 3
LOST = (
    ConnectionError,
    OSError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a killed backend's last word was read, its end not yet
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,  # of connections, of memory, of room on the disk
    asyncpg.DeadlockDetectedError,  # its victim has done nothing and may come again
)
"""What a statement raises when the database cannot now (and not when the statement is wrong)."""


class Pooled(asyncpg.Connection):
    """A connection of the pool, which goes back to it as it is.

    Whatever we set or lock ends with its transaction, and an open transaction is still rolled back.
    asyncpg's own reset would cost every statement a second round trip.
    """

    def get_reset_query(self) -> str:
        return ""


def tortoise_config(url: str, *, pooled: bool = False, unhurried: bool = False) -> dict[str, Any]:
    """Tortoise's configuration for a `postgresql://` URL; `?host=` may name a socket folder.

    Where a PgBouncer gives each transaction any connection (`pooled`), no statement is kept: the
    next one would be looked for on a connection that never heard of it. `unhurried`: a statement
    takes the time that it needs, as those of a command over whole tables do.
    """
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or "localhost"])[0]
    credentials = {
        "host": host,
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password or "") or None,
        "database": parts.path.lstrip("/"),
        "minsize": 1,
        "maxsize": POOL_SIZE,
        "timeout": 5,
        "command_timeout": None if unhurried else STATEMENT_SECONDS,
        "connection_class": Pooled,
    }
    if pooled:
        credentials["statement_cache_size"] = 0
    return {
        "connections": {
            "default": {"engine": "service.foundation.pooling", "credentials": credentials}
        },
        "apps": {"models": {"models": list(MODULES), "migrations": "models.migrations"}},
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def opened(url: str, *, pooled: bool = False, unhurried: bool = False) -> AsyncIterator[None]:
    """Tortoise on its asyncpg pool, for every task of this process, as `tortoise_config` says."""
    context = TortoiseContext()
    with context:  # for this task while it initialises; every other one has the global fallback
        config = tortoise_config(url, pooled=pooled, unhurried=unhurried)
        await context.init(config=config, _enable_global_fallback=True)
    try:
        yield
    finally:
        await context.close_connections()


def connection() -> BaseDBAsyncClient:
    """The connection of the current transaction, or the pool outside of one."""
    return get_connection("default")


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One transaction; inside another it joins that one.

    Raises one of `LOST` when no backend answers. A backend that was killed while it idled in the
    pool is noticed at BEGIN, before anything was written, so beginning again is safe.
    """
    if isinstance(connection(), TransactionalDBClient):
        yield
        return
    async with _ended(await _begin()):
        yield


@asynccontextmanager
async def transaction_on(client: AsyncpgDBClient) -> AsyncIterator[None]:
    """One transaction of another server, to which all goes that is asked within."""
    context = client._in_transaction()
    await _enter(context)
    async with _ended(context):
        yield


@asynccontextmanager
async def _ended(context: Any) -> AsyncIterator[None]:
    try:
        yield
    except BaseException as error:
        await context.__aexit__(type(error), error, error.__traceback__)
        raise
    await context.__aexit__(None, None, None)


async def _begin() -> Any:
    """Tortoise's transaction, begun again where an idle connection had died."""
    for attempt in range(1, BEGIN_ATTEMPTS + 1):
        context: Any = in_transaction()
        try:
            await _enter(context)
        except BaseException as error:
            if attempt == BEGIN_ATTEMPTS or not isinstance(error, LOST):
                raise
            await _distrust_pool()
        else:
            return context
    raise AssertionError("unreachable")


async def _enter(context: Any) -> None:
    """Enter Tortoise's transaction without leaving its context behind when BEGIN fails.

    Tortoise 1.1 sets its context variable before BEGIN and never resets it on failure: every later
    query of that context would use the dead connection.
    """
    try:
        await context.__aenter__()
    except BaseException:
        await _abandon(context)
        raise


async def _abandon(context: Any) -> None:
    token = getattr(context, "token", None)
    if token is None:
        return
    get_connections().reset(token)
    await context.client._parent._pool.release(context.client._connection)


async def _distrust_pool() -> None:
    """Where one idle connection was dead, the others may be: each is renewed before its use."""
    await cast(AsyncpgDBClient, connection())._expire_connections()


async def query(sql: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of one statement, as dictionaries, on the current transaction or the pool."""
    return await connection().execute_query_dict(sql, list(values))


def is_lost(error: BaseException) -> bool:
    """Whether `error` says that the database is away rather than that a statement is wrong."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    return isinstance(error, LOST) or isinstance(cause, LOST)


OFFLINE = tortoise_config("postgresql:///")
"""For `tortoise -c service.foundation.database.OFFLINE makemigrations`, which opens nothing."""
