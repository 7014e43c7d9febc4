"""Confirming a child's draft lets others have it: that takes what it takes in a new record."""

import pytest

from models.trust.consents import Purpose
from tests.archive.test_drafts import confirms, drafted
from tests.archive.test_photos import in_class
from tests.pupil import almost, pupil_of, tomorrow
from tests.trust.household import agrees, father_of, mother_of, takes_back
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world, almost(14))


@pytest.fixture
async def pupil(world: World, alice: Person) -> Person:
    return await pupil_of(world, alice)


async def meant_for_class(alice: Person, pupil: Person) -> str:
    """The path of a draft of the child's that Alice means for the class once it is confirmed."""
    path = await drafted(pupil)
    assert (await alice.phone.put(path, {"audience": "class"}))["draft"]
    await alice.phone.until(path, standing=["passed"])
    return path


async def granted(alice: Person, purpose: Purpose) -> dict[str, str]:
    """What Alice agreed to of this purpose."""
    held = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    return next(one for one in held if one["purpose"] == purpose)


async def test_in_a_dispute_a_draft_for_the_class_waits_and_one_for_the_family_does_not(
    world, alice, pupil
):
    father, wang = await father_of(world, alice), await in_class(world, alice)
    path, own = await meant_for_class(alice, pupil), await drafted(pupil, title="我的同桌")
    await father.phone.post(f"/families/{alice.family}/dispute", None)
    with refused(409, "family.disputed"):
        await confirms(alice, path)
    assert await wang.sees(path) == [False]
    await confirms(alice, own)
    await alice.phone.put(path, {"audience": "family"})
    assert not (await confirms(father, path))["draft"]
    assert await wang.sees(path, own) == [False, False]


async def test_a_draft_for_the_class_stands_on_the_consent_that_lives_when_it_is_confirmed(
    world, alice, pupil
):
    wang = await in_class(world, alice)
    path = await meant_for_class(alice, pupil)
    await takes_back(alice, await granted(alice, Purpose.CLASS))
    with refused(422, "consent.class_required"):
        await confirms(alice, path)
    assert (await alice.phone.get(path))["draft"]
    again = await agrees(alice, purpose="class")
    for _ in range(2):
        assert not (await confirms(alice, path))["draft"]
    assert await wang.sees(path) == [True]
    await takes_back(alice, again)
    assert await wang.sees(path) == [False]
    assert not (await confirms(alice, path))["draft"]


async def test_from_fourteen_on_the_class_has_a_draft_by_the_childs_own_yes(world, alice, pupil):
    wang = await in_class(world, alice)
    path = await meant_for_class(alice, pupil)
    with tomorrow():
        with refused(422, "consent.child_required"):
            await confirms(alice, path)
        await agrees(pupil, purpose="class")
        await confirms(alice, path)
        assert await wang.sees(path) == [True]


async def test_nothing_comes_into_an_archive_that_nobody_agrees_to_keep(world, alice, pupil):
    bob, dina = await world.person("Bob"), await world.person("Dina")
    await alice.invites(dina, "外婆", "viewer")
    path = await drafted(pupil)
    await takes_back(alice, await granted(alice, Purpose.ARCHIVE))
    with refused(422, "consent.archive_required"):
        await confirms(alice, path)
    with refused(404):
        await confirms(bob, path)
    with refused(401):
        await confirms(Person(world, world.phone("nobody")), path)
    assert await dina.sees(path) == [False]
    await agrees(alice, purpose="archive")
    await confirms(alice, path)
    assert await dina.sees(path) == [True]
    await takes_back(alice, await granted(alice, Purpose.ARCHIVE))
    assert not (await confirms(alice, path))["draft"]
