"""Inspections: what staff see under a live grant, for how long, and the row each look leaves."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from models.archive.growth import Entry
from models.people.families import Membership, Relation, Role
from models.people.staff import Office
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive.inspections import PAGE
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from tests.people.relatives import told
from tests.roles import as_owner
from tests.trust.archive_room import (
    CITY,
    NOTHING,
    TOWN,
    Room,
    acts,
    asks,
    decides,
    holds,
    room_of,
    steps_down,
)
from tests.trust.household import father_of
from tests.world import JINWAN, Person, World, refused

LOOKS = "archive.looked_at"


@pytest.fixture
async def room(world: World) -> Room:
    return await room_of(world)


async def story(room: Room, title: str = "海边", **entry: Any) -> str:
    """An entry of the child's, once it has been checked."""
    made = (await room.alice.records(title=title, **entry))["id"]
    await room.alice.phone.until(f"/entries/{made}", standing=["passed"])
    return made


async def titles(room: Room, path: str) -> list[str]:
    return [one["title"] for one in (await room.liu.phone.get(f"{path}/timeline"))["items"]]


async def looks() -> list[dict[str, Any]]:
    return await query(
        "select actor_id, subject_id from audit_records where action = $1 order by id", LOOKS
    )


async def test_a_look_at_the_years_an_entry_and_a_photo(room):
    photo = await room.alice.takes_photo()
    entry = await story(room, story="风很大", photo_ids=[photo], happened="2020-05")
    path = await room.opened()
    (shown,) = (await room.liu.phone.get(f"{path}/timeline"))["items"]
    one = await room.liu.phone.get(f"{path}/entries/{entry}")
    names = {"id", "title", "story", "happened", "when", "dimension", "audience", "photos"}
    for view in (shown, one):
        assert set(view) == names | {"recorded_at"}
        assert (view["id"], view["title"], view["story"]) == (entry, "海边", "风很大")
        (small,) = view["photos"]
        assert set(small) == {"id", "width", "height", "colour", "thumb"}
        assert small["id"] == photo
    large = await room.liu.phone.get(f"{path}/photos/{photo}")
    assert set(large) == {"id", "width", "height", "colour", "screen"}
    await _is_a_small_and_short_lived_master(room, large["screen"])
    await _is_a_small_and_short_lived_master(room, one["photos"][0]["thumb"])


async def _is_a_small_and_short_lived_master(room: Room, url: str) -> None:
    """A rendition of the master, as it leaves the family: dead within ten minutes."""
    parts = urlsplit(url)
    assert parts.path.startswith("/m/")
    assert parts.query.startswith("imageView2/")
    deadline = int(parse_qs(parts.query.partition("&")[2])["e"][0])
    assert 0 < deadline - clock.now().timestamp() <= 600
    reply = await room.world.http.get(url)
    assert reply.status_code == 200
    assert b"Exif" not in reply.content


async def test_every_read_is_one_row_of_the_reader_about_the_child(room):
    photo = await room.alice.takes_photo()
    entry = await story(room, photo_ids=[photo])
    path = await room.opened()
    for read in ("timeline", f"entries/{entry}", f"photos/{photo}"):
        before = await looks()
        await room.liu.phone.get(f"{path}/{read}")
        row = {"actor_id": (await room.liu.account()).id, "subject_id": UUID(room.alice.child)}
        assert await looks() == [*before, row]


async def test_ten_reads_at_once_are_ten_rows_and_one_notice_each(room):
    father, viewer = await father_of(room.world, room.alice), await room.world.person("Dina")
    await room.alice.invites(viewer, "亲属", "viewer")
    path = await room.opened()
    assert [one for one in await told(room.alice) if one[0] == "archive_looked_at"] == []
    reads = (room.liu.phone.get(f"{path}/timeline") for _ in range(10))
    await asyncio.gather(*reads)
    assert len(await looks()) == 10
    notice = ("archive_looked_at", path.rpartition("/")[2])
    for guardian in (room.alice, father):
        assert [one for one in await told(guardian) if one[0] == notice[0]] == [notice]
    for other in (viewer, room.liu, room.he):
        assert notice[0] not in dict(await told(other))


async def test_each_grant_is_told_of(room):
    first = await room.opened()
    await room.liu.phone.get(f"{first}/timeline")
    with clock.moved(timedelta(minutes=31)):
        second = await room.opened(reason="legal")
        await room.liu.phone.get(f"{second}/timeline")
    subjects = [about for kind, about in await told(room.alice) if kind == "archive_looked_at"]
    assert subjects == [second.rpartition("/")[2], first.rpartition("/")[2]]


