"""Disputes: two parents who disagree, what rests meanwhile, and who ends it."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from models.people.families import Dispute
from models.people.staff import Office
from models.trust.consents import Purpose
from models.trust.erasures import ErasedKind
from service.demo.phone import Refused
from service.foundation.database import query, transaction
from service.people import appointments, families
from service.trust import access, personal_data
from tests.people.relatives import Home, home_of, told
from tests.trust.household import child_of, father_of, mother_of
from tests.trust.leaving import asks, of_child, of_home, passes
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

CITY, TOWN = "440400000000", "440402004000"
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def declares(person: Person) -> dict[str, str]:
    return await person.phone.post(f"/families/{person.family}/dispute", None)


async def takes_back(person: Person) -> None:
    await person.phone.delete(f"/families/{person.family}/dispute")


async def settles(person: Person, dispute: str) -> None:
    await person.phone.call("POST", f"/disputes/{dispute}/settlement")


async def disputed(person: Person) -> bool:
    shown = await person.phone.get(f"/families/{person.family}")
    (listed,) = (await person.phone.get("/account"))["families"]
    assert shown == listed
    return shown["disputed"]


async def acts() -> list[str]:
    rows = await query(
        "select action, actor_id is null as system from audit_records"
        " where action like 'dispute.%' order by id"
    )
    return [row["action"].partition(".")[2] + "*" * row["system"] for row in rows]


async def test_a_father_objects_and_what_he_objects_to_rests(home):
    """Nothing new is shown and nothing is deleted; what protects the child works as ever."""
    alice, bob = home.alice, home.bob
    consents = [await alice.consents(purpose, alice.child) for purpose in Purpose]
    show = consents[[*Purpose].index(Purpose.SHOW)]
    photo = await alice.takes_photo()
    post = (await alice.shows("海边", [photo]))["id"]
    other = (await alice.publishes("山上", [photo], audience="class"))["id"]
    entry = (await alice.records(title="海边", photo_ids=[photo]))["id"]
    await declares(bob)
    wide = {"audience": "class"}
    chen, members = await home.place("Chen"), await home.members()
    for refusal in (
        alice.publishes("再晒", [photo], audience="public"),
        alice.publishes("再晒", [photo], audience="class"),
        alice.records(title="再记", **wide),
        alice.phone.put(f"/entries/{entry}", wide),
        alice.phone.delete(f"/entries/{entry}"),
        alice.phone.post(f"/posts/{post}/share-links", {}),
        alice.phone.delete(f"/posts/{post}"),
        alice.phone.delete(chen),
        alice.phone.post(f"{home.path}/ownership", {"membership_id": members["Bob"]["id"]}),
    ):
        with refused(409, "family.disputed"):
            await refusal
    assert (await home.roles())["Chen"] == "editor"
    await alice.publishes("给家里看", [photo], audience="family")
    await alice.records(title="又长高了")
    narrowed = await alice.phone.put(f"/entries/{entry}", {"audience": "guardians"})
    assert narrowed["audience"] == "guardians"
    await bob.phone.call("POST", f"/posts/{other}/withdrawal")
    await bob.phone.delete(f"/consents/{show}")
    assert await home.dina.sees(f"/posts/{other}") == [False]
    await home.chen.phone.delete(chen)
    await takes_back(bob)
    await alice.phone.delete(f"/entries/{entry}")


async def test_a_dispute_waits_for_what_is_being_shown_at_that_moment(world, home):
    """So nothing is shown after it was declared."""
    await world.quiet()
    async with transaction():
        await access.require_undisputed(UUID(home.alice.family))
        declaring = asyncio.create_task(declares(home.bob))
        await world.until_blocked(1)
    await declaring
    with refused(409, "family.disputed"):
        await home.alice.records(title="海边", audience="class")


async def test_none_is_opened_by_whoever_leaves_at_that_moment(world, home):
    """Nobody of the family could take it back."""
    await world.quiet()
    place = await home.place("Bob")
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():
        await blocking.execute("select 1 from families for update")
        leaving = asyncio.create_task(home.bob.phone.delete(place))
        await world.until_blocked(1)
        declaring = asyncio.create_task(declares(home.bob))
        await world.until_blocked(2)
    await blocking.close()
    await leaving
    with refused(404):
        await declaring
    assert not await disputed(home.alice)
    assert await acts() == []


async def test_it_is_shown_to_everybody_of_the_family_and_told_to_the_guardians(home):
    everybody = (home.alice, home.bob, home.chen, home.dina)
    assert not any([await disputed(person) for person in everybody])
    dispute = await declares(home.bob)
    assert set(dispute) == {"id", "family_id", "mine", "opened_at"}
    assert (dispute["family_id"], dispute["mine"]) == (home.alice.family, True)
    assert all([await disputed(person) for person in everybody])
    assert (await told(home.alice))[0] == ("dispute_opened", dispute["id"])
    await takes_back(home.bob)
    assert not any([await disputed(person) for person in everybody])
    assert (await told(home.alice))[0] == ("dispute_settled", dispute["id"])
    for person in (home.bob, home.chen, home.dina):
        assert dispute["id"] not in str(await told(person))
    assert await acts() == ["opened", "taken_back"]


async def test_a_family_has_one_dispute_at_a_time(home):
    tries = (declares(who) for who in (home.alice, home.bob) for _ in range(5))
    found = await asyncio.gather(*tries)
    assert len({dispute["id"] for dispute in found}) == 1
    assert {dispute["mine"] for dispute in found} == {True, False}
    assert await acts() == ["opened"]
    opener = home.alice if found[0]["mine"] else home.bob
    await takes_back(opener)
    assert (await declares(home.bob))["id"] != found[0]["id"]
    assert await Dispute.all().count() == 2


async def test_only_a_guardian_opens_one_and_only_who_opened_it_takes_it_back(world, home):
    eve = await world.person("Eve")
    eve.family = home.alice.family
    for who, status in ((home.chen, 403), (home.dina, 403), (eve, 404)):
        with refused(status):
            await declares(who)
        with refused(status):
            await takes_back(who)
    await declares(home.bob)
    with refused(403, "dispute.not_yours"):
        await takes_back(home.alice)
    for who, status in ((home.chen, 403), (eve, 404)):
        with refused(status):
            await takes_back(who)
    await home.bob.phone.put(await home.place("Bob"), {"role": "viewer"})
    await takes_back(home.bob)
    await takes_back(home.alice)
    assert await acts() == ["opened", "taken_back"]


async def test_it_ends_with_the_leaving_of_who_opened_it(home):
    """Nobody else of the family could take it back."""
    await declares(home.bob)
    await home.chen.phone.delete(await home.place("Chen"))
    assert await disputed(home.alice)
    await home.bob.phone.delete(await home.place("Bob"))
    assert not await disputed(home.alice)
    assert await acts() == ["opened", "taken_back*"]


async def test_an_archivist_of_the_district_or_the_city_settles_it(world, home):
    district, city = await world.archivist(XIANGZHOU), await world.archivist(CITY)
    number = await home.alice.joins_programme(XIANGZHOU)
    for archivist in (district, city):
        dispute = (await declares(home.bob))["id"]
        (case,) = (await archivist.phone.get("/disputes"))["items"]
        assert set(case) == {"id", "household", "region", "opened_at"}
        assert (case["id"], case["household"]) == (dispute, number)
        for _ in range(2):
            await settles(archivist, dispute)
        assert not await disputed(home.alice)
        assert (await archivist.phone.get("/disputes"))["items"] == []
        for guardian in (home.alice, home.bob):
            assert (await told(guardian))[0] == ("dispute_settled", dispute)
    assert await acts() == ["opened", "settled"] * 2


async def test_an_archivist_leaves_their_own_family_to_a_colleague(world, home):
    district, city = await world.archivist(XIANGZHOU), await world.archivist(CITY)
    await home.alice.joins_programme(XIANGZHOU)
    await home.alice.invites(district, "亲属", "viewer")
    dispute = (await declares(home.bob))["id"]
    assert (await district.phone.get("/disputes"))["items"] == []
    with refused(403, "dispute.of_family"):
        await settles(district, dispute)
    assert await disputed(home.alice)
    (case,) = (await city.phone.get("/disputes"))["items"]
    await settles(city, case["id"])
    assert not await disputed(home.alice)


async def test_no_quarrel_of_its_parents_keeps_a_grown_child_from_erasing_its_archive(world):
    alice = await mother_of(world, "2007-05-01")
    father, child = await father_of(world, alice), await child_of(world, alice)
    await declares(father)
    erasure = await asks(child, of_child(alice))
    with refused(409, "family.disputed"):
        await asks(alice, of_home(alice))
    await passes(world, 8)
    assert await child.sees(of_child(alice), f"/erasures/{erasure['id']}") == [False, True]
    assert (await alice.sees(of_child(alice)), await disputed(alice)) == ([False], True)


async def test_a_second_tap_while_the_family_is_erased_finds_nothing(world, home):
    district = await world.archivist(XIANGZHOU)
    await home.alice.joins_programme(XIANGZHOU)
    dispute = (await declares(home.bob))["id"]
    await settles(district, dispute)
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await families.lock(UUID(home.alice.family))
            again = asyncio.create_task(settles(district, dispute))
            await world.until_blocked(1)
            await personal_data.purge(ErasedKind.FAMILY, UUID(home.alice.family))
        with refused(404):
            await again


async def test_nobody_else_settles_it(world, home):
    """Another district, a town, another office, the parents: all alike find nothing."""
    jinwan, town = await world.archivist(JINWAN), await world.archivist(TOWN)
    district, moderator = await world.archivist(XIANGZHOU), await world.person("Mei")
    offered = await appointments.offer_first(Office.MODERATOR, "梅", CITY)
    await moderator.takes_up(appointments.code_of(offered))
    dispute = (await declares(home.bob))["id"]
    problems = [await refusal(district, dispute)]
    assert (await district.phone.get("/disputes"))["items"] == []
    await home.alice.joins_programme(TOWN)
    for who in (jinwan, town, moderator, home.alice, home.bob):
        problems.append(await refusal(who, dispute))
        assert (await who.phone.get("/disputes"))["items"] == []
    problems.append(await refusal(district, NOBODY))
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    await home.alice.phone.delete(f"{home.path}/household")
    await refusal(district, dispute)
    assert (await district.phone.get("/disputes"))["items"] == []
    assert await disputed(home.alice)
    assert await acts() == ["opened"]


async def refusal(person: Person, dispute: str) -> dict[str, str]:
    with pytest.raises(Refused) as refused_:
        await settles(person, dispute)
    return refused_.value.problem


async def test_only_the_open_disputes_of_ones_own_region_are_listed(world, home):
    district, jinwan = await world.archivist(XIANGZHOU), await world.archivist(JINWAN)
    eve = await world.person("Eve")
    await eve.founds("林家")
    await home.alice.joins_programme(XIANGZHOU)
    await eve.joins_programme(JINWAN)
    hers, his = (await declares(eve))["id"], (await declares(home.bob))["id"]
    assert [one["id"] for one in (await jinwan.phone.get("/disputes"))["items"]] == [hers]
    assert [one["id"] for one in (await district.phone.get("/disputes"))["items"]] == [his]
    await takes_back(home.bob)
    assert (await district.phone.get("/disputes"))["items"] == []
