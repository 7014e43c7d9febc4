"""A real installation for the stories of faults, and who lives in it."""

import os
import random
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from service.trust.consents import Purpose
from tests.faults.installation import Installation, free_port, installation, within
from tests.faults.ledger import Ledger
from tests.world import Person

WHOLE_WITHIN = 60


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def standing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with installation(folder, free_port()) as standing:
        yield standing


@pytest_asyncio.fixture(loop_scope="session")
async def home(standing: Installation) -> AsyncIterator[Installation]:
    """The installation, whole again.

    Whatever happens to it, it never answers with a 500, and its logs keep what is secret.
    """
    try:
        await within(WHOLE_WITHIN, standing.is_whole)
    except TimeoutError:
        pytest.fail(f"It lacks {[part async for part in standing.missing()]}.")
    standing.away = 0
    standing.wrong.clear()
    yield standing
    assert not standing.wrong
    assert not standing.leaks()


@pytest_asyncio.fixture(loop_scope="session")
async def alice(home: Installation) -> Person:
    """A mother with a family, a child and the consent to show."""
    return await settled_in(home, "Alice")


@pytest_asyncio.fixture(loop_scope="session")
async def bob(home: Installation) -> Person:
    """The father of another family."""
    return await settled_in(home, "Bob")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


@pytest.fixture
def seed() -> int:
    """Of what a story leaves to chance: it is printed, and FAULTS_SEED chooses the same again."""
    seed = int(os.environ.get("FAULTS_SEED", random.randrange(10**6)))
    print(f"FAULTS_SEED={seed}")
    return seed


async def settled_in(home: Installation, name: str) -> Person:
    person = await home.person(f"{name}-{uuid4().hex[:6]}")
    await person.founds(f"{name}家")
    await person.opens_archive("豆豆")
    await person.consents(Purpose.SHOW, person.child)
    await person.becomes_reachable()
    return person


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "last: costs minutes, so everything else comes first")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
