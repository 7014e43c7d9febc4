"""The replica: what is heavy is read from a streaming replica, and nothing there is ever stale.

Whatever anybody can see has been written to the primary's log. So the primary is asked how far its
log goes at this moment, and the replica answers if it has replayed as far; if it soon does not, the
primary answers. Everybody reads their own writes, and what was taken back is gone, whatever the
lag. (`synchronous_commit=off` on the primary would break this, and durability with it.)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

import asyncpg
import structlog
from tortoise.backends.base.client import TransactionalDBClient

from service.foundation.database import connection, is_lost, query, tortoise_config, transaction_on
from service.foundation.pooling import Client

T = TypeVar("T")

PATIENCE = 0.3
"""Seconds that a reader waits for the replica to come this far."""
LOOK_AGAIN = 0.02
CONNECTS_WITHIN = 1.0
RESTS = 5.0
"""Seconds for which a replica that failed is not asked again."""
CONNECTIONS = 4

_HERE = """
select pg_current_wal_flush_lsn()::text as place, system_identifier as system,
    ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::int as timeline
from pg_control_system()
"""
_THERE = """
select pg_last_wal_replay_lsn() >= $1::text::pg_lsn as reached,
    pg_is_in_recovery() and system_identifier = $2 and timeline_id = $3 as follows
from pg_control_system(), pg_control_checkpoint()
"""
"""Places of two histories cannot be compared: after a fail-over one may still follow the old."""

log = structlog.get_logger("replica")


@dataclass
class _Replica:
    client: Client
    rests_until: float = 0.0


_replica: _Replica | None = None


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    """Read from the replica at `url`, if there is one; it is connected to when first needed."""
    global _replica  # noqa: PLW0603  one installation per process
    if not url:
        yield
        return
    client = Client(connection_name="default", **_credentials(url))
    _replica = _Replica(client)
    try:
        yield
    finally:
        _replica = None
        await client.close()


def _credentials(url: str) -> dict[str, Any]:
    """The main database's, for few readers that would rather ask the primary than wait."""
    given = tortoise_config(url)["connections"]["default"]["credentials"]
    return given | {"minsize": 0, "maxsize": CONNECTIONS, "timeout": CONNECTS_WITHIN}


async def read(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` gives, from the replica where that has all that anybody can see at this moment.

    `work` only reads, and may be begun again: what the replica breaks off, the primary answers, as
    it does within a transaction.
    """
    replica = _replica
    resting = replica is None or monotonic() < replica.rests_until
    if replica is None or resting or isinstance(connection(), TransactionalDBClient):
        return await work()
    here = (await query(_HERE))[0]
    try:
        async with transaction_on(replica.client):
            if await _comes_as_far(here):
                return await work()
    except Exception as error:
        if not _is_broken_off(error):
            raise
        replica.rests_until = monotonic() + RESTS
        log.warning("replica.away", why=type(error).__name__)
    return await work()


async def is_current() -> bool:
    """Whether the replica has, at this moment, all that anybody can see."""
    return await read(_answers_from_it)


async def _answers_from_it() -> bool:
    return (await query("select pg_is_in_recovery() as replica"))[0]["replica"]


async def _comes_as_far(here: dict[str, Any]) -> bool:
    until = monotonic() + PATIENCE
    while True:
        there = (await query(_THERE, here["place"], here["system"], here["timeline"]))[0]
        if not there["follows"] or there["reached"]:
            return bool(there["follows"])
        if monotonic() > until:
            return False
        await asyncio.sleep(LOOK_AGAIN)


def _is_broken_off(error: Exception) -> bool:
    """Whether it was the replica that failed: away, or what is read there was vacuumed away."""
    return is_lost(error) or isinstance(error, asyncpg.SerializationError)
