"""The family that the tests of the archive look at."""

import pytest_asyncio

from tests.world import Person, World


@pytest_asyncio.fixture
async def alice(world: World) -> Person:
    """The mother of 小满, with an archive of hers."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    return alice
