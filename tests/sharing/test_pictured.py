"""Pictured: a child that a photo is said to show is shown to others on its own yes alone."""

from typing import Any
from uuid import UUID

import pytest

from service.archive import tagging
from service.foundation.database import transaction
from service.sharing import posts
from service.sharing.post_drafts import PostDraft
from service.trust import consents
from service.trust.consents import Purpose
from tests.people.classroom import classroom_of
from tests.pupil import pupil_of
from tests.sharing.opening import opened
from tests.sharing.test_meanwhile import meanwhile
from tests.sharing.test_show_pages import BOAT, SEA, makes, page_of, tells, titles
from tests.sharing.test_show_pages_filed import child_in
from tests.trust.household import takes_back
from tests.trust.leaving import asks, carried_out
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


async def test_what_shows_her_is_dark_once_her_yes_is_taken_back_and_stays_so(
    world, alice, bob, xiaoyu
):
    given = await alice.consents(Purpose.SHOW, xiaoyu)
    both, alone = await tagged(alice, "小满", "小雨"), await alice.takes_photo()
    post, other = await alice.shows("春节", [both]), await alice.shows("元宵", [alone])
    home = await at_home(alice, both)
    links = [
        await alice.phone.post(f"{path}/share-links", {})
        for path in (f"/posts/{post['id']}", home, f"/posts/{other['id']}")
    ]
    receipt = await takes_back(alice, {"id": given})
    told = {dark["kind"]: dark["count"] for dark in receipt["dark"]}
    assert told == {"posts": 1, "share_links": 2}
    await alice.consents(Purpose.SHOW, xiaoyu)
    assert await bob.feed() == [other["id"]]
    assert [await opened(world, link) is not None for link in links] == [False, False, True]
    assert await takes_back(alice, {"id": given}) == receipt
    with refused(409, "post.dark"):
        await alice.phone.put(f"/posts/{post['id']}", {"words": "春节好"})
    assert await bob.feed() == [other["id"]]


async def test_nobody_tags_a_photo_that_others_see_with_a_child_that_has_not_agreed(
    alice, bob, chen, xiaoyu
):
    photo = await tagged(alice, "小满")
    persons = {"person_ids": [await child_in(alice, name) for name in ("小满", "小雨")]}
    post = (await alice.shows("春节", [photo]))["id"]
    kept = (await alice.records(title="春节", photo_ids=[photo]))["id"]
    await alice.phone.until(f"/entries/{kept}", standing=["passed"])
    for person in (alice, chen):
        with refused(422, "photos.child_not_agreed"):
            await person.phone.put(f"/photos/{photo}/persons", persons)
    given = await alice.consents(Purpose.SHOW, xiaoyu)
    for _again in range(2):
        await alice.phone.put(f"/photos/{photo}/persons", persons)
    assert await bob.feed() == [post]
    await takes_back(alice, {"id": given})
    assert await bob.feed() == []
    hers = {"person_ids": persons["person_ids"][1:]}
    await alice.phone.put(f"/photos/{photo}/persons", hers)  # she is said to be on it already


async def test_nor_one_that_a_link_or_a_page_opens(world, alice, xiaoyu):
    photo, shown = await alice.takes_photo(), await alice.takes_photo()
    persons = {"person_ids": [await child_in(alice, "小雨")]}
    link = await alice.phone.post(f"{await at_home(alice, photo)}/share-links", {})
    boat = await tells(alice, BOAT, student_id=None, photo_ids=[shown])
    page = await makes(alice, page_of(boat))
    for one in (photo, shown):
        with refused(422, "photos.child_not_agreed"):
            await alice.phone.put(f"/photos/{one}/persons", persons)
    await alice.phone.delete(f"/share-links/{link['id']}")
    await alice.phone.delete(page)
    for one in (photo, shown):
        await alice.phone.put(f"/photos/{one}/persons", persons)


async def test_a_page_shows_a_record_that_pictures_or_names_her_on_her_yes_alone(
    world, alice, xiaoyu
):
    photo, sister = await tagged(alice, "小雨"), await child_in(alice, "小雨")
    boat = await tells(alice, BOAT, student_id=None)
    sea = await tells(alice, SEA, photo_ids=[photo])
    kite = await tells(alice, "风筝", person_ids=[sister])
    for entry in (sea, kite):
        with refused(422, "consent.show_required"):
            await alice.phone.post(f"/families/{alice.family}/show-pages", page_of(boat, entry))
    given = await alice.consents(Purpose.SHOW, xiaoyu)
    path = await makes(alice, page_of(boat, sea, kite))
    link = await alice.phone.post(f"{path}/share-links", {})
    assert await titles(world, link) == [BOAT, SEA, "风筝"]
    receipt = await takes_back(alice, {"id": given})
    assert [(dark["kind"], dark["count"]) for dark in receipt["dark"]] == [("show_pages", 1)]
    assert await titles(world, link) == [BOAT]
    with refused(422, "consent.show_required"):
        await alice.phone.post(f"{path}/share-links", {})


