"""Counted households (建档户): Alice's family is counted by what it filed, and told why not yet."""

from typing import Any

import pytest

from models.programme.counted_households import CountedHousehold
from service.foundation.database import query
from service.programme import counted_households
from tests.archive.filing_room import DEED, files
from tests.trust.household import father_of, mother_of
from tests.world import XIANGZHOU, Person, World, refused

CLASSES = ("F1", "D2", "B1", "C2")


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await mother_of(world)
    await alice.joins_programme()
    return alice


async def standing(person: Person) -> dict[str, Any]:
    return await person.phone.get(f"/families/{person.family}/household/standing")


async def says_so(person: Person) -> None:
    await person.phone.put(f"/families/{person.family}/archive/confirmation")


async def enough(alice: Person) -> list[str]:
    """Ten items of four classes, the family's word, and the rule's; the items' numbers."""
    made = [await files(alice, class_code=CLASSES[n % 4]) for n in range(10)]
    await says_so(alice)
    await alice.world.quiet()
    return [one["number"] for one in made]


async def test_it_says_kindly_what_is_still_to_come(alice):
    await files(alice)
    said = await standing(alice)
    assert (said["counted"], said["rule"], said["since"]) == (False, "2026-1", None)
    assert {one["lack"]: one["words"] for one in said["lacks"]} == {
        "confirmation": "请家里的管理人看一看，确认这是你们家的档案",
        "items": "再收9件就够了",
        "classes": "再收3类别的东西就够了",
    }


async def test_a_household_is_counted_by_these_items(world, alice):
    numbers = await enough(alice)
    said = await standing(alice)
    assert (said["counted"], said["lacks"]) == (True, [])
    assert sorted(said["item_numbers"]) == sorted(numbers)
    (row,) = await CountedHousehold.all()
    assert (row.rule, row.numbers, row.until) == ("2026-1", said["item_numbers"], None)
    await files(alice)
    await world.quiet()
    assert (await standing(alice))["item_numbers"] == row.numbers
    assert await CountedHousehold.all().count() == 1


async def test_it_is_counted_once_however_often_it_is_judged(world, alice):
    await enough(alice)
    account = (await query("select id from families where id = $1", alice.family))[0]["id"]
    for _ in range(3):
        await counted_households.judge(account)
    assert await CountedHousehold.all().count() == 1


async def test_what_is_taken_back_is_counted_no_more(world, alice):
    await enough(alice)
    path = f"/families/{alice.family}/archive/confirmation"
    await alice.phone.delete(path)
    await world.quiet()
    assert [one["lack"] for one in (await standing(alice))["lacks"]] == ["confirmation"]
    assert await CountedHousehold.filter(until=None).count() == 0
    await alice.phone.put(path)
    await world.quiet()
    assert await CountedHousehold.filter(until=None).count() == 1


async def test_an_item_that_goes_gives_way_to_another(world, alice):
    await enough(alice)
    later = await files(alice, class_code="F1")
    items = await alice.phone.get(f"/families/{alice.family}/filed-items", class_code="F1")
    first = items["items"][-1]
    await alice.phone.delete(f"/filed-items/{first['id']}")
    await world.quiet()
    said = await standing(alice)
    assert said["counted"]
    assert (later["number"] in said["item_numbers"], first["number"] in said["item_numbers"]) == (
        True,
        False,
    )
    closed, opened = await CountedHousehold.all().order_by("id")
    assert (closed.until is None, opened.until) == (False, None)
    assert first["number"] in closed.numbers


async def test_whoever_leaves_the_programme_is_not_counted(world, alice):
    await enough(alice)
    await alice.phone.delete(f"/families/{alice.family}/household")
    await world.quiet()
    with refused(404):
        await standing(alice)
    assert await CountedHousehold.filter(until=None).count() == 0
    await alice.joins_programme()
    await world.quiet()
    assert (await standing(alice))["counted"]


async def test_papers_that_are_only_noted_count(alice):
    await files(alice, **DEED)
    said = await standing(alice)
    assert "再收9件就够了" in str(said["lacks"])


async def test_the_archivist_sees_why_or_why_not_and_what_nobody_else_may(world, alice):
    numbers = await enough(alice)
    bob = await world.person("Bob")
    await bob.founds("林家")
    await bob.joins_programme()
    archivist = await world.archivist()
    listed = await archivist.phone.get("/staff/household-standings", region=XIANGZHOU)
    hers, his = listed["items"]
    assert (hers["counted"], sorted(hers["item_numbers"])) == (True, sorted(numbers))
    assert (his["counted"], len(his["lacks"])) == (False, 3)
    assert (listed["households"], listed["counted"]) == (2, 1)
    for counted, home in (("true", hers), ("false", his)):
        path = "/staff/household-standings"
        found = await archivist.phone.get(path, region=XIANGZHOU, counted=counted)
        assert found == {**listed, "items": [home]}
    assert "三好学生" not in str(listed)
    for who, status in ((alice, 404), (bob, 404), (world.phone("Nobody"), 401)):
        phone = who.phone if isinstance(who, Person) else who
        with refused(status):
            await phone.get("/staff/household-standings", region=XIANGZHOU)


async def test_guardians_read_it_and_nobody_else(world, alice):
    father, chen, bob = await father_of(world, alice), *[await world.person(n) for n in "CB"]
    await alice.invites(chen, "奶奶")
    assert await standing(father)
    bob.family = alice.family
    for who, status in ((chen, 403), (bob, 404)):
        with refused(status):
            await standing(who)
