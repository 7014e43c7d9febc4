"""Revisions: what an entry said before, and who changed it; nobody overwrites what is unseen."""

import asyncio
from typing import Any

import pytest

from models.trust.consents import Purpose
from service.archive import revisions
from service.foundation.database import query
from tests.people.relatives import Home, home_of
from tests.pupil import pupil_of
from tests.world import Person, World, refused

RISKY = "想看更多照片加微信"
OLD = ("title", "place", "happened")


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def told(person: Person, **entry: Any) -> str:
    """The path of an entry whose words have passed."""
    path = f"/entries/{(await person.records(**entry))['id']}"
    await person.phone.until(path, standing=["passed"])
    return path


async def changed(person: Person, path: str, **change: Any) -> dict[str, Any]:
    return await person.phone.put(path, change)


async def past(person: Person, path: str) -> list[dict[str, Any]]:
    return (await person.phone.get(f"{path}/revisions"))["items"]


async def test_each_change_keeps_what_was_there_before_and_who_changed_it(world, home):
    path = await told(home.chen, title="第一次游永", place="拱北", dimension="身心健康")
    assert await past(home.chen, path) == []
    assert (await changed(home.alice, path, title="第一次游泳"))["version"] == 2
    await home.alice.phone.until(path, standing=["passed"])
    entry = await changed(home.chen, path, happened="2020-08", place="吉大", audience="guardians")
    assert (entry["version"], entry["place"], entry["when"]) == (3, "吉大", "2020年8月")
    await world.quiet()
    for reader in (home.chen, home.alice, home.bob):
        latest, first = await past(reader, path)
        assert [one["version"] for one in (latest, first)] == [2, 1]
        assert [one["changed_by"] for one in (latest, first)] == ["爷爷", "妈妈"]
        assert [latest[name] for name in OLD] == ["第一次游泳", "拱北", ""]
        assert [first[name] for name in OLD] == ["第一次游永", "拱北", ""]
        assert (first["dimension"], first["audience"], first["told"]) == (
            "身心健康",
            "family",
            True,
        )
        assert first["changed_at"] < latest["changed_at"]
    with refused(404):
        await past(home.dina, path)
    await changed(home.alice, path, audience="family")
    with refused(403, "entry.not_yours"):
        await past(home.dina, path)
    for stranger in (await world.person("Eve"), Person(world, world.phone("nobody"))):
        with refused(404 if stranger.phone.token else 401):
            await past(stranger, path)


async def test_what_is_sent_back_as_it_was_read_changes_nothing(world, home):
    persons = (await home.alice.phone.get(f"{home.path}/persons"))["items"]
    ids = [person["id"] for person in persons]
    path = await told(home.alice, title="海边", story="捡贝壳", person_ids=ids[:2])
    same = {"title": "海边", "story": "捡贝壳", "happened": "", "place": "", "milestone": ""}
    same |= {"dimension": None, "audience": "family", "person_ids": ids[1::-1], "unfinished": False}
    for change in ({}, same, same | {"version": 1}):
        entry = await changed(home.alice, path, **change)
        assert (entry["version"], entry["standing"]) == (1, "passed")
    assert await past(home.alice, path) == []
    assert (await changed(home.alice, path, person_ids=ids[:1]))["version"] == 2
    (before,) = await past(home.alice, path)
    assert (before["title"], before["version"]) == ("海边", 1)
    acts = "select action from audit_records where action like 'entry.%' order by id"
    assert [row["action"] for row in await query(acts)] == ["entry.recorded", "entry.changed"]


async def test_whoever_looked_at_another_version_is_told_so_and_overwrites_nothing(world, home):
    path = await told(home.alice, title="海边")
    async with world.worker_away():
        await changed(home.bob, path, title="情侣路的海边", version=1)
        assert (await home.bob.phone.get(path))["standing"] == "pending"
        assert await home.chen.sees(path) == [False]
    await home.bob.phone.until(path, standing=["passed"])
    with refused(409, "entry.changed"):
        await changed(home.alice, path, title="海滨泳场", version=1)
    assert (await home.alice.phone.get(path))["title"] == "情侣路的海边"
    again = await changed(home.bob, path, title="情侣路的海边", version=1)
    assert (again["version"], again["standing"]) == (2, "passed")
    assert (await changed(home.alice, path, happened="2020"))["version"] == 3
    for wrong in (0, -1, "1", 1.5):
        with refused(422):
            await changed(home.alice, path, title="x", version=wrong)


