"""The family that shows something, and the people who look."""

import pytest_asyncio

from service.trust.consents import Purpose
from tests.world import Person, World


@pytest_asyncio.fixture
async def alice(world: World) -> Person:
    """The mother of 小满, who has agreed to show."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.consents(Purpose.SHOW, alice.child)
    return alice


@pytest_asyncio.fixture
async def bob(world: World) -> Person:
    """The father of another family."""
    bob = await world.person("Bob")
    await bob.founds("林家", "爸爸")
    return bob


@pytest_asyncio.fixture
async def chen(world: World, alice: Person) -> Person:
    """Grandfather, who may add to the archive."""
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    chen.child = alice.child
    return chen
