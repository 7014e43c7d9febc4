"""Locks of a migration: none is waited for so long that those who serve queue up behind it.

Who waits for an exclusive lock on a table holds back all that come after, readers too. So a step
gives up after two seconds, lets them pass, and is tried again: it is a transaction, or safe to
repeat.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import stamina

from service.foundation.database import tortoise_config
from service.foundation.database_roles import MigrationError

LOCK_TIMEOUT = "2s"
ATTEMPTS = 60
_LOCKED = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)

_HALF_BUILT = """
select c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
where not i.indisvalid and c.relnamespace = 'public'::regnamespace
    and pg_has_role(c.relowner, 'usage')
"""


def unhurried(owner_url: str) -> dict[str, Any]:
    """Tortoise's configuration for the owner: statements may take hours, and wait for no lock."""
    config = tortoise_config(owner_url, unhurried=True)
    config["connections"]["default"]["credentials"] |= {
        "server_settings": {"lock_timeout": LOCK_TIMEOUT, "statement_timeout": "0"},
    }
    return config


async def patiently(step: Callable[[], Awaitable[None]]) -> None:
    """Try a step again while somebody holds what it wants to lock.

    Raises MigrationError where that does not end within some minutes.
    """

    @stamina.retry(on=_is_locked_out, attempts=ATTEMPTS, timeout=600, wait_initial=0.5, wait_max=5)
    async def attempt() -> None:
        await step()

    try:
        await attempt()
    except Exception as error:
        if not _is_locked_out(error):
            raise
        raise MigrationError(
            "A table is in use without a pause, by a dump or a long statement (pg_stat_activity "
            "shows it); what was migrated so far is kept: run `migrate` again when that has ended."
        ) from error


async def drop_half_built(owner: asyncpg.Connection) -> None:
    """Drop indexes that a `create index concurrently` did not finish: nothing else would."""
    for index in await owner.fetch(_HALF_BUILT):
        await owner.execute(f"drop index if exists {index['name']}")


def _is_locked_out(error: Exception) -> bool:
    return isinstance(error, _LOCKED) or isinstance(error.__cause__, _LOCKED)