async def test_of_racers_one_comes_first_and_the_same_ones_change_it_once(home):
    path = await told(home.alice, title="海边")
    days = [changed(home.alice, path, happened=f"20{10 + n}", version=1) for n in range(6)]
    outcomes = await asyncio.gather(*days, return_exceptions=True)
    won = [one for one in outcomes if isinstance(one, dict)]
    assert [one["version"] for one in won] == [2]
    await asyncio.gather(*(changed(home.bob, path, title="山上") for _ in range(6)))
    assert [one["version"] for one in await past(home.alice, path)] == [2, 1]
    assert (await home.alice.phone.until(path, standing=["passed"]))["version"] == 3


async def test_words_that_did_not_pass_are_told_to_whoever_wrote_them_alone(world, home):
    path = await told(home.chen, title="海边")
    await changed(home.alice, path, title=RISKY)
    await home.chen.phone.until(path, standing=["risky"])
    assert (await home.alice.sees(path), await home.bob.sees(path)) == ([True], [False])
    assert (await changed(home.alice, path, title="海滨"))["version"] == 3
    await home.alice.phone.until(path, standing=["passed"])
    for reader, words in ((home.alice, RISKY), (home.chen, ""), (home.bob, "")):
        latest, first = await past(reader, path)
        assert (latest["title"], latest["told"]) == (words, bool(words))
        assert (first["title"], first["told"]) == ("海边", True)


async def test_nobody_learns_unchecked_words_by_changing_something_beside_them(world, home):
    path = await told(home.chen, title="海边")
    async with world.worker_away():
        await changed(home.chen, path, title=RISKY)
        for change in ({}, {"happened": "2020"}, {"title": "山上"}):
            with refused(404):
                await changed(home.alice, path, **change)
        with refused(404):
            await home.alice.phone.delete(path)
        await changed(home.chen, path, title="山上")
    await home.chen.phone.until(path, standing=["passed"])
    assert (await changed(home.alice, path, happened="2020"))["title"] == "山上"


async def test_a_place_is_read_like_the_other_words(world, home):
    path = await told(home.alice, title="海边", place="情侣路")
    await changed(home.alice, path, place=RISKY)
    await home.alice.phone.until(path, standing=["risky"])
    assert await home.chen.sees(path) == [False]
    await home.alice.consents(Purpose.CLASS, home.alice.child)
    at_home = "香洲区翠香路88号3栋1201房"
    with refused(422, "privacy.found"):
        await home.alice.records(title="搬家", place=at_home, audience="class")
    shown = await told(home.alice, title="搬家", audience="class")
    with refused(422, "privacy.found"):
        await changed(home.alice, shown, place=at_home)
    within = await told(home.alice, title="搬家", place=at_home)
    with refused(422, "privacy.found"):
        await changed(home.alice, within, audience="class")
    with refused(422, "entry.empty"):
        await changed(home.alice, within, title="")


async def test_a_student_reads_the_history_of_what_it_wrote(world, home):
    pupil = await pupil_of(world, home.alice)
    path = await told(pupil, title="我学会了游永")
    await changed(pupil, path, title="我学会了游泳")
    await pupil.phone.until(path, standing=["passed"])
    (before,) = await past(pupil, path)
    assert (before["title"], before["changed_by"]) == ("我学会了游永", "孩子本人")
    assert len(await past(home.alice, path)) == 1
    await home.alice.phone.call("POST", f"{path}/confirmation", {"version": 2})
    with refused(403, "entry.confirmed"):
        await changed(pupil, path, title="改掉")
    assert len(await past(pupil, path)) == 1


async def test_a_long_history_comes_by_pages(home, monkeypatch):
    monkeypatch.setattr(revisions, "PAGE", 2)
    path = await told(home.alice, title="海边")
    for year in range(2010, 2015):
        await changed(home.alice, path, happened=str(year))
    pages, cursor = [], ""
    while not pages or cursor:
        page = await home.alice.phone.get(f"{path}/revisions", cursor=cursor)
        pages.append([one["version"] for one in page["items"]])
        cursor = page["next"]
    assert pages == [[5, 4], [3, 2], [1]]
