"""One whole installation in processes of its own, and how its people bear with its faults."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx
from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.demo.phone import Refused
from service.embedded.claims import PortClaims
from service.foundation.database import LOST
from service.foundation.settings import Settings, read_settings
from tests.faults.processes import Processes, listens
from tests.world import World

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 300
COMES_AGAIN = {429, 503}
"""What a phone is told when it is to come back later."""
T = TypeVar("T")


class Installation(World):
    """A world whose processes can be killed. It witnesses every answer of the service."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, pid: int) -> None:
        super().__init__(settings, http)
        self.processes = Processes(pid)
        self.away = 0
        self.wrong: list[str] = []
        self._tokens: set[str] = set()
        http.event_hooks["response"].append(self._witness)

    async def _witness(self, reply: httpx.Response) -> None:
        """Failing is said as 503 with problem details and when to come back, or not at all."""
        if authorization := reply.request.headers.get("authorization"):
            self._tokens.add(authorization.removeprefix("Bearer "))
        if reply.url.port != self.settings.port or reply.status_code < 500:
            return
        await reply.aread()
        kind = reply.headers.get("content-type", "")
        if reply.status_code == 503 and "problem+json" in kind and "retry-after" in reply.headers:
            self.away += 1
        elif reply.url.path != "/readyz":
            self.wrong.append(f"{reply.request.method} {reply.url.path}: {reply.text}")

    def leaks(self) -> list[str]:
        """What the logs tell although it is secret: credentials, and people's session tokens."""
        logs = "".join(p.read_text() for p in (self.settings.data_folder / "logs").iterdir())
        given = self.settings
        secrets = {given.secret, given.wechat_secret, given.wechat_push_key, given.kodo_secret_key}
        signed = f"{given.kodo_access_key}:"
        return [secret for secret in {*secrets, signed, *self._tokens} if secret in logs]

    async def rows(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """What the database says, on a connection of its own."""
        connection = await asyncpg.connect(self.settings.database_url)
        try:
            return await connection.fetch(sql, *values)
        finally:
            await connection.close()

    async def count(self, sql: str, *values: Any) -> int:
        return (await self.rows(f"select count(*) from {sql}", *values))[0]["count"]

    async def forgets_in_valkey(self) -> None:
        """FLUSHALL, as soon as Valkey is there."""
        async with Redis.from_url(self.settings.valkey_url) as valkey:
            await patiently(valkey.flushall)

    async def runs(self, job: str) -> None:
        """Have a periodic job run now."""
        await self.rows(
            "select procrastinate_defer_jobs_v1(array[row('default', $1, 0, null, null,"
            """ '{"timestamp": 0}'::jsonb, null)::procrastinate_job_to_defer_v1])""",
            job,
        )

    async def is_ready(self) -> bool:
        with suppress(httpx.TransportError):
            return (await self.http.get(f"{self.url}/readyz")).status_code == 200
        return False

    def serving(self) -> list[int]:
        """The web processes that take connections."""
        return [pid for pid in self.processes.web() if listens(pid, self.settings.port)]

    async def is_whole(self) -> bool:
        """Whether every process is there and serves."""
        async for _ in self.missing():
            return False
        return True

    async def missing(self) -> AsyncIterator[str]:
        """What is not there, or does not serve."""
        for name in ("worker", "emulators", "valkey", "postmaster"):
            if not getattr(self.processes, name)():
                yield name
        if (serving := len(self.serving())) != self.settings.workers:
            yield f"{serving} of {self.settings.workers} web processes"
        if not await self.vendors_answer():
            yield "a vendor's answer"
        if not await self.is_ready():
            yield "readiness"

    async def vendors_answer(self) -> bool:
        with suppress(httpx.TransportError):
            for vendor in (self.settings.wechat_base_url, self.settings.kodo_upload_url):
                (await self.http.get(f"{vendor}/_control/calls")).raise_for_status()
            return True
        return False


@asynccontextmanager
async def installation(
    data: Path,
    port: int,
    detour: Mapping[str, Any] | None = None,
    stands: Callable[[Settings], None] = lambda direct: None,
) -> AsyncIterator[Installation]:
    """Stand an installation up on `data`, and stop it as SIGTERM does.

    `detour` is what its web and worker are told otherwise (see `standing`), and `stands` hears of
    the servers before these two start.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.standing", str(data), str(port)),
        json.dumps(detour or {}),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout
    try:
        told = await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN)
        settings = read_settings(json.loads(told))
        stands(settings)
        assert await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN)
        async with httpx.AsyncClient(timeout=15) as http:
            yield Installation(settings, http, process.pid)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def free_port() -> int:
    """A port with free ones behind it for the emulators, away from those of other test runs."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many ports that nobody has, each of them another."""
    with PortClaims() as ports:
        return ports.claim_after(20_000 + os.getpid() % 1000 * 10, count)


async def within(seconds: float, holds: Callable[[], Awaitable[object]]) -> None:
    """Look again until something holds."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110  the answer is in another process
            await asyncio.sleep(0.02)


async def patiently(call: Callable[[], Awaitable[T]], seconds: float = 90) -> T:
    """Call again, as a phone does, while nobody answers or the answer is to come back later."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await call()
            except (httpx.TransportError, RedisError, *LOST):
                pass
            except Refused as refused:
                if refused.status not in COMES_AGAIN:
                    raise
            await asyncio.sleep(0.05)
