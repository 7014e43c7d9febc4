"""The embedded Valkey: its own folder in the data folder, reachable by a socket alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.embedded.processes import Command, supervised
from service.embedded.wheels import valkey_server


@asynccontextmanager
async def valkey(data: Path, run: Path) -> AsyncIterator[str]:
    """Run Valkey on `data`/valkey with its socket in `run`; yield its unix:// URL.

    Every second reaches the disk. A killed server comes back by itself with its data.
    Raises ProcessError if it cannot start.
    """
    folder = _private_folder(data)
    socket = run / "valkey.sock"
    async with supervised(_server(folder, socket), data / "logs") as child:
        await child.until(partial(_answers, socket))
        yield f"unix://{socket}"


def _private_folder(data: Path) -> Path:
    folder = data.resolve() / "valkey"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _server(folder: Path, socket: Path) -> Command:
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
    }
    chosen = [word for name, value in settings.items() for word in (f"--{name}", value)]
    # The caller's locale may not be installed; Valkey would refuse to start.
    return Command(name="valkey", argv=[valkey_server(), *chosen], env={"LC_ALL": "C.UTF-8"})


async def _answers(socket: Path) -> bool:
    try:
        async with Redis(unix_socket_path=str(socket)) as redis:
            return bool(await redis.ping())
    except RedisError:
        return False
