"""Household lists: what an archivist sees of the households of a region, and the row it leaves."""

from typing import Any
from uuid import UUID

import pytest

from models.people.families import Family
from models.people.regions import Household, Region
from models.people.staff import Office
from models.people.students import Student
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.people.household_lists import PAGE
from tests.each import each
from tests.trust.archive_room import CITY, OTHER_TOWN, TOWN, holds, steps_down
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

NOWHERE = "440499000000"


async def page(person: Person, code: str, **more: str) -> dict[str, Any]:
    return await person.phone.get("/staff/households", region=code, **more)


async def numbers(person: Person, code: str) -> list[str]:
    return [home["number"] for home in (await page(person, code))["items"]]


async def family_in(world: World, name: str, code: str) -> tuple[Person, str]:
    """A mother, and the number of her household."""
    person = await world.person(name)
    await person.founds(f"{name}家")
    await person.opens_archive("小满")
    return person, await person.joins_programme(code)


async def rows() -> list[dict[str, Any]]:
    return await query(
        "select actor_id, subject_id from audit_records where action = 'households.listed'"
    )


async def test_numbers_places_and_opaque_children_and_no_name(world):
    (alice, number), he = await family_in(world, "Alice", TOWN), await world.archivist(XIANGZHOU)
    children = [alice.child, await alice.opens_archive("果果"), await alice.opens_archive("豆豆")]
    await Student.filter(id=children[1]).update(erased_at=clock.now())
    (home,) = (await page(he, XIANGZHOU))["items"]
    assert set(home) == {"number", "region", "since", "student_ids"}
    town = await Region.get(code=TOWN)
    assert (home["number"], home["region"]) == (number, town.name)
    assert home["student_ids"] == [children[0], children[2]]


async def test_children_come_by_age(world):
    (alice, _), he = await family_in(world, "Alice", TOWN), await world.archivist(XIANGZHOU)
    first = alice.child
    older, younger = [await alice.opens_archive("果果", f"{year}-05-01") for year in (2012, 2020)]
    (home,) = (await page(he, XIANGZHOU))["items"]
    assert home["student_ids"] == [older, first, younger]


async def test_one_household_is_found_by_its_number(world):
    """Where the office reaches; each such look is one row, found or not."""
    (alice, hers), (_, his) = [
        await family_in(world, name, code) for name, code in (("Alice", TOWN), ("Bob", JINWAN))
    ]
    he, other = await world.archivist(XIANGZHOU), await world.archivist(JINWAN)
    (home,) = (await page(he, XIANGZHOU, number=hers))["items"]
    assert (home["number"], home["student_ids"]) == (hers, [alice.child])
    for number in (his, "XZ999999"):
        assert (await page(he, XIANGZHOU, number=number))["items"] == []
    assert len(await rows()) == 3
    with refused(404):
        await page(other, XIANGZHOU, number=hers)
    await alice.phone.delete(f"/families/{alice.family}/household")
    assert (await page(he, XIANGZHOU, number=hers))["items"] == []


@each("number", ["", "xz000001", "XZ1", "%", "XZ000001\n"])
async def test_a_number_is_two_letters_and_digits(world, number):
    he = await world.archivist(XIANGZHOU)
    with refused(422, "field.format"):
        await page(he, XIANGZHOU, number=number)


async def test_an_office_sees_its_region_and_what_is_below(world):
    alice, bob, carol = [
        (await family_in(world, name, code))[1]
        for name, code in (("Alice", TOWN), ("Bob", XIANGZHOU), ("Carol", JINWAN))
    ]
    city, he, liu = [await world.archivist(code) for code in (CITY, XIANGZHOU, TOWN)]
    assert await numbers(city, CITY) == sorted([alice, bob, carol])
    assert await numbers(city, JINWAN) == [carol]
    assert await numbers(he, XIANGZHOU) == [alice, bob]
    assert await numbers(he, TOWN) == await numbers(liu, TOWN) == [alice]
    assert await numbers(he, OTHER_TOWN) == []


async def test_whoever_left_or_moved_is_not_listed_there(world):
    (alice, _), he = await family_in(world, "Alice", TOWN), await world.archivist(XIANGZHOU)
    bob, _ = await family_in(world, "Bob", TOWN)
    await alice.phone.delete(f"/families/{alice.family}/household")
    await bob.joins_programme(JINWAN)
    assert await numbers(he, XIANGZHOU) == []


async def test_to_all_others_there_is_no_such_region(world):
    """The region above, another district, a moderator, a curator, a former one, a mother, none."""
    (alice, _), liu = await family_in(world, "Alice", TOWN), await world.archivist(TOWN)
    other, former = await world.archivist(JINWAN), await world.archivist(XIANGZHOU)
    mei = await world.person("Mei")
    for office in (Office.MODERATOR, Office.CURATOR, Office.AUDITOR):
        await holds(world, mei, office, CITY)
    await steps_down(former)
    problems = []
    strangers = [(liu, XIANGZHOU), (other, TOWN), (mei, TOWN), (former, TOWN), (alice, TOWN)]
    for person, code in [*strangers, (liu, NOWHERE)]:
        with pytest.raises(Refused) as refusal:
            await page(person, code)
        problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    assert await rows() == []
    with refused(401):
        await page(Person(world, world.phone("nobody")), TOWN)


@each("code", ["", "4404", "%", "44040200000a", "440402000000\n"])
async def test_a_code_has_twelve_digits(world, code):
    he = await world.archivist(XIANGZHOU)
    with refused(422):
        await page(he, code)
    with refused(422, "field.missing"):
        await he.phone.get("/staff/households")


async def test_page_by_page_by_number_and_each_page_is_one_row(world):
    he, town = await world.archivist(XIANGZHOU), await Region.get(code=TOWN)
    made = []
    for serial in range(PAGE + 7):
        family = await Family.create(name="家")
        number = f"XZ{900000 - serial * 7:06}"
        made.append(number)
        await Household.create(
            family=family,
            region=town,
            district=await Region.get(code=XIANGZHOU),
            number=number,
            since=clock.now(),
        )
    first = await page(he, TOWN)
    second = await page(he, TOWN, cursor=first["next"])
    assert (len(first["items"]), second["next"]) == (PAGE, "")
    seen = [home["number"] for home in first["items"] + second["items"]]
    assert seen == sorted(made)
    row = {"actor_id": (await he.account()).id, "subject_id": UUID(str(town.id))}
    assert await rows() == [row, row]


async def test_it_is_not_asked_for_without_end(world):
    he = await world.archivist(XIANGZHOU)
    for _ in range(120):
        await page(he, TOWN)
    with refused(429, "rate_limited"):
        await page(he, TOWN)
