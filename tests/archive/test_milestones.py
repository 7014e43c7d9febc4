"""Milestones: templates that help to tell, and what of it a child already has."""

from typing import Any

import pytest

from models.archive.growth import Dimension
from service.archive.milestones import MILESTONES
from tests.people.relatives import Home, home_of
from tests.world import Person, World, refused


async def offered(person: Person, child: str = "") -> dict[str, dict[str, Any]]:
    asked = {"student_id": child} if child else {}
    items = (await person.phone.get("/milestones", **asked))["items"]
    return {one["key"]: one for one in items}


def test_each_template_is_one_of_its_own_and_asks_something():
    assert 12 <= len(MILESTONES) <= 20
    for name in ("key", "title", "prompt"):
        assert len({getattr(one, name) for one in MILESTONES}) == len(MILESTONES)
    assert all(one.prompt.endswith("？") and len(one.title) <= 60 for one in MILESTONES)
    assert all(one.key.isascii() and len(one.key) <= 20 for one in MILESTONES)
    assert {one.dimension for one in MILESTONES} > {Dimension.MILESTONE, Dimension.FAMILY_LIFE}


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def test_a_template_gives_the_title_and_the_dimension_that_nobody_chose(world, home):
    tooth = await offered(await world.person("Eve"))
    assert tooth["lost_tooth"] == {
        "key": "lost_tooth",
        "title": "换牙",
        "prompt": "掉的是哪一颗？怎么掉的？牙放到哪里去了？",
        "dimension": "里程碑",
        "usual": "6岁左右",
        "entry_id": None,
    }
    made = await home.alice.records(milestone="lost_tooth", happened="2022-07-03")
    assert (made["milestone"], made["title"], made["dimension"]) == ("lost_tooth", "换牙", "里程碑")
    assert (made["when"], made["age"]) == ("2022年7月3日", "6岁2个月")
    own = {"title": "掉了一颗门牙", "dimension": "家庭生活"}
    told = await home.alice.records(milestone="lost_tooth", **own)
    assert own.items() <= told.items()
    path = f"/entries/{told['id']}"
    assert (await home.alice.phone.put(path, {"milestone": "prize"}))["milestone"] == "prize"
    assert (await home.alice.phone.put(path, {"milestone": ""}))["title"] == "掉了一颗门牙"
    for call in (
        home.alice.records(title="x", milestone="first_million"),
        home.alice.phone.put(path, {"milestone": "first_million"}),
    ):
        with refused(422, "milestone.unknown"):
            await call
    with refused(401):
        await offered(Person(world, world.phone("nobody")))


async def test_which_of_them_the_child_has_as_far_as_one_sees_it(world, home):
    later = await home.alice.records(milestone="birthday", happened="2019-05-01")
    first = await home.alice.records(milestone="birthday", happened="2017-05-01")
    secret = await home.alice.records(milestone="prize", audience="guardians")
    await home.alice.records(milestone="first_steps", unfinished=True)
    gone = await home.alice.records(milestone="cycling")
    await home.alice.phone.delete(f"/entries/{gone['id']}")
    await home.alice.records(milestone="new_home", student_id=None)
    await world.quiet()
    child = home.alice.child
    for person, wanted in (
        (home.alice, {"birthday": first["id"], "prize": secret["id"]}),
        (home.bob, {"birthday": first["id"], "prize": secret["id"]}),
        (home.dina, {"birthday": first["id"]}),
    ):
        found = await offered(person, child)
        assert {key: one["entry_id"] for key, one in found.items() if one["entry_id"]} == wanted
        assert list(found) == [one.key for one in MILESTONES]
    assert later["id"] != first["id"]
    with refused(404):
        await offered(await world.person("Eve"), child)
