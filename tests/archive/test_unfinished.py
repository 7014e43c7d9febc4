"""Unfinished entries: begun on the way, their author's alone, and checked when they are done."""

from typing import Any

import pytest

from models.archive.growth import EntryPhoto
from models.trust.consents import Purpose
from service.archive import entry_drafts
from service.foundation.database import query
from tests.archive.test_drafts import drafted, grown
from tests.people.relatives import Home, home_of, told
from tests.pupil import pupil_of, tomorrow
from tests.world import Person, World, refused

WORDS = "msg_sec_check"


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def begun(person: Person, **entry: Any) -> str:
    """The path of something unfinished."""
    made = await person.records(**{"title": "先记一笔", "unfinished": True, **entry})
    assert made["unfinished"]
    return f"/entries/{made['id']}"


async def finished(person: Person, path: str, **change: Any) -> dict[str, Any]:
    return await person.phone.put(path, {"unfinished": False, **change})


async def drafts(person: Person) -> list[str]:
    """What waits for somebody in the family, latest first."""
    found = (await person.phone.get(f"/families/{person.family}/drafts"))["items"]
    return [f"/entries/{one['id']}" for one in found]


async def checks(world: World) -> int:
    return (await world.control("wechat", "calls")).get(WORDS, 0)


async def acts() -> list[str]:
    rows = await query("select action from audit_records where action like 'entry.%' order by id")
    return [row["action"] for row in rows]


async def test_it_is_its_authors_alone_and_nothing_is_checked_until_it_is_finished(world, home):
    asked = await checks(world)
    photo = await home.chen.takes_photo()
    path = await begun(home.chen, photo_ids=[photo], happened="2020")
    changed = await home.chen.phone.put(path, {"story": "还没想好", "place": "拱北"})
    assert (changed["version"], changed["standing"], changed["unfinished"]) == (2, "pending", True)
    await world.quiet()
    assert await checks(world) == asked
    assert await query("select 1 from entry_revisions") == []
    for other in (home.alice, home.bob, home.dina):
        for call in (
            other.phone.get(path),
            other.phone.put(path, {"title": "别人的"}),
            other.phone.delete(path),
            other.phone.get(f"{path}/photos"),
            other.phone.get(f"{path}/revisions"),
            other.phone.call("POST", f"{path}/confirmation", {"version": 2}),
        ):
            with refused(404):
                await call
        assert (await other.timeline(), await drafts(other)) == ([], [])
    assert await home.dina.sees(f"/photos/{photo}") == [False]
    assert (await home.chen.timeline(), await drafts(home.chen)) == ([], [path])
    entry = await finished(home.chen, path, title="爷爷的菜园")
    assert (entry["unfinished"], entry["standing"], entry["version"]) == (False, "pending", 3)
    await home.chen.phone.until(path, standing=["passed"])
    assert await home.dina.sees(path, f"/photos/{photo}") == [True, True]
    assert (await drafts(home.chen), len(await home.dina.timeline())) == ([], 1)
    assert await acts() == ["entry.begun", "entry.changed", "entry.recorded"]
    assert await query("select 1 from entry_revisions") == []


async def test_finishing_twice_is_fine_and_nothing_goes_back(home):
    path = await begun(home.alice)
    await finished(home.alice, path)
    await home.alice.phone.until(path, standing=["passed"])
    again = await finished(home.alice, path)
    assert (again["version"], again["standing"]) == (2, "passed")
    with refused(409, "entry.finished"):
        await home.alice.phone.put(path, {"unfinished": True})


async def test_even_a_beginning_is_something(world, home):
    for nothing in ({"title": ""}, {"title": " ", "place": " "}, {"title": "", "happened": "2020"}):
        with refused(422, "entry.empty"):
            await begun(home.alice, **nothing)
    place = await begun(home.alice, title="", place="外婆家")
    with refused(422, "entry.empty"):
        await finished(home.alice, place)
    with refused(422, "entry.empty"):
        await home.alice.phone.put(place, {"place": ""})
    photo = await begun(home.alice, title="", photo_ids=[await home.alice.takes_photo()])
    assert (await finished(home.alice, photo))["standing"] == "passed"
    with refused(422, "entry.future"):
        await begun(home.alice, happened="2999")


