"""Captions: the family dates, places and captions its photos together, and nobody else does."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from tests.archive.shelf import acts, shelved
from tests.archive.test_avatars import put_avatar
from tests.archive.test_growth import taken_on
from tests.archive.test_photos import in_class
from tests.each import each
from tests.pupil import pupil_of
from tests.world import Person, World, a_photo, refused

WORDS = "外婆在院子里晒陈皮。"
RISKY = "兼职日结加微信"
SAID = {"taken": "1986-22~", "place": "外婆家", "caption": WORDS}
SETTLED = ["passed", "review", "risky"]


@pytest.fixture
async def chen(world: World, alice: Person) -> Person:
    return await relative(alice, "Chen", "爷爷")


async def relative(alice: Person, name: str, relation: str, role: str = "contributor") -> Person:
    person = await alice.world.person(name)
    await alice.invites(person, relation, role)
    person.child = alice.child
    return person


async def shown(alice: Person, **columns: Any) -> str:
    """The path of a photo that the whole family sees."""
    (photo,) = await shelved(alice, 1, **columns)
    await alice.records(photo_ids=[photo])
    return f"/photos/{photo}"


async def says(person: Person, path: str, **said: str) -> dict[str, Any]:
    """Describe a photo, and wait until its words were checked."""
    await person.phone.put(path, said)
    return await person.phone.until(path, words_standing=SETTLED)


def told(photo: dict[str, Any]) -> list[str]:
    return [photo[name] for name in ("taken", "taken_from", "place", "caption")]


async def test_grandfather_remembers_when_and_where_it_was(world, alice, chen):
    path = await shown(alice)
    before = await alice.phone.get(path)
    assert (told(before), before["when"]) == (["", "", "", ""], "日期待补")
    async with world.worker_away():
        answer = await chen.phone.put(path, SAID)
        assert told(answer) == ["1986-22~", "person", "外婆家", WORDS]
        assert (answer["when"], answer["words_standing"]) == ("约1986年夏", "pending")
        assert told(await alice.phone.get(path)) == ["1986-22~", "person", "外婆家", ""]
    seen = await alice.phone.until(path, words_standing=["passed"])
    assert told(seen) == told(answer)
    changed = await alice.phone.put(path, {"place": "斗门"})
    assert told(changed) == ["1986-22~", "person", "斗门", WORDS]
    assert told(await alice.phone.put(path, {"taken": ""})) == ["", "", "斗门", WORDS]


async def test_nobody_else_describes_it(world, alice, chen):
    aunt = await relative(alice, "Dina", "亲属", "viewer")
    bob, wang = await world.person("Bob"), await in_class(world, alice)
    (photo,) = await shelved(alice, 1)
    await alice.records(photo_ids=[photo], audience="class")
    path = f"/photos/{photo}"
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    left = next(one["id"] for one in members if one["nickname"] == "Chen")
    assert await chen.sees(path) == [True]
    await alice.phone.delete(f"/memberships/{left}")
    for person, status in ((aunt, 403), (bob, 404), (wang, 404), (chen, 404)):
        with refused(status):
            await person.phone.put(path, SAID)
    with refused(401):
        await world.phone("nobody").put(path, SAID)
    avatar = await put_avatar(alice.phone, a_photo())
    with refused(404):
        await alice.phone.put(f"/photos/{avatar}", SAID)
    assert told(await alice.phone.get(path)) == ["", "", "", ""]
    assert await acts("photo.described") == 0


async def test_a_pupil_describes_what_it_put_there_itself(world, alice):
    pupil = await pupil_of(world, alice)
    (own,) = await shelved(pupil, 1)
    assert (await pupil.phone.put(f"/photos/{own}", {"taken": "2026"}))["taken"] == "2026"
    with refused(403, "photo.not_yours"):
        await pupil.phone.put(await shown(alice), {"taken": "2026"})


@each(
    ("taken", "code"),
    [
        ("去年夏天", "photo.date"),
        ("2015-02-29", "photo.date"),
        ("昨天", "photo.date"),
        ("2999", "photo.future"),
        ("2" * 41, "field.too_long"),
    ],
)
async def test_a_day_that_nobody_can_have_seen_is_refused(alice, taken, code):
    path = await shown(alice)
    with pytest.raises(Refused) as caught:
        await alice.phone.put(path, {"taken": taken, "place": "外婆家"})
    (error,) = caught.value.problem["errors"]
    assert (error["path"], error["code"]) == ("taken", code)
    assert told(await alice.phone.get(path)) == ["", "", "", ""]


async def test_today_is_no_day_to_come(alice):
    today = clock.today().isoformat()
    assert (await alice.phone.put(await shown(alice), {"taken": today}))["taken"] == today


async def test_a_persons_word_stands_against_the_cameras_that_is_read_later(world, alice):
    async with world.worker_away():
        photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", taken_on(2018))
        said = await alice.phone.put(f"/photos/{photo}", {"taken": "2017~", "caption": WORDS})
        assert told(said)[:2] == ["2017~", "person"]
    seen = await alice.phone.until(f"/photos/{photo}", state=["ready"], words_standing=["passed"])
    assert told(seen) == ["2017~", "person", "", WORDS]


@pytest.mark.parametrize("suggest", ["risky", "review"])
async def test_words_in_doubt_are_their_writers_alone(world, alice, chen, suggest):
    path = await shown(alice)
    await world.script("wechat", "msg_sec_check", {"suggest": suggest})
    said = await says(chen, path, caption=WORDS)
    assert (said["caption"], said["words_standing"]) == (WORDS, suggest)
    assert (await alice.phone.get(path))["caption"] == ""
    for same in ({"caption": ""}, {"taken": "2016"}):
        await alice.phone.put(path, same)
    assert (await chen.phone.get(path))["caption"] == WORDS
    assert (await says(alice, path, caption="院子"))["words_standing"] == "passed"
    assert (await chen.phone.get(path))["caption"] == "院子"


async def test_the_same_words_of_another_are_checked_anew(world, alice, chen):
    path = await shown(alice)
    async with world.worker_away():
        await chen.phone.put(path, {"caption": RISKY})
        said = await alice.phone.put(path, {"caption": RISKY})
        assert (said["caption"], said["words_standing"]) == (RISKY, "pending")
        assert (await chen.phone.get(path))["caption"] == ""
    assert (await alice.phone.until(path, words_standing=SETTLED))["words_standing"] == "risky"


@pytest.mark.parametrize("words", [(RISKY, "海边"), ("海边", RISKY)])
async def test_the_last_words_are_those_that_were_checked(world, alice, chen, words):
    path = await shown(alice)
    async with world.worker_away():
        for caption in words:
            await alice.phone.put(path, {"caption": caption})
    seen = await alice.phone.until(path, words_standing=SETTLED)
    passed = words[1] != RISKY
    assert (seen["caption"], seen["words_standing"] == "passed") == (words[1], passed)
    assert (await chen.phone.get(path))["caption"] == ("海边" if passed else "")
    assert len(await query("select 1 from checks where subject = 'caption'")) == 1


@pytest.mark.parametrize("nothing", ["", "  \n"])
async def test_a_photo_without_words_waits_for_nothing(world, alice, nothing):
    path = await shown(alice)
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    await says(alice, path, caption=WORDS)
    assert (await alice.phone.put(path, {"caption": nothing}))["words_standing"] == "passed"
    (row,) = await query("select words_by_id from photos")
    assert row["words_by_id"] is None


async def test_a_place_is_passed_before_it_is_kept_and_asked_about_once(world, alice, chen):
    paths = [await shown(alice), await shown(alice)]
    with refused(422, "words.refused"):
        await alice.phone.put(paths[0], {"place": RISKY, "taken": "2016"})
    assert told(await alice.phone.get(paths[0])) == ["", "", "", ""]
    asked = []
    for path in (*paths, paths[0]):
        await chen.phone.put(path, {"place": "金台寺"})
        asked.append((await world.control("wechat", "calls"))["msg_sec_check"])
    assert asked == [asked[0]] * 3
    assert [(await alice.phone.get(path))["place"] for path in paths] == ["金台寺"] * 2


async def test_an_entry_without_a_day_takes_the_earliest_that_the_family_knows(alice):
    first, second = await shelved(alice, 2)
    undated = await alice.records(photo_ids=[first, second])
    told_of = await alice.records(photo_ids=[first], happened="1999")
    waiting = await alice.records(photo_ids=[first, *await shelved(alice, 1, state="stored")])
    assert (undated["happened"], undated["when"]) == ("", "日期待补")
    await alice.phone.put(f"/photos/{second}", {"place": "外婆家"})
    assert (await alice.phone.get(f"/entries/{undated['id']}"))["happened"] == ""
    await alice.phone.put(f"/photos/{first}", {"taken": "1986-22~"})
    await alice.phone.put(f"/photos/{second}", {"taken": "1985"})
    days = {"1986-22~": undated, "1999": told_of, "": waiting}
    for day, entry in days.items():
        assert (await alice.phone.get(f"/entries/{entry['id']}"))["happened"] == day
    (row,) = await query("select sort_day from entries where id = $1", UUID(undated["id"]))
    assert row["sort_day"].isoformat() == "1986-06-01"


async def test_saying_it_again_changes_nothing(world, alice):
    path = await shown(alice)
    await says(alice, path, **SAID)
    for again in (SAID, {"taken": "1986-22~"}, {"caption": WORDS}, {}):
        assert (await alice.phone.put(path, again))["words_standing"] == "passed"
    assert await acts("photo.described") == 1


async def test_of_many_who_caption_at_once_the_last_one_stands_and_was_checked(world, alice, chen):
    path = await shown(alice)
    words = [f"第{number}句" for number in range(4)]
    pairs = [(person, caption) for caption in words for person in (alice, chen)]
    await asyncio.gather(*(p.phone.put(path, {"caption": caption}) for p, caption in pairs))
    seen = await alice.phone.until(path, words_standing=SETTLED)
    await world.quiet()
    assert seen["caption"] in words
    assert seen["words_standing"] == "passed"
    rows = await query("select standing from checks where subject = 'caption'")
    assert {row["standing"] for row in rows} == {"passed"}


async def test_a_verdict_that_comes_while_the_words_are_changed_waits_for_nothing(world, alice):
    path = await shown(alice)
    async with world.worker_away():
        await alice.phone.put(path, {"caption": WORDS})
        verdict = await asyncpg.connect(world.settings.database_url)
        try:
            async with verdict.transaction():
                await verdict.execute("select from checks where subject = 'caption' for update")
                saying = asyncio.create_task(alice.phone.put(path, {"caption": "院子"}))
                await world.until_blocked(1)
                await verdict.execute("update photos set words_standing = 'passed'")
        finally:
            await verdict.close()
        assert (await saying)["words_standing"] == "pending"


async def test_the_class_reads_nothing_of_it(world, alice):
    wang = await in_class(world, alice)
    (photo,) = await shelved(alice, 1)
    entry = await alice.records(photo_ids=[photo], audience="class")
    await says(alice, f"/photos/{photo}", **SAID)
    listed = (await wang.phone.get(f"/entries/{entry['id']}/photos"))["items"][0]
    for view in (await wang.phone.get(f"/photos/{photo}"), listed):
        assert told(view) == ["", "", "", ""]
        assert view["words_standing"] == "passed"
