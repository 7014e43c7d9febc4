"""deploy/systemd/upgrade: in which order it does what, and what it leaves where one step fails.

The releases here are programs of a few lines that write down what they are started for, so that
this takes seconds; the units that start them are the real ones.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.faults.installation import free_ports
from tests.topology.units import HERE, UNITS, Units

pytestmark = pytest.mark.asyncio(loop_scope="session")
PACKAGES = HERE.parents[1] / ".venv"
PROGRAM = """
import os, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
does, name, kind = sys.argv[1], {name!r}, {kind!r}
with open(os.environ["TOLD"], "a") as told:
    told.write(f"{{name}} {{does}} {{os.environ.get('JIADANG_PORT', '')}}".strip() + "\\n")
if does == "migrate":
    sys.exit(kind == "cannot migrate" or "OWNER" not in os.environ)
if does == "worker" or kind == "never ready":
    time.sleep(600)
class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(name.encode())
    def log_message(self, *_):
        pass
HTTPServer(("127.0.0.1", int(os.environ["JIADANG_PORT"])), Ready).serve_forever()
"""
CONTROL = """#!/bin/sh
# HAProxy runs while there is a file `door`: whatever does not begin with `try-` starts it.
case "$*" in
    try-*" haproxy") test ! -e {folder}/door || echo reloaded >> {folder}/door ;;
    *" haproxy") echo started >> {folder}/door ;;
    *) exec {systemctl} "$@" ;;
esac
"""


class Site:
    """Two ports, a folder of releases, and what their programs wrote down."""

    def __init__(self, units: Units) -> None:
        self.units, self.ports = units, free_ports(2)
        self.home = units.folder / "opt/jiadang"
        self.told, self.door = units.folder / "told", units.folder / "door"
        self.control = units.folder / "systemctl"
        systemctl = Path(__file__).with_name("systemctl")
        self.control.write_text(CONTROL.format(folder=units.folder, systemctl=systemctl))
        self.control.chmod(0o755)

    def release(self, name: str, kind: str = "good") -> Path:
        folder = self.home / "releases" / name
        folder.joinpath("service").mkdir(parents=True)
        folder.joinpath("service/__main__.py").write_text(PROGRAM.format(name=name, kind=kind))
        folder.joinpath(".venv").symlink_to(PACKAGES)
        return folder

    async def begin(self, release: Path, patience: int = 60) -> asyncio.subprocess.Process:
        """Start the script, which then writes down what it starts."""
        self.told.write_text("")
        env = os.environ | {
            "JIADANG_HOME": str(self.home),
            "JIADANG_PORTS": " ".join(map(str, self.ports)),
            "JIADANG_PATIENCE": str(patience),
            "SYSTEMCTL": str(self.control),
            "UNITS": str(self.units.socket),
        }
        return await asyncio.create_subprocess_exec(
            *(UNITS / "upgrade", release), env=env, stderr=asyncio.subprocess.PIPE
        )

    async def upgrade(self, release: Path, patience: int = 60) -> tuple[int, str, list[str]]:
        """The exit status, what the script says, and what was started by it."""
        process = await self.begin(release, patience)
        said = (await process.communicate())[1].decode()
        assert process.returncode is not None
        if process.returncode == 0:
            await self.until(f"{release.name} worker")
        return process.returncode, said, self.told.read_text().splitlines()

    async def until(self, started: str) -> None:
        """Wait for that line: nothing else tells that a program has begun."""
        while started not in self.told.read_text():  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def serving(self) -> list[str]:
        """Which release answers at each port."""
        async with httpx.AsyncClient() as http:
            urls = [f"http://127.0.0.1:{port}/readyz" for port in self.ports]
            return [(await http.get(url)).text for url in urls]

    def started(self, name: str) -> list[str]:
        """What a whole upgrade to a release starts, in its order."""
        first, second = self.ports
        return [f"{name} migrate", f"{name} serve {first}", f"{name} serve {second}"]


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    units = Units(tmp_path)
    etc = tmp_path / "etc/jiadang"
    etc.mkdir(parents=True)
    etc.joinpath("jiadang.env").write_text(f"TOLD={tmp_path}/told\n")
    etc.joinpath("owner.env").write_text("OWNER=yes\n")
    await units.open()
    try:
        yield Site(units)
    finally:
        await units.close()


async def test_it_migrates_first_replaces_one_by_one_and_goes_back(site: Site):
    one, two = site.release("one"), site.release("two")
    for release in (one, two, one):
        status, said, started = await site.upgrade(release)
        assert (status, said) == (0, "")
        assert started[:3] == site.started(release.name)
        assert await site.serving() == [release.name] * 2
        assert site.home.joinpath("current").resolve() == release


async def test_a_release_that_cannot_migrate_touches_nothing(site: Site):
    old = site.release("old")
    await site.upgrade(old)
    status, said, started = await site.upgrade(site.release("bad", "cannot migrate"))
    assert (status, "cannot be migrated" in said) == (1, True)
    assert started == ["bad migrate"]
    assert await site.serving() == ["old"] * 2
    assert site.home.joinpath("current").resolve() == old


async def test_a_release_that_never_gets_ready_makes_way_again(site: Site):
    old = site.release("old")
    await site.upgrade(old)
    status, said, started = await site.upgrade(site.release("bad", "never ready"), patience=3)
    assert (status, "the old one serves" in said) == (1, True)
    assert started == ["bad migrate", f"bad serve {site.ports[0]}", f"old serve {site.ports[0]}"]
    assert await site.serving() == ["old"] * 2
    assert site.home.joinpath("current").resolve() == old


async def test_one_that_was_killed_is_run_again_and_still_knows_what_served_before(site: Site):
    old, bad = site.release("old"), site.release("bad", "never ready")
    await site.upgrade(old)
    killed = await site.begin(bad)
    await site.until(f"bad serve {site.ports[0]}")
    killed.kill()
    await killed.wait()
    status, said, _ = await site.upgrade(bad, patience=3)
    assert (status, "the old one serves" in said) == (1, True)
    assert await site.serving() == ["old"] * 2
    assert site.home.joinpath("current").resolve() == old
    status, said, _ = await site.upgrade(site.release("good"))
    assert (status, said, await site.serving()) == (0, "", ["good"] * 2)
    assert {one.name for one in site.home.iterdir()} == {"releases", "next", "current"}


async def test_a_release_that_gets_ready_no_more_is_not_said_to_have_an_old_one(site: Site):
    release = site.release("one")
    await site.upgrade(release)
    program = release / "service/__main__.py"
    program.write_text(PROGRAM.format(name="one", kind="never ready"))
    status, said, started = await site.upgrade(release, patience=3)
    assert (status, "the old one serves" in said) == (1, False)
    assert started == ["one migrate", f"one serve {site.ports[0]}"]


async def test_the_door_is_given_the_new_release_and_one_that_was_closed_stays_closed(site: Site):
    release = site.release("one")
    await site.upgrade(release)
    assert not site.door.exists()
    site.door.write_text("opened\n")
    await site.upgrade(release)
    assert site.door.read_text() == "opened\nreloaded\n"


async def test_what_is_no_release_is_refused(site: Site, tmp_path: Path):
    status, said, started = await site.upgrade(tmp_path / "nowhere")
    assert (status, "There is no" in said, started) == (1, True, [])
