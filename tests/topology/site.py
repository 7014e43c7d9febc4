"""A site without containers: Debian's HAProxy by deploy/haproxy.cfg before real web processes.

PostgreSQL, Valkey, the emulators and the worker are those of an embedded installation; the web
processes are two more of this code, each on a port of its own as systemd's units have them.
"""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial, reduce
from pathlib import Path
from typing import Any

import httpx
import msgspec

from service.embedded.processes import Child, Command, supervised
from tests.certificates import certificate_of
from tests.faults.installation import ROOT, Installation, free_port, free_ports, installation
from tests.world import World

DEPLOY = ROOT / "deploy"
READY_WITHIN = 90
NAME = "localhost"


class Site(World):
    """A world behind one door. Its phones come through HAProxy, as everybody does."""

    def __init__(self, behind: Installation, http: httpx.AsyncClient, folder: Path) -> None:
        super().__init__(behind.settings, http)
        self.behind = behind
        self.folder = folder
        self.http_port, self.https_port, *self._ports = free_ports(4)
        self.url = f"https://{NAME}:{self.https_port}"
        self.web: dict[int, Child] = {}
        self._admin = folder / "admin.sock"
        self._running = AsyncExitStack()
        self._stopping: dict[int, AsyncExitStack] = {}

    async def open(self) -> None:
        """Start two web processes and the door before them."""
        for port in self._ports:
            await self.start_web(port)
        self._write_configuration()
        argv = [_haproxy(), "-W", "-db", "-f", self.folder / "haproxy"]
        command = Command(name="haproxy", argv=argv)
        child = supervised(command, self.folder / "logs")
        door = await self._running.enter_async_context(child)
        await door.until(partial(self._answers, f"{self.url}/healthz"), READY_WITHIN)

    async def start_web(
        self, port: int, code: Path = ROOT, given: Mapping[str, Any] | None = None
    ) -> None:
        """Serve the `code` of a tree at `port`, with other settings where they are `given`."""
        changed = {"host": "127.0.0.1", "port": port, "workers": 1, "trusted_proxies": 1}
        changed |= {"metrics_port": 0}  # the installation's own web processes have it
        settings = msgspec.structs.replace(self.settings, **(changed | dict(given or {})))
        argv = [sys.executable, "-m", "service", "serve"]
        env = settings.environ() | {"PYTHONPATH": str(code)}
        stopping = self._stopping[port] = AsyncExitStack()
        command = Command(name=f"web-{port}", argv=argv, env=env, grace=30)
        child = supervised(command, self.folder / "logs")
        self.web[port] = await stopping.enter_async_context(child)
        await self.web[port].until(partial(self.is_ready, port), READY_WITHIN)

    @property
    def ports(self) -> list[int]:
        """Where the door looks for web processes."""
        return self._ports

    async def is_ready(self, port: int) -> bool:
        """Whether the web process at `port` is ready to serve."""
        return await self._answers(f"http://127.0.0.1:{port}/readyz")

    async def is_found(self, port: int) -> bool:
        """Whether the door's checks have found the web process at `port`."""
        reader, writer = await asyncio.open_unix_connection(self._admin)
        writer.write(b"show stat\n")
        told = (await reader.read()).decode().splitlines()
        writer.close()
        return any(line.startswith(f"web,web{port},") and ",UP," in line for line in told)

    async def stop_web(self, port: int) -> None:
        """Stop one as systemd does: SIGTERM, and what is under way is answered."""
        del self.web[port]
        await self._stopping.pop(port).aclose()

    async def close(self) -> None:
        await self._running.aclose()
        await asyncio.gather(*(self.stop_web(port) for port in [*self.web]))

    def _write_configuration(self) -> None:
        """deploy/'s own files; only where they listen and where the processes are is ours."""
        folder = self.folder / "haproxy"
        folder.mkdir(parents=True)
        self.folder.joinpath("site.pem").write_bytes(certificate_of(NAME))
        changed = {
            "haproxy.cfg": {
                "global\n    maxconn": f"global\n    stats socket {self._admin}\n    maxconn",
                "bind :80\n": f"bind 127.0.0.1:{self.http_port}\n",
                "bind :443 ssl crt /certificates/": (
                    f"bind 127.0.0.1:{self.https_port} ssl crt {self.folder}/site.pem"
                ),
            },
            "processes/units.cfg": dict(zip(("8001", "8002"), map(str, self._ports), strict=True)),
        }
        for name, changes in changed.items():
            text = (DEPLOY / name).read_text()
            assert all(old in text for old in changes)
            made = reduce(lambda text, change: text.replace(*change), changes.items(), text)
            (folder / Path(name).name).write_text(made)

    async def _answers(self, url: str) -> bool:
        try:
            return (await self.http.get(url)).status_code == 200
        except httpx.HTTPError:
            return False


@asynccontextmanager
async def site(folder: Path, given: Mapping[str, Any] | None = None) -> AsyncIterator[Site]:
    """A whole site on `folder`."""
    async with (
        installation(folder / "data", free_port()) as behind,
        httpx.AsyncClient(verify=False, timeout=30) as http,
    ):
        made = Site(behind, http, folder)
        try:
            await made.open()
            yield made
        finally:
            await made.close()


def _haproxy() -> str:
    found = shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert found, "scripts/setup topology installs it"
    return found
