"""The class, the mother and the archivist that the tests of the programme are about."""

import pytest_asyncio

from models.trust.consents import Purpose
from tests.people.classroom import Classroom, classroom_of
from tests.trust.household import mother_of
from tests.world import Person, World


@pytest_asyncio.fixture
async def room(world: World) -> Classroom:
    """Teacher Wang's class, with Alice's 小满 and Bob's 豆豆 in it."""
    return await classroom_of(world)


@pytest_asyncio.fixture
async def li(room: Classroom) -> Person:
    """The teacher of another class of the same school."""
    li = await room.world.person("Li")
    await room.school.takes_on(li, await room.school.opens("四年级3班"))
    return li


@pytest_asyncio.fixture
async def alice(world: World) -> Person:
    """Alice, who agreed to donate of 小满's archive."""
    alice = await mother_of(world)
    await alice.consents(Purpose.DONATION, alice.child)
    return alice


@pytest_asyncio.fixture
async def liu(world: World) -> Person:
    """The archivist of the district."""
    return await world.archivist()
