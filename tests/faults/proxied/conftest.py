"""The laboratory instead of the plain installation, for the same people."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.installation import Installation
from tests.faults.laboratory import Laboratory, laboratory
from tests.faults.small_disk import SmallDisk, small_disk


@pytest.fixture(scope="session")
def standing_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    folder: Path = tmp_path_factory.mktemp("laboratory") / "disk"
    with small_disk(folder) as disk:
        yield disk


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def standing_laboratory(standing_disk: SmallDisk) -> AsyncIterator[Laboratory]:
    async with laboratory(standing_disk.folder / "data") as made:
        yield made


@pytest.fixture(scope="session")
def standing(standing_laboratory: Laboratory) -> Installation:
    return standing_laboratory.home


@pytest.fixture
def lab(standing_laboratory: Laboratory, home: Installation) -> Laboratory:
    """It is whole, and no proxy of it interferes."""
    return standing_laboratory
