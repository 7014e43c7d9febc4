"""Tagging: entries and photos name those they tell of, to the family and to nobody else."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from models.trust.consents import Purpose
from service.demo.phone import Refused
from service.foundation.database import query
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.world import Person, World, a_photo, refused

ENTRY = {
    *("id", "family_id", "student_id", "author", "mine"),
    *("title", "story", "happened", "when", "dimension"),
    *("audience", "standing", "draft", "persons", "photos", "photo_count"),
    *("age", "place", "milestone", "unfinished", "version", "by_child", "endorsements"),
    *("story_count", "comment_count", "reactions", "my_reaction", "recorded_at"),
}
PHOTO = {
    *("id", "medium", "state", "standing", "refusal", "width", "height", "seconds", "colour"),
    *("thumbhash", "taken", "when", "taken_from", "place", "caption", "words_standing"),
    *("duplicate_of", "thumb", "screen", "play", "original", "persons", "covers"),
}


async def adds(person: Person, name: str, relation: str = "") -> dict[str, str]:
    """Somebody new of the family, as they are named."""
    path = f"/families/{person.family}/persons"
    made = await person.phone.post(path, {"name": name, "relation": relation})
    return {key: made[key] for key in ("id", "name", "relation")}


async def child_of(person: Person) -> dict[str, str]:
    items = (await person.phone.get(f"/families/{person.family}/persons"))["items"]
    found = next(one for one in items if one["student_id"] == person.child)
    return {key: found[key] for key in ("id", "name", "relation")}


def ids(*persons: dict[str, str]) -> list[str]:
    return [person["id"] for person in persons]


async def grandfather(world: World, alice: Person, role: str = "contributor") -> Person:
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷", role)
    chen.child = alice.child
    return chen


async def test_an_entry_tells_of_several_and_the_class_learns_of_none(world, alice):
    wang, chen = await in_class(world, alice), await grandfather(world, alice)
    child, elder = await child_of(alice), await adds(alice, "陈阿公", "曾祖父")
    photo = await alice.takes_photo()
    tagged = await alice.phone.put(f"/photos/{photo}/persons", {"person_ids": ids(elder)})
    assert tagged["persons"] == [elder]
    entry = await alice.records(
        title="讲故事", photo_ids=[photo], person_ids=ids(elder, child), audience="class"
    )
    assert entry["persons"] == [child, elder]
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    for relative in (chen, await pupil_of(world, alice)):
        seen = await relative.phone.get(path)
        assert (seen["persons"], seen["photos"][0]["persons"]) == ([child, elder], [elder])
        (listed,) = await relative.timeline(alice.child)
        assert listed == seen
        assert (await relative.phone.get(f"/photos/{photo}"))["persons"] == [elder]
    teachers = await wang.phone.get(path)
    for view in (entry, teachers):
        assert (set(view), set(view["photos"][0])) == (ENTRY, PHOTO)
    assert (teachers["persons"], teachers["photos"][0]["persons"]) == ([], [])
    assert (entry["family_id"], teachers["family_id"]) == (alice.family, None)
    assert (await wang.phone.get(f"/photos/{photo}"))["persons"] == []


async def test_a_change_names_others_instead_and_what_is_left_out_stays(alice):
    child, elder = await child_of(alice), await adds(alice, "陈阿公")
    entry = await alice.records(title="讲故事", person_ids=ids(child))
    path = f"/entries/{entry['id']}"
    for body, told in (
        ({"happened": "2016"}, [child]),
        ({"person_ids": ids(elder)}, [elder]),
        ({"person_ids": []}, []),
    ):
        assert (await alice.phone.put(path, body))["persons"] == told
        assert (await alice.phone.get(path))["persons"] == told


async def test_whoever_was_taken_out_is_named_no_more(alice):
    elder, photo = await adds(alice, "陈阿公"), await alice.takes_photo()
    entry = await alice.records(photo_ids=[photo], person_ids=ids(elder))
    await alice.phone.put(f"/photos/{photo}/persons", {"person_ids": ids(elder)})
    await alice.phone.delete(f"/persons/{elder['id']}")
    seen = await alice.phone.get(f"/entries/{entry['id']}")
    assert (seen["persons"], seen["photos"][0]["persons"]) == ([], [])
    assert (await alice.phone.get(f"/photos/{photo}"))["persons"] == []
    with refused(422, "person.unknown"):
        await alice.phone.put(f"/photos/{photo}/persons", {"person_ids": ids(elder)})


async def test_nobody_else_is_named(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家", "爸爸")
    own, foreign = await adds(alice, "陈阿公"), await adds(bob, "林阿公")
    photo = await alice.takes_photo()
    wrong: list[tuple[list[Any], str, str]] = [
        (ids(own, foreign), "person.unknown", "person_ids[1]"),
        ([str(uuid4())], "person.unknown", "person_ids[0]"),
        (ids(own, own), "persons.twice", "person_ids"),
        ([str(uuid4()) for _ in range(31)], "field.too_long", "person_ids"),
    ]
    entry = await alice.records(title="讲故事", person_ids=ids(own))
    for person_ids, code, path in wrong:
        body = {"person_ids": person_ids}
        for call in (
            alice.records(title="x", **body),
            alice.phone.put(f"/entries/{entry['id']}", body),
            alice.phone.put(f"/photos/{photo}/persons", body),
        ):
            with pytest.raises(Refused) as caught:
                await call
            (error,) = caught.value.problem["errors"]
            assert (error["code"], error["path"]) == (code, path)
    assert (await alice.phone.get(f"/entries/{entry['id']}"))["persons"] == [own]
    assert len(await alice.timeline()) == 1


async def test_only_who_adds_to_the_archive_says_whom_a_photo_shows(world, alice):
    chen, bob = await grandfather(world, alice, "viewer"), await world.person("Bob")
    elder, photo = await adds(alice, "陈阿公"), await alice.takes_photo()
    await alice.records(photo_ids=[photo])
    wang, path = await in_class(world, alice), f"/photos/{photo}/persons"
    for person, status in ((chen, 403), (bob, 404), (wang, 404)):
        with refused(status):
            await person.phone.put(path, {"person_ids": ids(elder)})
    with refused(401):
        await world.phone("nobody").put(path, {"person_ids": ids(elder)})
    assert await query("select 1 from photo_persons") == []


async def test_the_last_of_many_sayings_stands_and_each_change_is_audited_once(alice):
    persons = [await adds(alice, f"第{n}位") for n in range(3)]
    photo = await alice.takes_photo()
    path = f"/photos/{photo}/persons"
    several = [{"person_ids": ids(*persons[:n])} for n in (1, 2, 3, 1, 2, 3)]
    await asyncio.gather(*(alice.phone.put(path, body) for body in several))
    before = len(await query("select 1 from audit_records where action = 'photo.tagged'"))
    for _ in range(3):
        shown = await alice.phone.put(path, {"person_ids": ids(persons[2], persons[0])})
    assert shown["persons"] == [persons[0], persons[2]]
    after = len(await query("select 1 from audit_records where action = 'photo.tagged'"))
    assert after == before + 1


async def test_an_avatar_shows_nobody(alice):
    body = {"name": "avatar.jpg", "bytes": len(data := a_photo())}
    ticket = await alice.phone.post("/account/avatar-uploads", body)
    photo = (await alice.phone.put_file(ticket, data)).json()["photo_id"]
    assert await alice.sees(f"/photos/{photo}") == [True]
    with refused(404):
        await alice.phone.put(f"/photos/{photo}/persons", {"person_ids": []})


async def test_a_post_of_a_photo_names_nobody_to_anybody(world, alice):
    bob, elder = await world.person("Bob"), await adds(alice, "曾祖CANARY")
    photo = await alice.takes_photo()
    await alice.phone.put(f"/photos/{photo}/persons", {"person_ids": ids(elder)})
    await alice.consents(Purpose.SHOW, alice.child)
    post = await alice.shows("海边", [photo])
    assert "CANARY" not in str(await bob.phone.get(f"/posts/{post['id']}"))
    assert await bob.sees(f"/photos/{photo}") == [False]


@pytest.mark.parametrize("role", ["contributor", "editor"])
async def test_grandfather_says_whom_it_shows(world, alice, role):
    chen, child = await grandfather(world, alice, role), await child_of(alice)
    photo = await alice.takes_photo()
    await alice.records(photo_ids=[photo])
    shown = await chen.phone.put(f"/photos/{photo}/persons", {"person_ids": ids(child)})
    assert shown["persons"] == [child]
