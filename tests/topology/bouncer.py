"""Debian's PgBouncer by deploy/pgbouncer, before the PostgreSQL of an installation."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import reduce
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg

from service.embedded.postgres import APPLICATION, UNPRIVILEGED
from service.embedded.processes import Child, Command, supervised
from service.foundation.settings import Settings
from tests.faults.installation import ROOT, Installation, free_port, free_ports, installation

CONFIGURATION = ROOT / "deploy" / "pgbouncer" / "pgbouncer.ini"
CONNECTIONS = 6
"""To PostgreSQL, fewer than its 30 clients would have; one of them each for most statements."""
WAITS = 2
DIRECT = "direct"
"""What those connections call themselves that go round it."""
BEYOND = 20
"""The ports before it are the installation's own, which takes them later."""


class Bouncer:
    """PgBouncer on a port of its own; it is stopped and started like any server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_ports(BEYOND)[-1]
        self.url = f"postgresql://{APPLICATION}@127.0.0.1:{self.port}/postgres"
        self._running = AsyncExitStack()
        self.child: Child | None = None

    def write(self, sockets: Path) -> None:
        """deploy/'s own file; only where things are, who is let in and how much waits is ours."""
        changed = {
            "jiadang = host=database port=5432 dbname=jiadang": (
                f"postgres = host={sockets} dbname=postgres"
            ),
            "listen_port = 6432": f"listen_port = {self.port}",
            "auth_type = scram-sha-256": "auth_type = trust",
            "/etc/pgbouncer/userlist.txt": str(self.folder / "userlist.txt"),
            "default_pool_size = 32": f"default_pool_size = {CONNECTIONS}",
            "query_wait_timeout = 5": f"query_wait_timeout = {WAITS}",
        }
        text = CONFIGURATION.read_text()
        assert all(old in text for old in changed)
        made = reduce(lambda text, change: text.replace(*change), changed.items(), text)
        self.folder.mkdir(parents=True)
        (self.folder / "userlist.txt").write_text(f'"{APPLICATION}" ""\n"pgbouncer" ""\n')
        (self.folder / "pgbouncer.ini").write_text(made)

    async def start(self) -> None:
        """Serve, and come back when killed."""
        argv = [_pgbouncer(), self.folder / "pgbouncer.ini"]
        command = Command(name="pgbouncer", argv=argv, privileges=_privileges(), grace=5)
        child = supervised(command, self.folder / "logs")
        self.child = await self._running.enter_async_context(child)
        await self.child.until(self.accepts)

    async def stop(self) -> None:
        await self._running.aclose()

    async def accepts(self) -> bool:
        try:
            await self.console("show version")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    async def console(self, said: str) -> None:
        """Say something to PgBouncer itself, which speaks the simple protocol alone."""
        given: dict[str, Any] = {"user": "pgbouncer", "database": "pgbouncer"}
        connection = await asyncpg.connect(host="127.0.0.1", port=self.port, **given)
        try:
            await connection.execute(said)
        finally:
            await connection.close()


@asynccontextmanager
async def bounced(folder: Path) -> AsyncIterator[tuple[Installation, Bouncer]]:
    """An installation whose web and worker reach PostgreSQL by PgBouncer."""
    bouncer, sockets = Bouncer(folder / "bouncer"), folder / "sockets"
    direct = f"postgresql://{APPLICATION}@/postgres?host={sockets}&application_name={DIRECT}"
    detour = {"settings": {"database_url": bouncer.url, "direct_database_url": direct}}
    starting: list[asyncio.Task[None]] = []

    def stands(found: Settings) -> None:
        sockets.symlink_to(sockets_of(found.database_url))
        bouncer.write(sockets)
        starting.append(asyncio.create_task(bouncer.start()))

    try:
        async with installation(folder / "data", free_port(), detour, stands) as home:
            await asyncio.gather(*starting)
            yield home, bouncer
    finally:
        await bouncer.stop()


def sockets_of(url: str) -> str:
    """The folder of a PostgreSQL's socket."""
    return parse_qs(urlsplit(url).query)["host"][0]


def _pgbouncer() -> str:
    found = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert found, "scripts/setup topology installs it"
    return found


def _privileges() -> list[str]:
    """PgBouncer refuses root; what passes the private folder of the sockets goes with it."""
    if os.geteuid() != 0:
        return []
    return [
        f"--reuid={UNPRIVILEGED}",
        f"--regid={UNPRIVILEGED}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--securebits=+no_setuid_fixup",
    ]