async def test_with_her_goes_a_page_that_pictures_or_names_her_and_no_other(world, alice, xiaoyu):
    photo, sister = await tagged(alice, "小雨"), await child_in(alice, "小雨")
    await alice.consents(Purpose.SHOW, xiaoyu)
    made = ({"student_id": None}, {"photo_ids": [photo]}, {"person_ids": [sister]})
    boat, *hers = [await makes(alice, page_of(await tells(alice, BOAT, **one))) for one in made]
    await carried_out(world, await asks(alice, f"/students/{xiaoyu}"))
    for path in hers:
        with refused(404):
            await alice.phone.get(path)
    assert (await alice.phone.get(boat))["standing"] == "passed"


async def test_a_class_sees_her_on_her_yes_to_class_view_alone(world):
    classroom = await classroom_of(world)
    alice, bob = classroom.alice, classroom.bob
    xiaoman, xiaoyu = alice.child, await alice.opens_archive("小雨")
    alice.child = xiaoman
    photo, later = await tagged(alice, "小雨"), await alice.takes_photo()
    with refused(422, "photos.child_not_agreed"):
        await alice.records(title="运动会", photo_ids=[photo], audience="class")
    home = (await alice.records(title="运动会", photo_ids=[photo]))["id"]
    with refused(422, "photos.child_not_agreed"):
        await alice.phone.put(f"/entries/{home}", {"audience": "class"})
    shown = (await alice.records(title="春游", photo_ids=[later], audience="class"))["id"]
    await alice.phone.until(f"/entries/{shown}", standing=["passed"])
    move = {"family_id": alice.family, "photo_ids": [photo], "entry_id": shown}
    with refused(422, "photos.child_not_agreed"):
        await alice.phone.put("/photos", move)
    persons = {"person_ids": [await child_in(alice, "小雨")]}
    with refused(422, "photos.child_not_agreed"):
        await alice.phone.put(f"/photos/{later}/persons", persons)
    given = await alice.consents(Purpose.CLASS, xiaoyu)
    await alice.phone.put(f"/photos/{later}/persons", persons)
    assert await bob.sees(f"/entries/{shown}") == [True]
    receipt = await takes_back(alice, {"id": given})
    assert [(dark["kind"], dark["count"]) for dark in receipt["dark"]] == [("entries", 1)]
    assert await bob.sees(f"/entries/{shown}") == [False]


@pytest.mark.parametrize("first", ["the tag", "taking it back"])
async def test_who_shows_it_while_she_is_tagged_or_her_yes_taken_back_waits_and_is_refused(
    world, alice, bob, xiaoyu, first
):
    given, tags = await alice.consents(Purpose.SHOW, xiaoyu), first == "the tag"
    photo = await (alice.takes_photo() if tags else tagged(alice, "小雨"))
    if tags:
        await takes_back(alice, {"id": given})
    account, sister = await alice.account(), UUID(await child_in(alice, "小雨"))
    await alice.becomes_reachable()
    await world.quiet()
    async with transaction():
        await (
            tagging.show(account, UUID(photo), [sister])
            if tags
            else consents.withdraw(account, UUID(given))
        )
        showing = await meanwhile(world, alice.publishes("春节", [photo], audience="public"))
    with refused(422, "photos.child_not_agreed"):
        await showing
    assert await bob.feed() == []


@pytest.mark.parametrize("second", ["the tag", "taking it back"])
async def test_who_tags_her_or_takes_her_yes_back_while_it_is_shown_waits_and_heeds_it(
    world, alice, bob, xiaoyu, second
):
    given, tags = await alice.consents(Purpose.SHOW, xiaoyu), second == "the tag"
    photo = await (alice.takes_photo() if tags else tagged(alice, "小雨"))
    if tags:
        await takes_back(alice, {"id": given})
    persons = {"person_ids": [await child_in(alice, "小雨")]}
    await alice.becomes_reachable()
    account = await alice.account()
    await world.quiet()
    draft = PostDraft(
        family_id=UUID(alice.family), photo_ids=[UUID(photo)], words="春节", audience="public"
    )
    async with world.worker_away():
        async with transaction():
            post = await posts.publish(account, draft)
            act = (
                alice.phone.put(f"/photos/{photo}/persons", persons)
                if tags
                else takes_back(alice, {"id": given})
            )
            doing = await meanwhile(world, act)
        if tags:
            with refused(422, "photos.child_not_agreed"):
                await doing
        else:
            await doing
    await alice.phone.until(f"/posts/{post.id}", state=["approved"])
    assert await bob.feed() == ([str(post.id)] if tags else [])
