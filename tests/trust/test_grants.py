"""Grants: who may ask to look into a child's archive, who decides, and what is decided once."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from models.people.families import Membership, Relation, Role
from models.people.staff import Office
from models.people.students import Student, StudentAccount
from models.trust.grants import AccessGrant
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.trust.grants import PAGE, UNDECIDED_FOR
from tests.each import each
from tests.trust.archive_room import (
    CITY,
    NOTHING,
    OTHER_TOWN,
    TOWN,
    WHY,
    Room,
    acts,
    asks,
    decides,
    holds,
    room_of,
    steps_down,
    wish,
)
from tests.trust.household import mother_of
from tests.trust.leaving import counted
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

VIEW = {"id", "student_id", "child", "asked_by", "region", "mine", "reason", "reason_words"}
VIEW |= {"words", "minutes", "state", "asked_at", "decided_at", "expires_at"}


@pytest.fixture
async def room(world: World) -> Room:
    return await room_of(world)


async def listed(person: Person) -> list[str]:
    return [one["id"] for one in (await person.phone.get("/access-grants"))["items"]]


async def becomes_family(person: Person, room: Room) -> None:
    account = await person.account()
    place = {"family_id": UUID(room.alice.family), "role": Role.VIEWER}
    await Membership.create(account=account, relation=Relation.OTHER, since=clock.now(), **place)


async def is_the_student(person: Person, room: Room) -> None:
    account, student_id = await person.account(), UUID(room.alice.child)
    await StudentAccount.create(account=account, student_id=student_id, since=clock.now())


async def test_no_count_tells_the_guardians_that_somebody_means_to_look(room):
    paths = f"/students/{room.alice.child}/data", f"/families/{room.alice.family}/data"
    before = [counted(await room.alice.phone.get(path)) for path in paths]
    grant = await asks(room.liu, room.alice.child)
    assert [counted(await room.alice.phone.get(path)) for path in paths] == before
    await decides(room.he, grant)
    for path in paths:
        assert counted(await room.alice.phone.get(path))["access_grants"] == 1


async def test_one_asks_another_approves_and_the_time_runs_from_then(room):
    grant = await asks(room.liu, room.alice.child)
    assert set(grant) == VIEW
    assert (grant["state"], grant["mine"], grant["decided_at"]) == ("asked", True, None)
    assert (grant["asked_by"], grant["reason_words"]) == ("刘芳", "孩子的安全")
    (seen,) = (await room.he.phone.get("/access-grants"))["items"]
    assert (seen["id"], seen["mine"], seen["words"]) == (grant["id"], False, WHY)
    with clock.moved(timedelta(hours=3)):
        approved = await decides(room.he, grant)
        assert (await decides(room.he, grant)) == approved
    assert approved["state"] == "approved"
    decided, expires = [datetime.fromisoformat(approved[n]) for n in ("decided_at", "expires_at")]
    assert expires - decided == timedelta(minutes=30)
    assert decided - clock.now() > timedelta(hours=2)
    assert await listed(room.liu) == [grant["id"]]
    assert await acts("grant.%") == ["grant.asked", "grant.approved"]


async def test_whoever_approved_sees_it_until_its_time_is_over(room):
    """A colleague of the city does not, nor whoever has become one of the family."""
    city = await room.world.archivist(CITY)
    grant = await asks(room.liu, room.alice.child)
    assert await listed(city) == await listed(room.he) == [grant["id"]]
    approved = await decides(room.he, grant)
    assert (await room.he.phone.get("/access-grants"))["items"] == [approved]
    assert await listed(city) == []
    with clock.moved(timedelta(minutes=31)):
        assert (await listed(room.he), await listed(room.liu)) == ([], [grant["id"]])
    await becomes_family(room.he, room)
    assert await listed(room.he) == []


async def test_whom_it_is_about_is_told_by_the_household_and_by_age(room):
    """No name of the child: 「第 2 个」 is what the family and staff both can count."""
    home = await room.alice.phone.get(f"/families/{room.alice.family}/household")
    younger = await asks(room.liu, room.alice.child)
    assert younger["child"] == {"household": home["number"], "place": 1, "children": 1}
    older = await asks(room.liu, await room.alice.opens_archive("果果", "2012-03-01"))
    assert older["child"] == {"household": home["number"], "place": 1, "children": 2}
    for person in (room.liu, room.he):
        seen = (await person.phone.get("/access-grants"))["items"]
        assert [one["child"]["place"] for one in seen] == [1, 2]
        assert "小满" not in str(seen)


async def moves(room: Room) -> None:
    await room.alice.joins_programme(OTHER_TOWN)


async def leaves(room: Room) -> None:
    await room.alice.phone.delete(f"/families/{room.alice.family}/household")


async def is_erased(room: Room) -> None:
    await Student.filter(id=room.alice.child).update(erased_at=clock.now())


async def ends_the_office(room: Room) -> None:
    await steps_down(room.liu)


@pytest.mark.parametrize("changes", [moves, leaves, is_erased, ends_the_office])
async def test_what_an_office_reaches_no_more_it_is_not_told_of(room, changes):
    grant = await asks(room.liu, room.alice.child)
    await changes(room)
    (seen,) = (await room.liu.phone.get("/access-grants"))["items"]
    assert (seen["id"], seen["child"]) == (grant["id"], None)


async def test_what_was_refused_stays_refused(room):
    grant = await asks(room.liu, room.alice.child, reason="legal")
    for _ in range(2):
        told = await decides(room.he, grant, "refusal")
    assert (told["state"], told["expires_at"]) == ("refused", None)
    with refused(409, "grant.decided"):
        await decides(room.he, grant)
    assert await acts("grant.%") == ["grant.asked", "grant.refused"]


async def test_a_wish_that_nobody_decides_lapses_and_is_made_anew(room):
    grant = await asks(room.liu, room.alice.child)
    with clock.moved(UNDECIDED_FOR - timedelta(minutes=1)):
        assert await listed(room.he) == [grant["id"]]
    with clock.moved(UNDECIDED_FOR + timedelta(minutes=1)):
        assert await listed(room.he) == []
        for act in ("approval", "refusal"):
            with refused(409, "grant.lapsed"):
                await decides(room.he, grant, act)
        again = await asks(room.liu, room.alice.child)
        assert (await decides(room.he, again))["state"] == "approved"
    assert await acts("grant.%") == ["grant.asked", "grant.asked", "grant.approved"]


async def test_nobody_decides_what_they_asked_for_themselves(room):
    grant = await asks(room.he, room.alice.child)
    for act in ("approval", "refusal"):
        with refused(403, "grant.own"):
            await decides(room.he, grant, act)
    assert await acts("grant.%") == ["grant.asked"]
    city = await room.world.archivist(CITY)
    assert (await decides(city, grant))["state"] == "approved"


@pytest.mark.parametrize("joins", [becomes_family, is_the_student])
async def test_whoever_is_of_the_family_neither_asks_nor_decides(room, joins):
    """Nor do they learn that a colleague means to look."""
    grant = await asks(room.liu, room.alice.child)
    await joins(room.he, room)
    with refused(403, "grant.of_family"):
        await decides(room.he, grant)
    with refused(403, "grant.of_family"):
        await asks(room.he, room.alice.child)
    assert await listed(room.he) == []
    assert await acts("grant.%") == ["grant.asked"]


async def test_to_all_others_there_is_nothing_to_ask_for_and_nothing_to_decide(room):
    """A moderator, a curator, a mother, two other archivists, a colleague of the town, Alice."""
    grant, missing = await asks(room.liu, room.alice.child), {"id": NOTHING}
    mei, wu, bob, colleague = [await room.world.person(name) for name in ("Mei", "Wu", "Bob", "Li")]
    await holds(room.world, mei, Office.MODERATOR, CITY)
    await holds(room.world, wu, Office.CURATOR, XIANGZHOU)
    await holds(room.world, colleague, Office.ARCHIVIST, TOWN)
    others = [await room.world.archivist(code) for code in (OTHER_TOWN, JINWAN)]
    strangers = [mei, wu, bob, *others, room.alice]
    tries = [asks(person, room.alice.child) for person in strangers]
    tries += [decides(who, one) for who in (*strangers, colleague) for one in (grant, missing)]
    problems = []
    for act in [*tries, asks(room.liu, NOTHING)]:
        with pytest.raises(Refused) as refusal:
            await act
        problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    assert [await listed(person) for person in (*strangers, colleague)] == [[]] * 7
    assert await acts("grant.%") == ["grant.asked"]


async def test_a_child_outside_the_programme_is_nobodys_business(room):
    bob = await room.world.person("Bob")
    await bob.founds("周家")
    await bob.opens_archive("果果")
    with refused(404):
        await asks(room.liu, bob.child)
    grant = await asks(room.liu, room.alice.child)
    await room.alice.phone.delete(f"/families/{room.alice.family}/household")
    with refused(404):
        await asks(room.liu, room.alice.child)
    with refused(404):
        await decides(room.he, grant)
    assert await listed(room.he) == []


async def test_nor_is_a_child_that_was_erased(room):
    grant = await asks(room.liu, room.alice.child)
    await Student.filter(id=room.alice.child).update(erased_at=clock.now())
    with refused(404):
        await asks(room.liu, room.alice.child)
    with refused(404):
        await decides(room.he, grant)
    assert await listed(room.he) == []


async def test_an_office_that_ended_asks_and_decides_nothing(room):
    grant = await asks(room.liu, room.alice.child)
    for person in (room.liu, room.he):
        await steps_down(person)
    with refused(404):
        await asks(room.liu, room.alice.child)
    with refused(404):
        await decides(room.he, grant)
    assert await listed(room.liu) == [grant["id"]]


async def test_of_an_approval_and_a_refusal_at_once_one_holds(room):
    city = await room.world.archivist(CITY)
    for _ in range(6):
        grant = await asks(room.liu, room.alice.child)
        tries = (decides(room.he, grant), decides(city, grant, "refusal"))
        told = await asyncio.gather(*tries, return_exceptions=True)
        (won,) = [one for one in told if isinstance(one, dict)]
        (lost,) = [one for one in told if isinstance(one, Refused)]
        assert (lost.status, lost.problem["code"]) == (409, "grant.decided")
        (row,) = await query("select state from access_grants where id = $1", UUID(grant["id"]))
        assert row["state"] == won["state"]
        await AccessGrant.filter(id=grant["id"]).update(expires_at=clock.now())
    assert len(await acts("grant.%")) == 12


async def test_one_look_runs_at_a_time(room):
    """Of three approvals at once one holds; when its time is over, there may be the next."""
    wishes = [await asks(room.liu, room.alice.child) for _ in range(3)]
    tries = (decides(room.he, one) for one in wishes)
    told = await asyncio.gather(*tries, return_exceptions=True)
    lost = [one.problem["code"] for one in told if isinstance(one, Refused)]
    assert lost == ["grant.running"] * 2
    seen = (await room.he.phone.get("/access-grants"))["items"]
    waiting = [one for one in seen if one["state"] == "asked"]
    assert (len(seen), len(waiting)) == (3, 2)
    with clock.moved(timedelta(minutes=31)):
        assert (await decides(room.he, waiting[0]))["state"] == "approved"
        assert (await decides(room.he, waiting[1], "refusal"))["state"] == "refused"


async def test_anothers_look_does_not_stand_in_the_way(room):
    city = await room.world.archivist(CITY)
    for person in (room.liu, room.he):
        assert await decides(city, await asks(person, room.alice.child))


@each(
    "wrong",
    [
        {"minutes": 4},
        {"minutes": 481},
        {"words": "九个字是不够说清的"},
        {"words": "长" * 501},
        {"words": " " * 20},
        {"reason": "curiosity"},
        {"expires_at": None},
    ],
    ids=str,
)
async def test_a_wish_says_why_and_for_how_long(room, wrong):
    with refused(422):
        await asks(room.liu, room.alice.child, **wrong)


async def test_the_bounds_themselves_are_fine(room):
    assert (await asks(room.liu, room.alice.child, minutes=5, words="十" * 10))["minutes"] == 5
    assert (await asks(room.liu, room.alice.child, minutes=480, words="十" * 500))["words"]


async def test_the_same_request_again_asks_nothing_new(room):
    body = wish(room.alice.child)
    first = await room.liu.phone.post("/access-grants", body, key="asked-once")
    assert await room.liu.phone.post("/access-grants", body, key="asked-once") == first
    assert await acts("grant.%") == ["grant.asked"]


async def test_nobody_asks_without_end(room):
    for _ in range(20):
        await asks(room.liu, room.alice.child)
    with refused(429, "rate_limited"):
        await asks(room.liu, room.alice.child)


async def test_the_latest_come_first_page_by_page(room):
    account, held = await room.liu.account(), await asks(room.liu, room.alice.child)
    own = await AccessGrant.get(id=held["id"])
    made = [
        await AccessGrant.create(
            student_id=own.student_id,
            account_id=account.id,
            office_id=own.office_id,
            reason=own.reason,
            words=WHY,
            minutes=5,
        )
        for _ in range(PAGE + 3)
    ]
    ids = [held["id"], *(str(one.id) for one in made)][::-1]
    for person in (room.liu, room.he):
        first = await person.phone.get("/access-grants")
        second = await person.phone.get("/access-grants", cursor=first["next"])
        assert (len(first["items"]), second["next"]) == (PAGE, "")
        assert [one["id"] for one in first["items"] + second["items"]] == ids


async def test_a_district_decides_where_the_child_lives_now(room):
    """Asked for by the city; the family has moved to another district meanwhile."""
    city, jinwan = [await room.world.archivist(code) for code in (CITY, JINWAN)]
    grant = await asks(city, room.alice.child)
    await room.alice.joins_programme(JINWAN)
    with refused(404):
        await decides(room.he, grant)
    assert (await decides(jinwan, grant))["state"] == "approved"


async def test_two_families_do_not_mix(room):
    """An archivist who is of one family decides on the other one's child."""
    carol = await mother_of(room.world)
    await becomes_family(room.he, room)
    assert carol.family != room.alice.family
    await carol.joins_programme(TOWN)
    grant = await asks(room.liu, carol.child)
    assert await listed(room.he) == [grant["id"]]
    assert (await decides(room.he, grant))["state"] == "approved"
