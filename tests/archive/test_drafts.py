"""Drafts: what a student writes is the guardians' to read first and to take into the archive."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.trust.consents import Purpose
from service.foundation.database import query
from tests.people.relatives import Home, home_of, told
from tests.pupil import almost, enters, invitation_for, pupil_of, tomorrow
from tests.world import Person, World, a_photo, refused

RISKY = "想看更多照片加微信"


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


@pytest.fixture
async def pupil(world: World, home: Home) -> Person:
    return await pupil_of(world, home.alice)


async def audited(action: str) -> int:
    rows = await query("select count(*) from audit_records where action = $1", action)
    return rows[0]["count"]


async def drafted(pupil: Person, **entry: Any) -> str:
    """The path of a draft whose words have passed."""
    made = await pupil.records(**{"title": "我学会了游泳", **entry})
    assert made["draft"]
    await pupil.phone.until(f"/entries/{made['id']}", standing=["passed"])
    return f"/entries/{made['id']}"


async def confirms(person: Person, path: str, version: int = 0) -> dict[str, Any]:
    """Confirm a draft as it is now, or as it was in another version."""
    version = version or await now(path)
    return await person.phone.call("POST", f"{path}/confirmation", {"version": version})


async def now(path: str) -> int:
    rows = await query("select version from entries where id = $1", UUID(path.rpartition("/")[2]))
    return rows[0]["version"]


async def test_a_draft_is_the_guardians_after_its_check_and_the_familys_once_confirmed(
    world, home, pupil
):
    stranger = await world.person("Eve")
    everybody = (pupil, home.alice, home.bob, home.chen, home.dina, stranger)

    async def seen_by(path: str) -> list[bool]:
        return [(await person.sees(path))[0] for person in everybody]

    async with world.worker_away():
        path = f"/entries/{(await pupil.records(title='我学会了游泳'))['id']}"
        assert await seen_by(path) == [True, False, False, False, False, False]
        assert await told(home.bob) == []
    await pupil.phone.until(path, standing=["passed"])
    assert await seen_by(path) == [True, True, True, False, False, False]
    assert await home.chen.timeline() == []
    confirmed = await confirms(home.bob, path)
    assert (confirmed["draft"], confirmed["title"]) == (False, "我学会了游泳")
    assert await seen_by(path) == [True, True, True, True, True, False]
    assert [entry["id"] for entry in await home.chen.timeline()] == [confirmed["id"]]


async def test_the_guardians_are_told_of_it_once_and_nobody_else(home, pupil):
    path = await drafted(pupil)
    notice = ("draft_to_confirm", path.rpartition("/")[2])
    for guardian in (home.alice, home.bob):
        assert (await told(guardian)).count(notice) == 1
    await pupil.phone.put(path, {"title": "我真的学会了游泳"})
    await pupil.phone.until(path, standing=["passed"])
    assert (await told(home.alice)).count(notice) == 1
    for other in (home.chen, home.dina, pupil):
        assert notice not in await told(other)


async def test_a_draft_of_photos_alone_is_told_of_at_once(home, pupil):
    photo = await pupil.takes_photo()
    entry = await pupil.records(photo_ids=[photo])
    assert (entry["standing"], entry["draft"]) == ("passed", True)
    assert ("draft_to_confirm", entry["id"]) in await told(home.alice)
    shown = await home.alice.phone.get(f"/entries/{entry['id']}")
    assert [one["id"] for one in shown["photos"]] == [photo]
    assert shown["photos"][0]["original"]
    assert await home.chen.sees(f"/photos/{photo}") == [False]
    await confirms(home.alice, f"/entries/{entry['id']}")
    assert await home.chen.sees(f"/photos/{photo}") == [True]


async def test_of_words_that_did_not_pass_no_guardian_is_told(world, home, pupil):
    entry = await pupil.records(title=RISKY)
    await pupil.phone.until(f"/entries/{entry['id']}", standing=["risky"])
    assert "draft_to_confirm" not in dict(await told(home.alice))
    with refused(404):
        await confirms(home.alice, f"/entries/{entry['id']}")


async def test_what_relatives_write_is_no_draft(home):
    assert not (await home.chen.records(title="爷爷说"))["draft"]


async def test_only_a_guardian_confirms(world, home, pupil):
    path = await drafted(pupil)
    stranger = await world.person("Eve")
    for person, status in ((pupil, 403), (home.chen, 404), (home.dina, 404), (stranger, 404)):
        with refused(status):
            await confirms(person, path)
    with refused(401):
        await confirms(Person(world, world.phone("nobody")), path)
    assert (await home.alice.phone.get(path))["draft"]
    await confirms(home.alice, path)
    with refused(403, "role.too_low"):
        await confirms(home.chen, path)


async def test_confirming_again_or_at_once_confirms_once(home, pupil):
    path = await drafted(pupil)
    await asyncio.gather(*(confirms(g, path) for g in (home.alice, home.bob) * 3))
    assert await audited("entry.confirmed") == 1
    (row,) = await query("select actor_id from audit_records where action = 'entry.confirmed'")
    guardians = [await home.alice.account(), await home.bob.account()]
    assert row["actor_id"] in {account.id for account in guardians}


async def test_nobody_confirms_words_that_nobody_has_checked(world, home, pupil):
    path = await drafted(pupil)
    async with world.worker_away():
        await pupil.phone.put(path, {"title": RISKY})
        with refused(404):
            await confirms(home.alice, path)
    await pupil.phone.until(path, standing=["risky"])
    assert (await pupil.phone.get(path))["draft"]


async def test_a_guardian_confirms_what_was_looked_at_and_nothing_else(world, home, pupil):
    path = await drafted(pupil)
    seen = (await home.alice.phone.get(path))["version"]
    photo = await pupil.takes_photo()
    body = {"family_id": pupil.family, "photo_ids": [photo], "entry_id": path.rpartition("/")[2]}
    await pupil.phone.put("/photos", body)
    with refused(409, "entry.changed"):
        await confirms(home.alice, path, seen)
    seen = (await home.alice.phone.get(path))["version"]
    await pupil.phone.put(path, {"title": "我学会了蛙泳"})
    await pupil.phone.until(path, standing=["passed"])
    with refused(409, "entry.changed"):
        await confirms(home.alice, path, seen)
    assert (await home.alice.phone.get(path))["draft"]
    with refused(422):
        await home.alice.phone.call("POST", f"{path}/confirmation", {})
    entry = await confirms(home.alice, path)
    assert (entry["draft"], entry["title"]) == (False, "我学会了蛙泳")
    await home.alice.phone.put(path, {"happened": "2020"})
    assert not (await confirms(home.bob, path, entry["version"]))["draft"]


async def test_a_deleted_draft_is_confirmed_by_nobody(home, pupil):
    path = await drafted(pupil)
    await pupil.phone.delete(path)
    with refused(404):
        await confirms(home.alice, path)
    assert await query("select 1 from entries where not draft") == []


async def test_a_student_changes_and_deletes_drafts_and_not_what_is_confirmed(home, pupil):
    path, other = await drafted(pupil), await drafted(pupil, title="我的同桌")
    changed = await pupil.phone.put(path, {"story": "游了十米", "audience": "guardians"})
    assert (changed["draft"], changed["audience"]) == (True, "guardians")
    await pupil.phone.until(path, standing=["passed"])
    await confirms(home.alice, path)
    for call in (pupil.phone.put(path, {"title": "改掉"}), pupil.phone.delete(path)):
        with refused(403, "entry.confirmed"):
            await call
    for _ in range(2):
        await pupil.phone.delete(other)
    assert [entry["story"] for entry in await pupil.timeline()] == ["游了十米"]
    assert (await home.alice.phone.put(path, {"title": "游泳"}))["draft"] is False


@pytest.mark.parametrize("what", ["change", "deletion"])
async def test_what_a_confirmation_has_overtaken_is_refused(world, home, pupil, what):
    path = await drafted(pupil)
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():  # so that the student's comes in when it is still a draft
        await blocking.execute("select 1 from entries for update")
        confirming = asyncio.create_task(confirms(home.alice, path))
        await world.until_blocked(1)
        deletion, body = what == "deletion", {"happened": "2020"}
        late = pupil.phone.delete(path) if deletion else pupil.phone.put(path, body)
        overtaken = asyncio.create_task(late)
        await world.until_blocked(2)
    await blocking.close()
    await confirming
    with refused(403, "entry.confirmed"):
        await overtaken
    assert (await home.alice.phone.get(path))["happened"] == ""


async def test_a_student_shows_nothing_beyond_the_family(world, home, pupil):
    await home.alice.consents(Purpose.CLASS, home.alice.child)
    with refused(403, "student.not_of_age"):
        await pupil.records(title="运动会", audience="class")
    path = await drafted(pupil)
    with refused(403, "student.not_of_age"):
        await pupil.phone.put(path, {"audience": "class"})
    for foreign in ({"student_id": None}, {"student_id": await _sister(home)}):
        with refused(404):
            await pupil.records(title="别人的", **foreign)
    assert len(await pupil.timeline()) == 1


async def _sister(home: Home) -> str:
    child = home.alice.child
    sister = await home.alice.opens_archive("小雨")
    home.alice.child = child
    return sister


async def test_a_student_reads_what_the_family_reads_about_it_and_not_the_guardians_own(
    world, home, pupil
):
    sister = await _sister(home)
    shown = await home.alice.records(title="海边")
    await home.alice.records(title="悄悄话", audience="guardians")
    await home.alice.records(title="妹妹", student_id=sister)
    await home.alice.records(title="老屋", student_id=None)
    await world.quiet()
    assert [entry["id"] for entry in await pupil.timeline()] == [shown["id"]]
    assert await pupil.sees(
        f"/students/{sister}/timeline", f"/families/{home.alice.family}/timeline"
    ) == [False, False]


async def test_a_student_uses_own_photos_and_those_of_its_entries_and_no_other(world, home, pupil):
    secret = await home.alice.takes_photo()
    with refused(422, "photo.unknown"):
        await pupil.records(photo_ids=[secret])
    assert await pupil.sees(f"/photos/{secret}") == [False]
    photo = await pupil.takes_photo(a_photo())
    assert (await pupil.phone.get(f"/photos/{photo}"))["original"]
    await drafted(pupil, photo_ids=[photo])
    bob = await world.person("Robert")
    foreign = {"family_id": await bob.founds("林家"), "files": [{"name": "a.jpg", "bytes": 9}]}
    with refused(404):
        await pupil.phone.post("/uploads", foreign)


async def grown(world: World) -> tuple[Person, Person]:
    """A mother, and her child who turns 18 tomorrow and signs in already."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满", almost(18))
    return alice, await pupil_of(world, alice)


