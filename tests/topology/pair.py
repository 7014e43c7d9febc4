"""A PostgreSQL and its streaming replica, and an installation whose rows are there."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from service.embedded.postgres import OWNER, UNPRIVILEGED, application_url, postgres
from service.embedded.processes import Command, run_to_end
from service.embedded.sockets import socket_folder
from service.embedded.wheels import postgres_binaries
from tests.faults.installation import ROOT, Installation, free_port, installation
from tests.faults.processes import kill
from tests.migrated import TEMPLATE, put_cluster
from tests.world import XIANGZHOU, Person

STANDBY = "second"
"""The name by which the primary waits for it."""


class Server:
    """One PostgreSQL of the pair. `url` is its owner's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names, self._running = ExitStack(), AsyncExitStack()
        self.run = self._names.enter_context(socket_folder(folder))
        self.url = f"postgresql://{OWNER}@/{TEMPLATE}?host={self.run}"

    async def start(self, options: Mapping[str, str] | None = None) -> None:
        serving = postgres(self.folder, self.run, options)
        await self._running.enter_async_context(serving)

    async def stop(self) -> None:
        await self._running.aclose()

    async def dies(self) -> None:
        """kill -9, and nothing starts it again."""
        kill(int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0]))
        await self.stop()

    async def close(self) -> None:
        await self.stop()
        self._names.close()

    async def rows(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """What this server says to its owner."""
        connection = await asyncpg.connect(self.url)
        try:
            return await connection.fetch(sql, *values)
        finally:
            await connection.close()

    def has_logged(self) -> str:
        """Every statement so far, where it was started to tell them."""
        return (self.folder / "logs" / "postgres.log").read_text()


class Pair:
    """The two servers, the name under which the service finds the primary, and the service."""

    home: Installation

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first, self.second = Server(folder / "first"), Server(folder / "second")
        self.name = folder / "primary"
        self.url = application_url(f"postgresql://{OWNER}@/{TEMPLATE}?host={self.name}")

    def points_to(self, server: Server) -> None:
        """Move the name, as DNS or an address that moves do."""
        moving = self.name.with_suffix(".new")
        moving.symlink_to(server.run)
        moving.rename(self.name)

    async def open(self, cache: Path) -> None:
        """Both servers, the second one following, on the schema of this code."""
        self.first.folder.mkdir(parents=True)
        await put_cluster(cache, self.first.folder)
        await self.first.start()
        self.points_to(self.first)
        await self.copy()
        await self.second.start({"primary_conninfo": self.follows(), "log_statement": "all"})

    def follows(self) -> str:
        """Whom the second server follows, and as whom."""
        return f"host={self.first.run} user={OWNER} application_name={STANDBY}"

    async def copy(self) -> None:
        """pg_basebackup -R: what makes a replica of an empty folder."""
        target = self.second.folder / "postgres"
        tool = postgres_binaries() / "pg_basebackup"
        argv = [tool, "-d", self.first.url, "-D", target, "-R", "-c", "fast"]
        await run_to_end(Command(name="pg_basebackup", argv=argv), self.folder / "logs")
        target.chmod(0o700)
        if os.geteuid() == 0:
            for path in (target, *target.rglob("*")):
                os.chown(path, UNPRIVILEGED, UNPRIVILEGED)

    async def close(self) -> None:
        for server in (self.second, self.first):
            await server.close()

    async def archivist(self) -> Person:
        """The first archivist of a district, appointed at the shell."""
        code = await self._runs("appoint", "archivist", "刘芳", "--region", XIANGZHOU)
        person = await self.home.person("Staff")
        await person.takes_up(code.split()[-1])
        return person

    async def _runs(self, *command: str) -> str:
        settings = msgspec.structs.replace(self.home.settings, database_url=self.url)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", *command),
            cwd=ROOT,
            env=settings.environ(),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        assert process.returncode == 0
        return said.decode()


@asynccontextmanager
async def paired(folder: Path, cache: Path) -> AsyncIterator[Pair]:
    """The web and the worker of an installation on a pair; its own PostgreSQL is idle."""
    pair = Pair(folder)
    replica = application_url(pair.second.url)
    detour = {"settings": {"database_url": pair.url, "replica_database_url": replica}}
    try:
        await pair.open(cache)
        async with installation(folder / "data", free_port(), detour) as pair.home:
            yield pair
    finally:
        await pair.close()
