"""Households: a family joins the programme because it wants to, and its number stays its own."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from models.people.families import Membership, Relation, Role
from models.people.regions import Region
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import families, households, regions
from tests.roles import as_owner
from tests.world import JINWAN, XIANGZHOU, Person, refused

GONGBEI, JIDA, SANZAO, CITY = "440402005000", "440402004000", "440404100000", "440400000000"
VIEW = {"number", "region_id", "region", "since"}
COMMUNITY = "code,name,level,parent_code,prefix\n440402005001,茂盛社区,社区,440402005000,\n"


@pytest.fixture
async def alice(world) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    return alice


def path(person: Person) -> str:
    return f"/families/{person.family}/household"


async def region_id(code: str) -> UUID:
    return (await Region.get(code=code)).id


async def numbers() -> dict[str, str]:
    """Every number that was given out, and whether its household is in the programme."""
    rows = await query("select number, until from households order by number")
    return {row["number"]: "retired" if row["until"] else "open" for row in rows}


async def acts() -> list[str]:
    found = await query(
        "select action from audit_records where action like 'household.%' order by created_at, id"
    )
    return [row["action"] for row in found]


async def test_a_family_joins_at_its_town_and_gets_a_number_of_its_district(alice):
    with refused(404):
        await alice.phone.get(path(alice))
    body = {"region_id": str(await region_id(GONGBEI))}
    joined = await alice.phone.post(path(alice), body)
    assert set(joined) == VIEW
    assert joined["number"] == "XZ000001"
    assert joined["region_id"] == body["region_id"]
    assert joined["region"] == "珠海市 香洲区 拱北街道"
    assert await alice.phone.get(path(alice)) == joined
    assert await acts() == ["household.joined"]


async def test_it_may_stand_at_the_district_or_at_the_community(alice):
    assert await alice.joins_programme(XIANGZHOU) == "XZ000001"
    assert (await alice.phone.get(path(alice)))["region"] == "珠海市 香洲区"
    await regions.import_csv(COMMUNITY.encode())
    assert await alice.joins_programme("440402005001") == "XZ000001"
    there = "珠海市 香洲区 拱北街道 茂盛社区"
    assert (await alice.phone.get(path(alice)))["region"] == there


async def test_each_district_counts_for_itself(alice, world):
    bob, dora = await world.person("Bob"), await world.person("Dora")
    await bob.founds("林家")
    await dora.founds("王家")
    assert await alice.joins_programme(GONGBEI) == "XZ000001"
    assert await bob.joins_programme(SANZAO) == "JW000001"
    assert await dora.joins_programme(JIDA) == "XZ000002"


async def test_joining_again_is_the_household_that_there_is(alice):
    assert await alice.joins_programme(GONGBEI) == "XZ000001"
    before = await alice.phone.get(path(alice))
    with clock.moved(timedelta(days=1)):
        assert await alice.joins_programme(GONGBEI) == "XZ000001"
    assert await alice.phone.get(path(alice)) == before
    assert await acts() == ["household.joined"]


async def test_moving_within_the_district_keeps_number_and_day(alice):
    await alice.joins_programme(GONGBEI)
    before = await alice.phone.get(path(alice))
    with clock.moved(timedelta(days=1)):
        assert await alice.joins_programme(JIDA) == "XZ000001"
    after = await alice.phone.get(path(alice))
    assert after["region"] == "珠海市 香洲区 吉大街道"
    assert after["since"] == before["since"]
    assert await acts() == ["household.joined", "household.moved"]


async def test_another_district_gives_a_new_number_and_retires_the_old(alice):
    await alice.joins_programme(GONGBEI)
    assert await alice.joins_programme(JINWAN) == "JW000001"
    assert await numbers() == {"JW000001": "open", "XZ000001": "retired"}
    assert await acts() == ["household.joined", "household.left", "household.joined"]
    assert await alice.joins_programme(JIDA) == "XZ000001"
    assert await numbers() == {"JW000001": "retired", "XZ000001": "open"}


async def test_a_family_leaves_when_it_likes_and_comes_back_to_its_number(alice, world):
    bob = await world.person("Bob")
    await bob.founds("林家")
    await alice.joins_programme(GONGBEI)
    await alice.phone.delete(path(alice))
    await alice.phone.delete(path(alice))
    with refused(404):
        await alice.phone.get(path(alice))
    assert await bob.joins_programme(GONGBEI) == "XZ000002"
    with clock.moved(timedelta(days=1)):
        assert await alice.joins_programme(JIDA) == "XZ000001"
        again = await alice.phone.get(path(alice))
        ago = clock.now() - datetime.fromisoformat(again["since"])
        assert ago < timedelta(minutes=1)
    assert again["region"] == "珠海市 香洲区 吉大街道"
    hers = ["household.joined", "household.left", "household.joined"]
    assert await acts() == [*hers[:2], "household.joined", hers[2]]


async def test_leaving_what_was_never_joined_is_nothing(alice):
    await alice.phone.delete(path(alice))
    assert (await numbers(), await acts()) == ({}, [])


async def test_the_same_tap_twice_joins_once_and_answers_the_same(alice):
    body = {"region_id": str(await region_id(GONGBEI))}
    taps = [alice.phone.post(path(alice), body, key="tapped-once") for _ in range(5)]
    answers = await asyncio.gather(*taps)
    assert answers.count(answers[0]) == 5
    await alice.phone.delete(path(alice))
    assert await alice.phone.post(path(alice), body, key="tapped-once") == answers[0]
    with refused(404):
        await alice.phone.get(path(alice))


async def test_only_guardians_decide_and_strangers_find_nothing(alice, world):
    chen, bob, father = [await world.person(name) for name in ("Chen", "Bob", "Father")]
    await alice.invites(chen, "爷爷", "editor")
    await bob.founds("林家")
    await alice.joins_programme(GONGBEI)
    async with transaction():
        account, family = await father.account(), UUID(alice.family)
        await families.join(account, family, Role.GUARDIAN, Relation.FATHER)
    body = {"region_id": str(await region_id(JIDA))}
    for person, status in ((chen, 403), (bob, 404)):
        for call in (("POST", body), ("GET", None), ("DELETE", None)):
            with refused(status):
                await person.phone.call(call[0], path(alice), call[1], key=uuid4().hex)
    nobody = world.phone("nobody")
    for call in (("POST", body), ("GET", None), ("DELETE", None)):
        with refused(401):
            await nobody.call(call[0], path(alice), call[1], key=uuid4().hex)
    assert (await father.phone.get(path(alice)))["region"] == "珠海市 香洲区 拱北街道"
    assert await acts() == ["household.joined"]


async def test_a_guardian_who_left_learns_nothing_by_sending_it_again(alice, world):
    father = await world.person("Father")
    async with transaction():
        account, family = await father.account(), UUID(alice.family)
        await families.join(account, family, Role.GUARDIAN, Relation.FATHER)
    body = {"region_id": str(await region_id(GONGBEI))}
    await father.phone.post(path(alice), body, key="tapped-once")
    await Membership.filter(account=account).update(until=clock.now())
    with refused(404):
        await father.phone.post(path(alice), body, key="tapped-once")


async def test_a_foreign_family_and_a_missing_one_look_the_same(alice, world):
    bob = await world.person("Bob")
    await alice.joins_programme(GONGBEI)
    problems = []
    for family in (alice.family, uuid4()):
        for method in ("GET", "DELETE"):
            with pytest.raises(Refused) as refusal:
                await bob.phone.call(method, f"/families/{family}/household")
            problems.append((refusal.value.status, refusal.value.problem))
    assert problems.count(problems[0]) == 4


async def test_a_region_that_is_none_or_too_wide_names_its_field(alice):
    for wrong, code in ((uuid4(), "region.unknown"), (await region_id(CITY), "region.too_wide")):
        with pytest.raises(Refused) as refusal:
            await alice.phone.post(path(alice), {"region_id": str(wrong)})
        assert refusal.value.status == 422
        (error,) = refusal.value.problem["errors"]
        assert (error["path"], error["code"]) == ("region_id", code)
    assert await numbers() == {}


async def test_forty_families_at_once_get_forty_numbers_without_a_gap(alice):
    guardian, town = await alice.account(), await region_id(GONGBEI)
    homes = [await families.found(guardian, f"{n}号", Relation.MOTHER) for n in range(40)]
    await asyncio.gather(*(households.join(guardian, home.id, town) for home in homes))
    assert [*await numbers()] == [f"XZ{n:06}" for n in range(1, 41)]


async def test_two_guardians_at_once_join_once(alice):
    guardian, family = await alice.account(), UUID(alice.family)
    towns = [await region_id(code) for code in (GONGBEI, JIDA, SANZAO)] * 4
    await asyncio.gather(*(households.join(guardian, family, town) for town in towns))
    given = await numbers()
    assert [*given] == ["JW000001", "XZ000001"]
    assert sorted(given.values()) == ["open", "retired"]


@pytest.mark.usefixtures("spoilt")
async def test_what_fails_leaves_no_gap(alice, world):
    constraint = "check (action <> 'household.joined')"
    url = world.settings.database_url
    await as_owner(url, f"alter table audit_records add constraint broken {constraint}")
    with refused(500, "internal"):
        await alice.joins_programme(GONGBEI)
    assert await numbers() == {}
    await as_owner(url, "alter table audit_records drop constraint broken")
    assert await alice.joins_programme(GONGBEI) == "XZ000001"


async def test_a_town_that_moves_to_another_district_leaves_the_numbers_alone(alice):
    await alice.joins_programme(GONGBEI)
    sheet = f"code,name,level,parent_code,prefix\n{GONGBEI},拱北街道,镇街,{JINWAN},\n"
    assert (await regions.import_csv(sheet.encode())).changed == 1
    assert await alice.joins_programme(GONGBEI) == "XZ000001"
    assert (await alice.phone.get(path(alice)))["region"] == "珠海市 金湾区 拱北街道"
