"""The topology, built once and running for all stories."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment.topology import Topology


@pytest.fixture(scope="session")
def topology(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    folder: Path = tmp_path_factory.mktemp("topology")
    made = Topology(folder)
    made.make()
    try:
        made.up()
        yield made
    finally:
        made.down()
