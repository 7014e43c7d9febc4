"""Looks: 「谁看过孩子的档案」, for those who may know, out of the audit trail."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.base import uuid7
from models.trust.grants import AccessGrant
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.trust.access.viewers import born_by
from service.trust.looks import PAGE
from tests.roles import as_owner
from tests.trust.archive_room import (
    CITY,
    NOTHING,
    WHY,
    Room,
    asks,
    decides,
    room_of,
    steps_down,
)
from tests.trust.household import child_of, father_of
from tests.world import Person, World, refused


@pytest.fixture
async def room(world: World) -> Room:
    return await room_of(world)


async def seen(person: Person, room: Room) -> list[dict[str, Any]]:
    return (await person.phone.get(f"/students/{room.alice.child}/looks"))["items"]


async def looks_in(person: Person, path: str, times: int = 1) -> None:
    for _ in range(times):
        await person.phone.get(f"{path}/timeline")


async def test_the_guardians_see_who_looked_and_why(room):
    """By which office, and not by whose name; who let them, and how often they looked."""
    father, path = await father_of(room.world, room.alice), await room.opened()
    assert await seen(room.alice, room) == []
    await looks_in(room.liu, path, 3)
    (look,) = await seen(room.alice, room)
    assert await seen(father, room) == [look]
    names = {"id", "office", "reason", "reason_words", "approved_by", "approved_at", "expires_at"}
    assert set(look) == names | {"looks", "first_at", "last_at"}
    assert path.endswith(look["id"])
    (town,) = await query("select name from regions where code = '440402004000'")
    assert look["office"] == f"{town['name']}档案人员"
    assert (look["reason_words"], look["approved_by"]) == ("孩子的安全", "区级档案人员")
    assert look["looks"] == 3
    times = [look[name] for name in ("approved_at", "first_at", "last_at", "expires_at")]
    assert times == sorted(times)
    for hidden in ("刘芳", WHY, str((await room.liu.account()).id), "Staff"):
        assert hidden not in str(look)


async def test_the_child_itself_sees_it_from_fourteen_on(world):
    fourteen = born_by(14)
    room = await room_of(world, fourteen.isoformat())
    child = await child_of(world, room.alice)
    await looks_in(room.liu, await room.opened())
    assert await seen(child, room) == await seen(room.alice, room) != []
    day_after = fourteen + timedelta(days=1)
    await query("update students set birth_date = $1", day_after)
    with refused(403, "looks.not_yours"):
        await seen(child, room)
    assert len(await seen(room.alice, room)) == 1


async def test_the_other_relatives_are_told_that_it_is_not_theirs(room):
    for role in ("viewer", "contributor", "editor"):
        relative = await room.world.person(role)
        await room.alice.invites(relative, "亲属", role)
        with refused(403, "looks.not_yours"):
            await seen(relative, room)


async def test_to_all_others_there_is_no_such_child(room):
    await looks_in(room.liu, await room.opened())
    bob, problems = await room.world.person("Bob"), []
    for person in (bob, room.liu, room.he):
        with pytest.raises(Refused) as refusal:
            await seen(person, room)
        problems.append(refusal.value.problem)
    with pytest.raises(Refused) as refusal:
        await room.alice.phone.get(f"/students/{NOTHING}/looks")
    assert refusal.value.status == 404
    assert problems == [refusal.value.problem] * 3
    with refused(401):
        await seen(Person(room.world, room.world.phone("nobody")), room)


async def test_a_grant_by_which_nobody_looked_is_no_look(room):
    await room.opened()
    grant = await asks(room.he, room.alice.child)
    await decides(await room.world.archivist(CITY), grant, "refusal")
    assert await seen(room.alice, room) == []


async def test_each_look_belongs_to_one_grant_the_latest_first(room):
    """Two of Liu's, one after the other, and one of He's at the same time."""
    first = await room.opened(reason="complaint")
    await looks_in(room.liu, first, 2)
    await AccessGrant.all().update(
        decided_at=clock.now() - timedelta(hours=2), expires_at=clock.now()
    )
    second = await room.opened(reason="legal")
    await looks_in(room.liu, second, 2)
    grant = await asks(room.he, room.alice.child, reason="guardian_asked")
    await decides(await room.world.archivist(CITY), grant)
    await looks_in(room.he, f"/access-grants/{grant['id']}")
    await looks_in(room.liu, second)
    found = [(one["reason"], one["looks"]) for one in await seen(room.alice, room)]
    assert found == [("guardian_asked", 1), ("legal", 3), ("complaint", 2)]
    assert (await seen(room.alice, room))[0]["approved_by"] == "市级档案人员"


async def test_another_childs_looks_are_its_own(room):
    child = room.alice.child
    await room.alice.opens_archive("果果")
    await looks_in(room.liu, await room.opened())
    assert len(await seen(room.alice, room)) == 1
    room.alice.child = child
    assert await seen(room.alice, room) == []


async def test_it_stays_known_when_all_of_it_has_ended(room):
    """The time is over, both have left their offices, the family has left the programme."""
    await looks_in(room.liu, await room.opened())
    for person in (room.liu, room.he):
        await steps_down(person)
    await room.alice.phone.delete(f"/families/{room.alice.family}/household")
    with clock.moved(timedelta(days=1)):
        assert [one["looks"] for one in await seen(room.alice, room)] == [1]


async def test_the_latest_come_first_page_by_page(room):
    """One look a day, by one grant each."""
    path = await room.opened()
    await looks_in(room.liu, path)
    start = clock.now() - timedelta(days=PAGE + 5)
    made = [await looked_on(room, start + timedelta(days=day)) for day in range(PAGE + 2)]
    looks = f"/students/{room.alice.child}/looks"
    first = await room.alice.phone.get(looks)
    second = await room.alice.phone.get(looks, cursor=first["next"])
    assert (len(first["items"]), second["next"]) == (PAGE, "")
    both = first["items"] + second["items"]
    assert [one["id"] for one in both] == [*made[::-1], path.rpartition("/")[2]]
    assert {one["looks"] for one in both} == {1}


async def looked_on(room: Room, at: datetime) -> str:
    """A grant of a past day like the present one, and the look by it; its id."""
    present = await AccessGrant.all().order_by("created_at").first()
    assert present
    past = present.clone(pk=uuid7())
    past.decided_at, past.expires_at = at, at + timedelta(minutes=30)
    await past.save(force_create=True)
    await as_owner(
        room.world.settings.database_url,
        "insert into audit_records (id, created_at, actor_id, action, subject_id, request_id,"
        " address_hash) values (gen_random_uuid(), $1, $2, 'archive.looked_at', $3, '', '')",
        *(at + timedelta(minutes=1), past.account_id, past.student_id),
    )
    return str(past.id)
