"""Words for a class: what is said anew of a record that a class reads takes what a new one does."""

import pytest

from models.trust.consents import Purpose
from tests.archive.test_photos import in_class
from tests.pupil import almost, tomorrow
from tests.trust.household import father_of, mother_of
from tests.world import Person, World, refused

NEW = {"story": "小满昨晚没有睡好"}


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world, almost(14))


async def shown_to_class(alice: Person, teacher: Person, author: Person) -> str:
    """The path of what the author recorded and Alice has shown to the class."""
    entry = await author.records(title="运动会", story="跑了第三")
    path = f"/entries/{entry['id']}"
    await author.phone.until(path, standing=["passed"])
    await alice.phone.put(path, {"audience": "class"})
    await teacher.phone.until(path, standing=["passed"])
    return path


async def test_grandfather_leaves_what_a_class_reads_to_the_guardians(world, alice):
    chen, wang = await world.person("Chen"), await in_class(world, alice)
    await alice.invites(chen, "爷爷")
    chen.child = alice.child
    path = await shown_to_class(alice, wang, author=chen)
    with refused(403, "entry.for_class"):
        await chen.phone.put(path, NEW)
    assert (await wang.phone.get(path))["story"] == "跑了第三"
    await chen.phone.put(path, {"happened": "2025-10"})
    await alice.phone.put(path, {"audience": "family"})
    assert (await chen.phone.put(path, NEW))["story"] == NEW["story"]


async def test_in_a_dispute_the_class_reads_nothing_new(world, alice):
    father, wang = await father_of(world, alice), await in_class(world, alice)
    path = await shown_to_class(alice, wang, author=alice)
    await father.phone.post(f"/families/{alice.family}/dispute", None)
    with refused(409, "family.disputed"):
        await alice.phone.put(path, NEW)
    assert (await wang.phone.get(path))["story"] == "跑了第三"


async def test_from_fourteen_on_it_takes_the_childs_own_yes(world, alice):
    wang = await in_class(world, alice)
    path = await shown_to_class(alice, wang, author=alice)
    with tomorrow():
        with refused(422, "consent.child_required"):
            await alice.phone.put(path, NEW)
        assert (await wang.phone.get(path))["story"] == "跑了第三"


async def test_what_the_class_has_lost_is_put_right_at_home(world, alice):
    wang = await in_class(world, alice)
    path = await shown_to_class(alice, wang, author=alice)
    given = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    (yes,) = [one["id"] for one in given if one["purpose"] == Purpose.CLASS]
    await alice.phone.delete(f"/consents/{yes}")
    assert (await alice.phone.put(path, NEW))["story"] == NEW["story"]
    assert await wang.sees(path) == [False]
