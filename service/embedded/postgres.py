"""The embedded PostgreSQL: a cluster of its own in the data folder, reachable by a socket alone."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import asyncpg

from service.embedded.processes import Command, run_to_end, supervised
from service.embedded.wheels import postgres_binaries

OWNER, APPLICATION = "postgres", "jiadang"
MAX_CONNECTIONS = 120
UNPRIVILEGED = 65534
OLD_SERVER_PATIENCE = 60.0

# The caller's locale may not be installed; initdb and the server would refuse it.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


@asynccontextmanager
async def postgres(
    data: Path, run: Path, options: Mapping[str, str] | None = None
) -> AsyncIterator[str]:
    """Run PostgreSQL on `data`/postgres with its socket in `run`; yield its owner's libpq URL.

    Durability is PostgreSQL's default: everything on. `options` are further server settings.
    A killed server comes back by itself. Raises ProcessError if it cannot start.
    """
    cluster = await _cluster(data)
    async with supervised(_server(cluster, run, options or {}), data / "logs") as child:
        await child.until(partial(_accepts_connections, run))
        yield f"postgresql://{OWNER}@/postgres?host={run}"


def application_url(owner_url: str) -> str:
    """The same database as the application's role, which the migration makes.

    Both need no password: whoever passes the private folder of the socket is this user already.
    """
    return owner_url.replace(f"//{OWNER}@", f"//{APPLICATION}@", 1)


async def _cluster(data: Path) -> Path:
    cluster = _resolved(data) / "postgres"
    if not cluster.exists():
        unfinished = _empty_folder(cluster.with_suffix(".unfinished"))
        await run_to_end(_initdb(unfinished), data / "logs")
        unfinished.rename(cluster)
    return cluster


def _resolved(data: Path) -> Path:
    return data.resolve()


def _empty_folder(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
    return folder


def _initdb(cluster: Path) -> Command:
    options = f"--username={OWNER} --auth=trust --encoding=UTF8 --data-checksums --no-instructions"
    locale = "--locale=C.UTF-8 --locale-provider=builtin --builtin-locale=C.UTF-8"
    return Command(
        name="initdb",
        argv=[postgres_binaries() / "initdb", "-D", cluster, *options.split(), *locale.split()],
        env=_ENVIRONMENT,
        privileges=_privileges(cluster),
    )


def _server(cluster: Path, run: Path, options: Mapping[str, str]) -> Command:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(run),
        "unix_socket_permissions": "0700",
        "max_connections": str(MAX_CONNECTIONS),
        **options,
    }
    chosen = [f"--{name}={value}" for name, value in settings.items()]
    return Command(
        name="postgres",
        argv=[postgres_binaries() / "postgres", "-D", cluster, *chosen],
        env=_ENVIRONMENT,
        stop_signal=signal.SIGINT,  # PostgreSQL's fast shutdown
        grace=30.0,
        privileges=_privileges(cluster),
        prepare=partial(_without_old_server, cluster, run),
    )


def _privileges(cluster: Path) -> list[str]:
    """PostgreSQL refuses root and wants to own its cluster: as root, become that owner.

    The capability lets it pass the private folders above the cluster and the sockets.
    """
    if os.geteuid() != 0:
        return []
    owner = cluster.stat()
    return [
        f"--reuid={owner.st_uid}",
        f"--regid={owner.st_gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--securebits=+no_setuid_fixup",
    ]


async def _without_old_server(cluster: Path, run: Path) -> None:
    """Wait for a server that outlived its parent; forget lock files whose pid is someone else's.

    PostgreSQL itself takes any living process of its user for the old server, and does not start
    while a process of a dead one still holds the shared memory: it may hang for ever, waiting for
    a lock of another that was killed.
    """
    lock = cluster / "postmaster.pid"
    deadline = time.monotonic() + OLD_SERVER_PATIENCE
    while _is_served(cluster, lock) or _killed_what_is_left(cluster):
        if time.monotonic() > deadline:
            raise TimeoutError(f"An earlier PostgreSQL still serves {cluster}.")
        await asyncio.sleep(0.05)
    lock.unlink(missing_ok=True)
    (run / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _killed_what_is_left(cluster: Path) -> bool:
    """Kill the processes of a dead server, which work in its cluster; whether there were any."""
    left = [entry for entry in Path("/proc").glob("[0-9]*") if _is_left(cluster, entry)]
    for entry in left:
        with suppress(ProcessLookupError):
            os.kill(int(entry.name), signal.SIGKILL)
    return bool(left)


def _is_left(cluster: Path, entry: Path) -> bool:
    with suppress(OSError):  # it has ended, or is another user's
        program, folder = (entry / "exe").readlink(), (entry / "cwd").readlink()
        return program.name == "postgres" and folder == cluster
    return False


def _is_served(cluster: Path, lock: Path) -> bool:
    try:
        pid = int(lock.read_text().split(maxsplit=1)[0])
        program, *arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        return False
    return program.endswith(b"/postgres") and os.fsencode(cluster) in arguments


async def _accepts_connections(run: Path) -> bool:
    try:
        connection = await asyncpg.connect(host=str(run), user=OWNER, database="postgres")
    except (OSError, asyncpg.PostgresError):
        return False
    await connection.close()
    return True