async def test_from_eighteen_on_the_archive_is_the_childs(world):
    alice, pupil = await grown(world)
    path = await drafted(pupil)
    secret = await alice.records(title="悄悄话", audience="guardians")
    await alice.phone.until(f"/entries/{secret['id']}", standing=["passed"])
    assert await pupil.sees(f"/entries/{secret['id']}") == [False]
    with tomorrow():
        assert await pupil.sees(f"/entries/{secret['id']}") == [True]
        with refused(403, "student.grown"):
            await confirms(alice, path)
        assert (await confirms(pupil, path))["draft"] is False
        for call in (alice.phone.put(path, {"title": "改掉"}), alice.phone.delete(path)):
            with refused(403, "entry.not_yours"):
                await call
        assert not (await pupil.records(title="大学第一天"))["draft"]
        assert (await pupil.phone.put(path, {"title": "游泳"}))["title"] == "游泳"
        await pupil.phone.delete(f"/entries/{secret['id']}")


async def test_from_eighteen_on_the_child_alone_shows_it_to_others(world):
    alice, pupil = await grown(world)
    with tomorrow():
        for purpose in (Purpose.CLASS, Purpose.SHOW):
            await pupil.consents(purpose, pupil.child)
        photo = await alice.takes_photo()
        with refused(403, "student.grown"):
            await alice.records(title="运动会", audience="class")
        await alice.phone.bind_phone()
        for audience in ("class", "public"):
            with refused(403, "student.grown"):
                await alice.publishes("海边", [photo], audience=audience)
        post = await alice.publishes("海边", [photo])
        await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
        with refused(403, "student.grown"):
            await alice.phone.post(f"/posts/{post['id']}/share-links", {})
        link = await pupil.phone.post(f"/posts/{post['id']}/share-links", {})
        assert (await world.http.get(link["url"])).status_code == 200
        await pupil.phone.delete(f"/share-links/{link['id']}")
        assert (await world.http.get(link["url"])).status_code == 404
        assert (await pupil.records(title="毕业", audience="class"))["audience"] == "class"


async def test_a_grown_child_who_does_not_sign_in_is_still_its_guardians(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满", almost(18))
    invitation = await invitation_for(alice)
    entry = await alice.records(title="海边")
    path = f"/entries/{entry['id']}"
    with tomorrow():
        assert (await alice.phone.put(path, {"happened": "2020"}))["happened"] == "2020"
        await enters(await world.person("Xiaoman"), invitation["code"])
        with refused(403, "student.grown"):
            await alice.phone.put(path, {"audience": "class"})
