"""Pictured: a child that a photo is said to show is shown to others on its own yes alone."""

from typing import Any

import pytest

from service.trust.consents import Purpose
from tests.pupil import pupil_of
from tests.sharing.test_show_pages_filed import child_in
from tests.world import Person, refused


async def tagged(person: Person, *names: str) -> str:
    """A photo that is said to show these."""
    photo = await person.takes_photo()
    persons = {"person_ids": [await child_in(person, name) for name in names]}
    await person.phone.put(f"/photos/{photo}/persons", persons)
    return photo


async def at_home(person: Person, photo: str, **post: Any) -> str:
    """The path of a post that the family has."""
    path = f"/posts/{(await person.publishes('春节', [photo], **post))['id']}"
    await person.phone.until(path, state=["approved"])
    return path


@pytest.fixture
async def xiaoyu(alice: Person) -> str:
    """小雨, 小满's sister, for whom nobody has agreed; Alice has for the family's own things."""
    await alice.consents(Purpose.SHOW)
    xiaoman, sister = alice.child, await alice.opens_archive("小雨")
    alice.child = xiaoman
    return sister


async def test_a_sister_is_not_shown_with_her_brothers_yes_nor_with_the_familys(alice, bob, xiaoyu):
    photo = await tagged(alice, "小满", "小雨")
    for student_id in (alice.child, None):
        with refused(422, "photos.child_not_agreed"):
            await alice.shows("春节", [photo], student_id=student_id)
    await alice.publishes("春节", [photo])
    assert await bob.feed() == []
    await alice.consents(Purpose.SHOW, xiaoyu)
    post = await alice.shows("春节", [photo])
    assert await bob.feed() == [post["id"]]


async def test_nor_is_she_when_the_post_is_widened_edited_or_given_a_link(alice, xiaoyu):
    photo, plain = await tagged(alice, "小雨"), await alice.takes_photo()
    path = await at_home(alice, photo)
    await alice.becomes_reachable()
    with refused(422, "photos.child_not_agreed"):
        await alice.phone.put(path, {"audience": "public"})
    with refused(422, "photos.child_not_agreed"):
        await alice.phone.post(f"{path}/share-links", {})
    shown = f"/posts/{(await alice.shows('元宵', [plain]))['id']}"
    with refused(422, "photos.child_not_agreed"):
        await alice.phone.put(shown, {"photo_ids": [plain, photo]})


async def test_from_fourteen_on_it_is_the_child_who_is_asked(world, alice, bob):
    await alice.consents(Purpose.SHOW)
    await alice.phone.put(f"/students/{alice.child}", {"birth_date": "2010-05-01"})
    child, photo = await pupil_of(world, alice), await tagged(alice, "小满")
    with refused(422, "photos.child_not_agreed"):
        await alice.shows("运动会", [photo], student_id=None)
    await child.consents(Purpose.SHOW, alice.child)
    post = await alice.shows("运动会", [photo], student_id=None)
    assert await bob.feed() == [post["id"]]
