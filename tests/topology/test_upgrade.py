"""An upgrade: deploy/systemd/upgrade replaces every process under load, and nobody notices.

The release before this one is that of the repository's history before the newest migration. It
serves the schema of this one, as it must until it is replaced. Where there is no history (a shallow
clone), this code stands in for it: then only the replacing itself is told.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as migrate_tables

from service.foundation.database import tortoise_config
from tests.roles import owner_of
from tests.topology import releases
from tests.topology.site import Site
from tests.topology.units import UNITS, Units
from tests.world import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")
READY_WITHIN = 120
FOUND_AGAIN = 3
"""Seconds after which the door has seen a process that has come back."""
BREATH, WRITES_EVERY = 0.1, 1.5
"""Seconds between two requests of one phone, and two records: who is quicker is told to wait."""


class Load:
    """Alice records days, Bob reads, on connections that know nothing of an upgrade."""

    def __init__(self, door: Site) -> None:
        self.door, self.kept, self.read = door, list[str](), 0
        self.over = asyncio.Event()

    async def alice(self) -> None:
        alice = Person(self.door, self.door.phone("Alice"))
        await alice.phone.sign_in()
        await alice.founds("Alice家")
        await alice.opens_archive("豆豆")
        while not self.over.is_set():
            self.kept.append((await alice.records(title=f"第{len(self.kept)}天"))["id"])
            await asyncio.sleep(WRITES_EVERY)
        for entry in self.kept:  # what was acknowledged is there
            assert (await alice.phone.get(f"/entries/{entry}"))["id"] == entry

    async def bob(self) -> None:
        bob = Person(self.door, self.door.phone("Bob"))
        await bob.phone.sign_in()
        while not self.over.is_set():
            await bob.phone.get("/account")
            self.read += 1
            await asyncio.sleep(BREATH)


@asynccontextmanager
async def under_load(door: Site) -> AsyncIterator[Load]:
    """Any request that fails, fails the story: a phone raises what is not 2xx or cut off."""
    load = Load(door)
    people = [asyncio.create_task(one) for one in (load.alice(), load.bob(), load.bob())]
    try:
        await _more(load, people)
        yield load
        await _more(load, people)
        load.over.set()
        await asyncio.gather(*people)
    finally:
        for one in people:
            one.cancel()


async def _more(load: Load, people: list[asyncio.Task[None]]) -> None:
    """Until both have got on by a few requests."""
    kept, read = len(load.kept) + 3, load.read + 3
    while len(load.kept) < kept or load.read < read:
        for one in people:
            if one.done():
                one.result()
        await asyncio.sleep(0.05)


@pytest_asyncio.fixture(loop_scope="session")
async def units(door: Site, tmp_path_factory) -> AsyncIterator[Units]:
    """The site's own web processes make way for the units' ones, and come back."""
    made = Units(tmp_path_factory.mktemp("units"))
    _lay_out(made.folder, door)
    await made.open()
    ports = [*door.web]
    try:
        yield made
    finally:
        await made.close()
        for port in ports:
            if port not in door.web:
                await door.start_web(port)


def _lay_out(folder: Path, door: Site) -> None:
    etc = folder / "etc/jiadang"
    etc.mkdir(parents=True)
    folder.joinpath("opt/jiadang/releases").mkdir(parents=True)
    told = door.settings.without_owner().environ()
    of_the_units = ("HOST", "PORT", "WORKERS", "TRUSTED_PROXIES", "DATA_FOLDER", "METRICS_FOLDER")
    for name in (*of_the_units, "MIGRATION_DATABASE_URL"):
        del told[f"JIADANG_{name}"]
    told |= {"JIADANG_METRICS_PORT": "0", "JIADANG_WORKER_METRICS_PORT": "0"}
    told["JIADANG_TOMBSTONE_FOLDER"] = str(door.settings.tombstones)
    owner = {"JIADANG_MIGRATION_DATABASE_URL": owner_of(door.settings.database_url)}
    for name, values in (("jiadang.env", told), ("owner.env", owner)):
        lines = "".join(f"{key}={value}\n" for key, value in values.items())
        etc.joinpath(name).write_text(lines)


async def upgrade(units: Units, door: Site, release: Path, **given: str) -> tuple[int, str]:
    """What the handbook has an operator run: its exit status, and what it says."""
    env = os.environ | {
        "JIADANG_HOME": str(units.folder / "opt/jiadang"),
        "JIADANG_PORTS": " ".join(map(str, door.ports)),
        "JIADANG_PATIENCE": str(READY_WITHIN),
        "SYSTEMCTL": str(Path(__file__).with_name("systemctl")),
        "UNITS": str(units.socket),
        **given,
    }
    process = await asyncio.create_subprocess_exec(
        *(UNITS / "upgrade", release), env=env, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_the_release_before_becomes_this_one_and_back_and_nobody_notices(door, units):
    at = units.folder / "opt/jiadang/releases"
    before = releases.before_the_newest_migration(at / "before") or releases.this(at / "before")
    now = releases.this(at / "now")
    await _back_to_the_schema_before(door)
    await _take_over(units, door, before)
    await units.start("jiadang-worker")
    async with under_load(door) as load:
        assert await upgrade(units, door, now) == (0, "")
        assert await _applied(door, releases.migrations()[-1])
        assert await upgrade(units, door, before) == (0, "")
    assert len(load.kept) > 10
    assert units.folder.joinpath("opt/jiadang/current").resolve() == before


async def _take_over(units: Units, door: Site, release: Path) -> None:
    """The units' web processes in the place of the site's own."""
    _point(units, release)
    for port in [*door.web]:
        await door.stop_web(port)
        await units.start(f"jiadang-web@{port}")
        await units.running[f"jiadang-web@{port}"].until(partial(door.is_ready, port), READY_WITHIN)
    await asyncio.sleep(FOUND_AGAIN)


def _point(units: Units, release: Path) -> None:
    for name in ("current", "next"):
        link = units.folder / "opt/jiadang" / name
        link.unlink(missing_ok=True)
        link.symlink_to(release)


async def _back_to_the_schema_before(door: Site) -> None:
    """As it was before the newest migration, so that there is something to migrate under load."""
    last, newest = releases.migrations()[-2:]
    async with TortoiseContext():
        config = tortoise_config(owner_of(door.settings.database_url))
        await migrate_tables(config=config, target=f"models.{last}")
    assert not await _applied(door, newest)


async def _applied(door: Site, name: str) -> int:
    return await door.behind.count("tortoise_migrations where name = $1", name)
