"""A migrated cluster, made once for each version of the tables and copied for each test process.

To migrate takes half a minute of computing, however empty the database is.
"""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import asyncpg

from service.embedded.postgres import application_url, postgres
from service.embedded.sockets import socket_folder
from service.embedded.wheels import postgres_binaries
from service.foundation import migrations
from service.foundation.database import opened
from service.people import regions

ROOT = Path(__file__).parents[1]
TEMPLATE = "template_jiadang"
_MADE_OF = ("models", "service/foundation", "service/people", "service/embedded", "requirements")


async def put_cluster(cache: Path, data: Path) -> None:
    """Have a data folder begin with the migrated template database."""
    made = cache / f"cluster-{_version()}"
    with _alone(cache / "making"):
        if not made.exists():
            await _make(_emptied(cache), made)
        _copy(made, data / "postgres")


def _emptied(cache: Path) -> Path:
    """Where it is made; those of other versions are gone."""
    for former in (cache / "unfinished", *cache.glob("cluster-*")):
        shutil.rmtree(former, ignore_errors=True)
    (cache / "unfinished").mkdir()
    return cache / "unfinished"


async def _make(unfinished: Path, made: Path) -> None:
    with socket_folder(unfinished) as run:
        async with postgres(unfinished, run, {"fsync": "off"}) as url:
            owner = await asyncpg.connect(url)
            await owner.execute(f"create database {TEMPLATE}")
            await owner.close()
            template = url.replace("/postgres?", f"/{TEMPLATE}?")
            await migrations.migrate(template, application_url(template))
            async with opened(application_url(template)):
                await regions.seed()
    (unfinished / "postgres").rename(made)


def _copy(made: Path, cluster: Path) -> None:
    """With its owner, who is nobody where the tests run as root."""
    subprocess.run(["cp", "-a", made, cluster], check=True)


def _version() -> str:
    """Everything that the template's content depends on."""
    digest = hashlib.sha256(f"{postgres_binaries()} {version('procrastinate')}".encode())
    for folder in _MADE_OF:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)} ".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process makes it, the others wait for it."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