async def test_what_was_not_found_leaves_no_row(room):
    path = await room.opened()
    for read in (f"entries/{NOTHING}", f"photos/{NOTHING}"):
        with refused(404):
            await room.liu.phone.get(f"{path}/{read}")
    assert await looks() == []
    assert "archive_looked_at" not in dict(await told(room.alice))


@pytest.mark.usefixtures("spoilt")
async def test_a_look_that_cannot_be_recorded_shows_nothing(room):
    photo = await room.alice.takes_photo()
    entry = await story(room, photo_ids=[photo])
    path = await room.opened()
    constraint = f"check (action <> '{LOOKS}') not valid"
    url = room.world.settings.database_url
    await as_owner(url, f"alter table audit_records add constraint broken {constraint}")
    for read in ("timeline", f"entries/{entry}", f"photos/{photo}"):
        with refused(500, "internal"):
            await room.liu.phone.get(f"{path}/{read}")
    assert "archive_looked_at" not in dict(await told(room.alice))


async def test_only_the_childs_checked_entries_from_the_family_on(room):
    """Nothing for guardians alone, unchecked, a draft, in the trash, of the family, of another."""
    alice = room.alice
    shown = await story(room, "全家看")
    hidden = [await story(room, "监护人看", audience="guardians")]
    hidden += [await story(room, title) for title in ("没查过", "草稿", "删掉的")]
    unchecked, draft, deleted = hidden[1:]
    await Entry.filter(id=unchecked).update(standing="pending")
    await Entry.filter(id=draft).update(draft=True)
    await alice.phone.delete(f"/entries/{deleted}")
    hidden += [await story(room, "家里的", student_id=None)]
    child = alice.child
    await alice.opens_archive("果果")
    hidden += [await story(room, "妹妹的")]
    alice.child = child
    path = await room.opened()
    assert await titles(room, path) == ["全家看"]
    assert await room.liu.sees(f"{path}/entries/{shown}") == [True]
    assert await room.liu.sees(*(f"{path}/entries/{one}" for one in hidden)) == [False] * 6


async def test_only_checked_photos_of_these_entries(room):
    alice = room.alice
    loose, private, family, held_back, good = [await alice.takes_photo() for _ in range(5)]
    await story(room, audience="guardians", photo_ids=[private])
    await story(room, student_id=None, photo_ids=[family])
    shown = await story(room, photo_ids=[good, held_back])
    await query("update photos set standing = 'review' where id = $1", UUID(held_back))
    path = await room.opened()
    seen = await room.liu.sees(
        *(f"{path}/photos/{one}" for one in (loose, private, family, held_back, good))
    )
    assert seen == [False] * 4 + [True]
    entry = await room.liu.phone.get(f"{path}/entries/{shown}")
    assert [one["id"] for one in entry["photos"]] == [good]
    (page,) = (await room.liu.phone.get(f"{path}/timeline"))["items"]
    assert [one["id"] for one in page["photos"]] == [good]


async def test_the_photos_keep_their_order(room):
    photos = [await room.alice.takes_photo() for _ in range(3)][::-1]
    entry = await story(room, photo_ids=photos)
    path = await room.opened()
    shown = await room.liu.phone.get(f"{path}/entries/{entry}")
    assert [one["id"] for one in shown["photos"]] == photos


