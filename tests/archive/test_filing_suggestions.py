"""Filing suggestions: an entry as it might be filed, so that Alice only says yes."""

from typing import Any

from tests.archive.filing_room import filed
from tests.archive.footage import film, recording
from tests.archive.test_films import keeps
from tests.pupil import pupil_of
from tests.trust.household import father_of
from tests.world import Person, World, refused


async def tells(person: Person, **entry: Any) -> str:
    """The path of an entry, once it was checked."""
    path = f"/entries/{(await person.records(**entry))['id']}"
    await person.phone.until(path, standing=["passed"])
    return path


async def suggested(person: Person, path: str) -> dict[str, Any]:
    return await person.phone.get(f"{path}/filing")


async def accepts(person: Person, suggestion: dict[str, Any]) -> dict[str, Any]:
    """File what is suggested, as it is; what was filed already is not sent back."""
    left = {name: value for name, value in suggestion.items() if name != "numbers"}
    body = {k: v for k, v in left.items() if k != "open_level" or v is not None}
    return await person.phone.post("/filed-items", body)


async def test_an_award_is_suggested_as_one_and_its_number_is_told_once_it_was_filed(alice):
    photo = await alice.takes_photo()
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    story = "小满得了三好学生奖状。\n校长亲手发的。"
    said = {"story": story, "happened": "2024-06", "photo_ids": [photo]}
    path = await tells(alice, **said, person_ids=[persons[0]["id"]])
    found = await suggested(alice, path)
    assert found == {
        "family_id": alice.family,
        "student_id": alice.child,
        "entry_id": path.rpartition("/")[2],
        "class_code": "D2",
        "title": "小满得了三好学生奖状。",
        "happened": "2024-06",
        "person_ids": [persons[0]["id"]],
        "photo_ids": [photo],
        "place": "",
        "open_level": "family",
        "words": story,
        "numbers": [],
    }
    made = await accepts(alice, found)
    assert (made["class_title"], made["entry_id"]) == ("业绩类 › 荣誉", found["entry_id"])
    assert [one["id"] for one in made["photos"]] == [photo]
    assert (await suggested(alice, path))["numbers"] == [made["number"]]
    assert [one["id"] for one in await filed(alice, entry_id=found["entry_id"])] == [made["id"]]


async def test_by_the_other_scheme_it_is_suggested_by_that(alice):
    path = await tells(alice, title="三好学生奖状")
    body = {"scheme": "b_1"}
    await alice.phone.put(f"/families/{alice.family}/archive", body)
    assert (await suggested(alice, path))["class_code"] == "31"


async def test_a_film_and_a_recording_are_what_they_are(alice):
    clip = await keeps(alice, "1.MOV", "video", film())
    voice = await keeps(alice, "1.m4a", "audio", recording(1))
    for kept, code, category in ((clip, "F3", "LX"), (voice, "F2", "LY")):
        path = await tells(alice, title="外婆唱歌", happened="2020", photo_ids=[kept["id"]])
        found = await suggested(alice, path)
        assert found["class_code"] == code
        assert (await accepts(alice, found))["category"] == category


async def test_what_was_told_to_the_parents_alone_stays_theirs_when_it_is_filed(world, alice):
    grandmother = await world.person("Chen")
    await alice.invites(grandmother, "奶奶")
    path = await tells(alice, title="体检的事", audience="guardians", happened="2024")
    found = await suggested(alice, path)
    assert found["open_level"] == "closed"
    made = [await accepts(alice, found), await accepts(alice, found | {"open_level": None})]
    assert {one["open_level"] for one in made} == {"closed"}
    assert await filed(grandmother) == []


async def test_a_long_story_is_cut_and_the_entry_keeps_it(alice):
    story = "那天" * 400
    path = await tells(alice, story=story, happened="2020")
    found = await suggested(alice, path)
    assert (found["words"], found["title"]) == (story[:499] + "…", story[:59] + "…")
    assert (await accepts(alice, found))["words"] == found["words"]
    assert (await alice.phone.get(path))["story"] == story


async def test_what_shows_a_paper_is_never_suggested_as_one(alice):
    photo = await alice.takes_photo()
    pictured = await tells(alice, title="换了护照", photo_ids=[photo])
    told = await tells(alice, title="换了护照")
    codes = [(await suggested(alice, path))["class_code"] for path in (pictured, told)]
    assert codes == ["F1", "A3"]


async def test_what_is_closed_tells_its_number_to_guardians_alone(world: World, alice):
    father, grandmother = await father_of(world, alice), await relative(alice, "contributor")
    path = await tells(alice, title="换了护照", happened="2020")
    made = await accepts(alice, await suggested(alice, path) | {"location": "抽屉"})
    assert (await suggested(father, path))["numbers"] == [made["number"]]
    assert (await suggested(grandmother, path))["numbers"] == []


async def relative(alice: Person, role: str) -> Person:
    person = await alice.world.person("Chen")
    await alice.invites(person, "奶奶", role)
    return person


async def test_who_only_looks_may_not_file_and_others_find_no_entry(world: World, alice):
    grandmother, bob = await relative(alice, "viewer"), await world.person("Bob")
    await bob.founds("林家")
    path = await tells(alice, title="三好学生奖状", happened="2024")
    with refused(403, "role.too_low"):
        await suggested(grandmother, path)
    for person in (bob, await pupil_of(world, alice)):
        with refused(404):
            await suggested(person, path)
    with refused(401):
        await world.phone("Nobody").get(f"{path}/filing")
    found = await suggested(alice, path)
    with refused(403, "role.too_low"):
        await accepts(grandmother, found)
    with refused(404):
        await accepts(bob, found)
    with refused(404):
        await accepts(bob, found | {"family_id": bob.family, "student_id": None})


async def test_an_entry_kept_from_somebody_is_not_suggested_to_them(alice):
    grandmother = await relative(alice, "contributor")
    path = await tells(alice, title="三好学生奖状", audience="guardians")
    with refused(404):
        await suggested(grandmother, path)
