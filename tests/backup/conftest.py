"""The installation that is backed up, and its owner's family."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from service.embedded.servers import Servers
from service.foundation.settings import Settings
from tests.backup.places import elsewhere_of, empty_database, home_of, mother
from tests.world import Person, World, world_of


@pytest.fixture
def home(machine: Servers, database: str, tmp_path: Path) -> Settings:
    return home_of(tmp_path, database, machine)


@pytest_asyncio.fixture
async def world(home: Settings) -> AsyncIterator[World]:
    async with world_of(home) as made:
        yield made


@pytest_asyncio.fixture
async def alice(world: World) -> Person:
    return await mother(world)


@pytest_asyncio.fixture
async def elsewhere(machine: Servers, home: Settings) -> Settings:
    """A new place with nothing in it."""
    return elsewhere_of(home, await empty_database(machine))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "备份 1"
