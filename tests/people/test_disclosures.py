"""Disclosures: what a post would give away is said in time, with a way out, and in earnest."""

import pytest

from service.foundation.database import query
from service.trust.consents import Purpose
from tests.people.classroom import classroom_of, parent_of
from tests.world import Person, World, a_photo, refused

NUMBER, ID_CARD = "13812345678", "11010519491231002X"


@pytest.fixture
async def alice(world: World) -> Person:
    """The mother of 陈小满, whose full name the archive knows."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("满满")
    await alice.phone.put(f"/students/{alice.child}", {"full_name": "陈小满"})
    await alice.consents(Purpose.SHOW, alice.child)
    return alice


async def checked(person: Person, words: str) -> dict:
    body = {"family_id": person.family, "words": words}
    return await person.phone.post("/privacy-checks", body)


async def test_a_number_is_found_with_its_reason_and_one_tap_leads_out(alice):
    found = await checked(alice, f"风筝同款请打 {NUMBER}，海边见")
    (finding,) = found["findings"]
    assert (finding["kind"], finding["code"], finding["found"]) == (
        "phone",
        "privacy.phone",
        NUMBER,
    )
    assert "电话" in finding["reason"]
    assert not finding["never"]
    assert found["cleaned"] == "风筝同款请打 【电话私聊】，海边见"
    assert (await checked(alice, found["cleaned"]))["findings"] == []


async def test_harmless_words_are_left_alone(alice):
    words = "满满今天 2岁3个月，身高 88.5 厘米，在情侣路看大桥。"
    assert await checked(alice, words) == {"findings": [], "cleaned": words}


async def test_the_childs_full_name_is_found_by_the_archive_that_knows_it(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    (finding,) = (await checked(alice, "陈小满会骑车了"))["findings"]
    assert finding["kind"] == "full_name"
    assert (await checked(bob, "陈小满会骑车了"))["findings"] == []


async def test_nobody_else_asks_about_the_words_of_a_family(world, alice):
    bob, viewer = await world.person("Bob"), await world.person("Chen")
    await alice.invites(viewer, "爷爷", "viewer")
    body = {"family_id": alice.family, "words": "陈小满"}
    for person, status in ((bob, 404), (viewer, 403)):
        with refused(status):
            await person.phone.post("/privacy-checks", body)
    with refused(401):
        await world.phone("nobody").post("/privacy-checks", body)


async def test_showing_it_outside_is_refused_unless_the_guardian_insists(alice):
    photo = await alice.takes_photo()
    words = f"想要风筝打 {NUMBER}"
    with refused(422, "privacy.phone"):
        await alice.publishes(words, [photo], audience="public")
    assert (await query("select count(*) from posts"))[0]["count"] == 0
    inside = await alice.publishes(words, [photo])
    await alice.phone.until(f"/posts/{inside['id']}", state=["approved"])
    path = f"/posts/{inside['id']}/share-links"
    with refused(422, "privacy.phone"):
        await alice.phone.post(path, {})
    assert (await alice.phone.post(path, {"knowingly": True}))["url"]
    assert (await alice.publishes(words, [photo], audience="public", knowingly=True))["id"]


async def test_an_identity_number_is_never_shown_however_much_one_insists(alice):
    photo = await alice.takes_photo()
    with refused(422, "privacy.id_card"):
        await alice.publishes(ID_CARD, [photo], audience="public", knowingly=True)


async def test_what_an_entry_tells_the_class_is_looked_through_too(world):
    room = await classroom_of(world)
    told = {"title": "找我", "story": f"打 {NUMBER}"}
    with refused(422, "privacy.phone"):
        await room.alice.records(**told, audience="class")
    entry = await room.alice.records(**told)
    with refused(422, "privacy.phone"):
        await room.alice.phone.put(f"/entries/{entry['id']}", {"audience": "class"})
    shown = await room.alice.records(title="运动会", audience="class")
    with refused(422, "privacy.phone"):
        await room.alice.phone.put(f"/entries/{shown['id']}", {"story": f"打 {NUMBER}"})


async def test_school_and_class_with_the_full_name_are_never_shown_together(world):
    room = await classroom_of(world)
    await room.alice.phone.put(f"/students/{room.alice.child}", {"full_name": "陈小满"})
    await room.alice.consents(Purpose.SHOW, room.alice.child)
    photo = await room.alice.takes_photo(a_photo())
    words = "香洲一小四年级2班的陈小满得了奖"
    with refused(422, "privacy.school"):
        await room.alice.publishes(words, [photo], audience="public", knowingly=True)


async def test_a_siblings_school_is_known_as_well(world):
    """小满 goes to a school that only its name tells, and her brother to another one since."""
    alice, elder = await parent_of(world, "Alice", "小满"), await world.school("蓝天艺校")
    await alice.phone.put(f"/students/{alice.child}", {"full_name": "陈小满"})
    await alice.consents(Purpose.CLASS, alice.child)
    await elder.enrols(alice, await elder.opens("向日葵"))
    await alice.opens_archive("满仔")
    await alice.consents(Purpose.CLASS, alice.child)
    younger = await world.school("香洲一小")
    await younger.enrols(alice, await younger.opens())
    for words in ("陈小满在蓝天艺校，向日葵里最高的那个", "香洲一小四年级2班的陈小满"):
        assert "school" in {one["kind"] for one in (await checked(alice, words))["findings"]}