async def test_what_the_class_is_to_see_is_asked_for_when_it_is_finished(world, home):
    path = await begun(home.alice, title="打 13812345678", audience="class")
    chens = await begun(home.chen, audience="class")
    with refused(422, "consent.class_required"):
        await finished(home.alice, path)
    await home.alice.consents(Purpose.CLASS, home.alice.child)
    with refused(422, "privacy.found"):
        await finished(home.alice, path)
    with refused(403, "role.too_low"):
        await finished(home.chen, chens)
    entry = await finished(home.alice, path, title="运动会")
    assert (entry["audience"], entry["standing"]) == ("class", "pending")
    assert not (await finished(home.chen, chens, audience="family"))["unfinished"]
    (row,) = await query("select count(consent_id) from entries")
    assert row["count"] == 1


async def test_without_consent_to_keep_the_childs_data_nothing_is_even_begun(world, home):
    path = await begun(home.alice)
    consents = (await home.alice.phone.get("/consents", family_id=home.alice.family))["items"]
    archive = next(one["id"] for one in consents if one["purpose"] == "archive")
    await home.alice.phone.delete(f"/consents/{archive}")
    for call in (lambda: begun(home.alice), lambda: finished(home.alice, path)):
        with refused(422, "consent.archive_required"):
            await call()
    with refused(403, "role.too_low"):
        await begun(home.dina)


async def test_a_student_finishes_it_and_then_a_guardian_confirms_it(world, home):
    pupil = await pupil_of(world, home.alice)
    path = await begun(pupil, title="我学会了游泳")
    assert (await drafts(pupil), await drafts(home.alice)) == ([path], [])
    notice = ("draft_to_confirm", path.rpartition("/")[2])
    assert notice not in await told(home.bob)
    with refused(403):
        await pupil.phone.call("POST", f"{path}/confirmation", {"version": 1})
    entry = await finished(pupil, path)
    assert (entry["draft"], entry["unfinished"]) == (True, False)
    await pupil.phone.until(path, standing=["passed"])
    other = await begun(home.alice)
    assert await drafts(pupil) == [path]
    assert (await drafts(home.alice), await drafts(home.bob)) == ([other, path], [path])
    assert await drafts(home.chen) == await drafts(home.dina) == []
    with refused(404):
        await drafts(await _eve(world, home))
    assert notice in await told(home.bob)
    await home.bob.phone.call("POST", f"{path}/confirmation", {"version": 2})
    assert (await drafts(pupil), await drafts(home.bob)) == ([], [])


async def _eve(world: World, home: Home) -> Person:
    eve = await world.person("Eve")
    eve.family = home.alice.family
    return eve


async def test_what_a_grown_child_had_written_waits_for_nobody_else(world):
    alice, pupil = await grown(world)
    path = await drafted(pupil)
    assert await drafts(alice) == [path]
    with tomorrow():
        assert (await drafts(alice), await drafts(pupil)) == ([], [path])


async def test_drafts_come_by_pages_latest_first(home, monkeypatch):
    monkeypatch.setattr(entry_drafts, "PAGE", 2)
    made = [await begun(home.alice, title=f"第{n}条") for n in range(5)]
    await home.alice.records(title="写完了")
    pages, cursor = [], ""
    while not pages or cursor:
        page = await home.alice.phone.get(f"{home.path}/drafts", cursor=cursor)
        pages.append([f"/entries/{one['id']}" for one in page["items"]])
        cursor = page["next"]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == made[::-1]


async def test_photos_are_moved_into_what_is_unfinished_and_stay_for_its_author(world, home):
    photo = await home.alice.takes_photo()
    shown = await home.alice.records(photo_ids=[photo])
    path = await begun(home.chen)
    body = {"family_id": home.alice.family, "photo_ids": [photo]}
    await home.chen.phone.put("/photos", body | {"entry_id": path.rpartition("/")[2]})
    assert [one["id"] for one in (await home.chen.phone.get(path))["photos"]] == [photo]
    other = await home.bob.records(title="爸爸的相册")
    with refused(404):
        await home.bob.phone.put("/photos", body | {"entry_id": path.rpartition("/")[2]})
    await home.bob.phone.put("/photos", body | {"entry_id": other["id"]})
    held = {str(one.entry_id) for one in await EntryPhoto.filter(photo_id=photo)}
    assert held == {path.rpartition("/")[2], other["id"]}
    assert (await home.alice.phone.get(f"/entries/{shown['id']}"))["photos"] == []
