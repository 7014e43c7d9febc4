"""The world of the tests: a real database of its own, Valkey, WeChat and Kodo, and people in it."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from handlers.edge import overload
from service.embedded.postgres import APPLICATION, OWNER, application_url
from service.embedded.servers import Servers, servers
from service.foundation import limits
from tests.migrated import TEMPLATE, put_cluster
from tests.shared_world import Service, SharedWorld
from tests.world import PATIENCE, World, settings_for


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def machine(tmp_path_factory, pytestconfig) -> AsyncIterator[Servers]:
    """One PostgreSQL and one Valkey for all tests, with a migrated template database.

    Its URL is the owner's, who makes databases; the service runs on them as the application's role.
    """
    folder: Path = tmp_path_factory.mktemp("servers")
    await put_cluster(pytestconfig.cache.mkdir("migrated"), folder)
    async with servers(folder, {"fsync": "off"}) as running:
        _look_less_at_what_stays()
        yield running


def _look_less_at_what_stays() -> None:
    """The collector would look at the 600,000 objects of the imports again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_world(machine: Servers, tmp_path_factory) -> AsyncIterator[SharedWorld]:
    """What all worlds of this process have in common."""

    @asynccontextmanager
    async def stand_up() -> AsyncIterator[Service]:
        async with _cloned(machine) as url, _owned(_owners(url)) as owner:
            settings = settings_for(tmp_path_factory.mktemp("world"), url, machine.valkey_url)
            async with Service(settings, owner).running() as service:
                yield service

    shared = SharedWorld(stand_up)
    yield shared
    await shared.close()


@pytest_asyncio.fixture(loop_scope="session")
async def world(shared_world: SharedWorld) -> AsyncIterator[World]:
    """The whole service on an empty database: web, worker, WeChat, Kodo."""
    async with (await shared_world.service()).story() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def spoilt(shared_world: SharedWorld) -> AsyncIterator[None]:
    """For a story that changes the schema: the next one gets another database."""
    yield
    await shared_world.close()


@pytest_asyncio.fixture(loop_scope="session")
async def shared_world_closed(shared_world: SharedWorld) -> None:
    await shared_world.close()


@pytest.fixture(autouse=True)
def one_service_at_a_time(request: pytest.FixtureRequest) -> None:
    """A process has one database open: a story with a service of its own closes the shared one."""
    if "machine" in request.fixturenames and "shared_world" not in request.fixturenames:
        request.getfixturevalue("shared_world_closed")


@pytest_asyncio.fixture(loop_scope="session")
async def database(machine: Servers) -> AsyncIterator[str]:
    """The URL of an empty, migrated database, as the application's role."""
    async with _cloned(machine) as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Each of a world's HTTP clients would read the system's certificates for itself: 17 ms."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def taken_in_by_the_hundred() -> Iterator[None]:
    """Races of hundreds are told in one process, which is the vendors and the worker, too.

    A slow machine refuses nobody of them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overload, "MOST_AT_ONCE", 2000)
        patch.setattr(overload, "VENDORS_AT_ONCE", 2000)
        patch.setattr(overload, "PATIENCE", PATIENCE)
        yield


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Valkey that failed one test is asked again in the next, not five seconds later."""
    monkeypatch.setattr(limits, "_alone_until", 0.0)
    limits._local.clear()


@asynccontextmanager
async def _cloned(machine: Servers) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex[:12]}"
    await _statement(machine, f"create database {name} template {TEMPLATE} strategy wal_log")
    try:
        yield application_url(_database(machine, name))
    finally:
        await _statement(machine, f"drop database {name} with (force)")


def _database(machine: Servers, name: str) -> str:
    return machine.database_url.replace("/postgres?", f"/{name}?")


def _owners(url: str) -> str:
    return url.replace(f"//{APPLICATION}@", f"//{OWNER}@", 1)


async def _statement(machine: Servers, sql: str) -> None:
    async with _owned(machine.database_url) as owner:
        await owner.execute(sql)


@asynccontextmanager
async def _owned(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def pytest_configure() -> None:
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    asyncio.set_event_loop_policy(None)
