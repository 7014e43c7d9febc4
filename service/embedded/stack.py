"""The whole installation on one machine: servers, emulators, migrations, web and worker."""

import shlex
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx

from service.embedded.credentials import write_private
from service.embedded.installation import installed
from service.embedded.processes import Command, Supervisor, run_to_end
from service.foundation.settings import Settings


@asynccontextmanager
async def stack(
    data_folder: Path, port: int, detour: Callable[[Settings], Settings] = lambda direct: direct
) -> AsyncIterator[Settings]:
    """Everything running and ready at `port`; each process comes back when it is killed.

    The web and the worker reach the others as `detour` says: tests put proxies in between.
    """
    async with installed(data_folder, port) as settings, _supervisor(settings) as supervisor:
        env = settings.without_owner().environ()
        emulators = await supervisor.start("emulators", [*_command("emulators"), "--as-set"], env)
        migrate = Command(name="migrate", argv=_command("migrate"), env=settings.environ())
        await run_to_end(migrate, settings.data_folder / "logs")
        env |= detour(settings.without_owner()).environ()
        web = await supervisor.start("web", _command("serve"), env)
        await supervisor.start("worker", _command("worker"), env)
        async with httpx.AsyncClient(timeout=2) as http:
            calls = f"{settings.wechat_base_url}/_control/calls"
            for url in (calls, f"{settings.phone_url}/config.json"):
                await emulators.until(partial(_answers, http, url))
            await web.until(partial(_answers, http, f"{settings.public_url}/readyz"))
        keep_environment(settings)
        yield settings


def keep_environment(settings: Settings) -> None:
    """Write `environment` into the data folder: sourced, it lets a shell's commands reach this."""
    told = settings.without_owner().environ().items()
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in told]
    write_private(settings.data_folder / "environment", "".join(lines).encode())


def _supervisor(settings: Settings) -> Supervisor:
    return Supervisor(settings.data_folder / "logs")


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "service", name]


async def _answers(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).status_code == 200
    except httpx.HTTPError:
        return False
