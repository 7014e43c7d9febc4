"""The installation that is measured: real servers, emulators and web processes, a worker later."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from service import bootstrap
from service.demo.phone import Phone
from service.embedded.claims import PortClaims
from service.embedded.installation import installed
from service.embedded.processes import Child, Command, Supervisor, run_to_end
from service.foundation.settings import Settings


@dataclass(frozen=True)
class Installation:
    """Everything but the worker runs, and this process has the service open, too."""

    settings: Settings
    http: httpx.AsyncClient
    supervisor: Supervisor

    async def family(self, name: str) -> tuple[Phone, str]:
        """Somebody's phone, signed in, and the id of the family that they founded."""
        settings = self.settings
        phone = Phone(self.http, settings.public_url, settings.wechat_base_url, name)
        await phone.sign_in()
        founded = await phone.post("/families", {"name": f"{name}家", "relation": "妈妈"})
        return phone, founded["id"]

    async def start_worker(self) -> Child:
        """The process that runs the jobs, among them those that wait already."""
        return await self.supervisor.start("worker", command("worker"), environment(self.settings))


@asynccontextmanager
async def installation(data: Path) -> AsyncIterator[Installation]:
    """Stand one up on `data`, on free ports."""
    with PortClaims() as ports:
        port = ports.claim_after(30_000, 1)[0]
    async with (
        installed(data, port) as settings,
        Supervisor(data / "logs") as supervisor,
        httpx.AsyncClient(timeout=60) as http,
    ):
        migrate = Command(name="migrate", argv=command("migrate"), env=settings.environ())
        await run_to_end(migrate, data / "logs")
        env = environment(settings)
        await supervisor.start("emulators", [*command("emulators"), "--as-set"], env)
        web = await supervisor.start("web", command("serve"), env)
        await web.until(lambda: _is_ready(http, f"{settings.public_url}/readyz"))
        async with bootstrap.opened(settings):
            yield Installation(settings, http, supervisor)


def command(name: str) -> list[str]:
    """A command of ours as an argv."""
    return [sys.executable, "-m", "service", name]


def environment(settings: Settings) -> dict[str, str]:
    """What a process of ours is told: one account may ask as often as it can."""
    asks = msgspec.structs.replace(settings, most_requests=0)
    return asks.without_owner().environ()


async def _is_ready(http: httpx.AsyncClient, url: str) -> bool:
    with suppress(httpx.HTTPError):
        return (await http.get(url)).status_code == 200
    return False