async def test_the_latest_day_comes_first_page_by_page(room):
    account, child = await room.alice.account(), await Student.get(id=room.alice.child)
    days = [clock.today() - timedelta(days=number // 2) for number in range(PAGE + 4)]
    for day in days:
        entry = Entry(author=account, family_id=child.family_id, student=child, sort_day=day)
        entry.title, entry.happened, entry.standing = "海边", day.isoformat(), Standing.PASSED
        await entry.save()
    path = await room.opened()
    first = await room.liu.phone.get(f"{path}/timeline")
    second = await room.liu.phone.get(f"{path}/timeline", cursor=first["next"])
    assert (len(first["items"]), second["next"]) == (PAGE, "")
    seen = first["items"] + second["items"]
    assert [one["happened"] for one in seen] == [day.isoformat() for day in days]
    assert len({one["id"] for one in seen}) == PAGE + 4
    assert len(await looks()) == 2


async def _ask_alone(room: Room) -> str:
    return f"/access-grants/{(await asks(room.liu, room.alice.child))['id']}"


async def _be_refused(room: Room) -> str:
    grant = await asks(room.liu, room.alice.child)
    await decides(room.he, grant, "refusal")
    return f"/access-grants/{grant['id']}"


async def _look_by_anothers(room: Room) -> str:
    return f"/access-grants/{(await _by_the_city(room))['id']}"


async def _by_the_city(room: Room) -> dict[str, Any]:
    city = await room.world.archivist(CITY)
    return await decides(room.he, await asks(city, room.alice.child))


async def _step_down(room: Room) -> str:
    path = await room.opened()
    await steps_down(room.liu)
    return path


async def _change_office(room: Room) -> str:
    """The office by which it was asked for has ended; a moderator's is none, nor a new one."""
    path = await _step_down(room)
    await holds(room.world, room.liu, Office.MODERATOR, TOWN)
    await holds(room.world, room.liu, Office.ARCHIVIST, TOWN)
    return path


async def _leave_the_programme(room: Room) -> str:
    path = await room.opened()
    await room.alice.phone.delete(f"/families/{room.alice.family}/household")
    return path


async def _move_away(room: Room) -> str:
    path = await room.opened()
    await room.alice.joins_programme(JINWAN)
    return path


async def _erase_the_child(room: Room) -> str:
    path = await room.opened()
    await Student.filter(id=room.alice.child).update(erased_at=clock.now())
    return path


async def _become_family(room: Room) -> str:
    path = await room.opened()
    place = {"family_id": UUID(room.alice.family), "role": Role.VIEWER, "since": clock.now()}
    await Membership.create(account=await room.liu.account(), relation=Relation.OTHER, **place)
    return path


DEAD = [_ask_alone, _be_refused, _look_by_anothers, _step_down, _change_office]
DEAD += [_leave_the_programme, _move_away, _erase_the_child, _become_family]


@pytest.mark.parametrize("death", DEAD)
async def test_without_a_live_grant_there_is_nothing(room, death):
    """Alike to a grant that does not exist; and nothing is recorded of it."""
    entry = await story(room)
    path = await death(room)
    problems = []
    for grant in (path, f"/access-grants/{NOTHING}"):
        for read in ("timeline", f"entries/{entry}", f"photos/{NOTHING}"):
            with pytest.raises(Refused) as refusal:
                await room.liu.phone.get(f"{grant}/{read}")
            problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    assert await looks() == []


async def test_a_grant_ends_with_its_time(room):
    entry = await story(room)
    path = await room.opened(minutes=45)
    with clock.moved(timedelta(minutes=44)):
        assert await titles(room, path) == ["海边"]
    with clock.moved(timedelta(minutes=45, seconds=1)):
        assert await room.liu.sees(f"{path}/timeline", f"{path}/entries/{entry}") == [False, False]
    assert len(await looks()) == 1


async def test_whoever_approved_sees_nothing_by_it(room):
    path = await room.opened()
    strangers = [room.he, room.alice, await room.world.person("Mei")]
    await holds(room.world, strangers[2], Office.MODERATOR, CITY)
    for person in strangers:
        assert await person.sees(f"{path}/timeline") == [False]
    assert await looks() == []


async def test_a_live_grant_opens_nothing_else(room):
    """Not the child, its years, its entries or photos where the family reads them."""
    photo = await room.alice.takes_photo()
    entry = await story(room, photo_ids=[photo])
    post = (await room.alice.publishes("海边", [photo], audience="family"))["id"]
    child, family = f"/students/{room.alice.child}", f"/families/{room.alice.family}"
    path = await room.opened()
    await room.liu.phone.get(f"{path}/timeline")
    elsewhere = [child, f"{child}/timeline", f"{child}/looks", f"{child}/enrolments"]
    elsewhere += [f"/entries/{entry}", f"/photos/{photo}", f"/posts/{post}"]
    elsewhere += [family, f"{family}/members", f"{family}/timeline"]
    assert await room.liu.sees(*elsewhere) == [False] * len(elsewhere)
    with refused(404):
        await room.liu.phone.put(f"/entries/{entry}", {"title": "山上"})
    assert (await room.liu.phone.get("/students"))["items"] == []


async def test_without_a_session_there_is_no_look(room):
    path, nobody = await room.opened(), Person(room.world, room.world.phone("nobody"))
    with refused(401):
        await nobody.phone.get(f"{path}/timeline")
    assert await acts(LOOKS) == []
