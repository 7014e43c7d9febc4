"""What the service says to PostgreSQL while somebody uses it, by what they did."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asyncpg import Connection
from structlog.contextvars import get_contextvars

from tests.world import World

Said = dict[str, set[str]]


class Listening:
    """Every statement that goes out on a connection, under the name of what is going on."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world = world
        self.said: Said = {}
        self._doing = ""
        go_on = Connection._get_statement

        async def heard(connection: Connection, query: str, *given: Any, **more: Any) -> Any:
            if self._doing and _follows_from_a_request():
                self.said.setdefault(self._doing, set()).add(plain(query))
            return await go_on(connection, query, *given, **more)

        patch.setattr(Connection, "_get_statement", heard)

    @asynccontextmanager
    async def to(self, doing: str) -> AsyncIterator[None]:
        """Listen to what is done inside, and to none of the jobs that it leaves."""
        async with self.world.worker_away(), self._under(doing):
            yield

    async def to_jobs(self, doing: str) -> None:
        """Listen to the jobs that were left, until all are done."""
        async with self._under(doing):
            await self.world.quiet()

    @asynccontextmanager
    async def _under(self, doing: str) -> AsyncIterator[None]:
        self._doing = doing
        try:
            yield
        finally:
            self._doing = ""


def _follows_from_a_request() -> bool:
    """Neither what comes round by itself, nor what a story looks up."""
    request = get_contextvars().get("request_id", "job-")
    return not request.startswith("job-")


def plain(sql: str) -> str:
    """A statement on one line, in small letters, without quotes and the numbers of values."""
    text = re.sub(r"\s+", " ", sql.replace('"', "").lower()).strip()
    text = re.sub(r"\$\d+", "$", text)
    return re.sub(r"\(\$(, ?\$)+\)", "($)", text)
