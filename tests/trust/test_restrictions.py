"""Restrictions: somebody shows or says nothing for a while, knows why, and until when."""

from datetime import timedelta

import pytest

from models.people.staff import Office
from service.foundation import clock
from service.trust.consents import Purpose
from tests.trust.archive_room import CITY, acts, holds
from tests.trust.household import told
from tests.trust.reviewers import moderator
from tests.world import Person, World, refused

WHY = "几次留言都让人难过"


@pytest.fixture
async def alice(world: World) -> Person:
    """The mother of 小满, who has agreed to show."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.consents(Purpose.SHOW, alice.child)
    return alice


async def _sees_nothing(person: Person) -> bool:
    """A page of the feed may be half a second old."""
    return await person.feed() == []


async def restricts(mei: Person, key: str = "", **draft: object) -> dict:
    body = {"what": "showing", "reason": WHY, "days": 7} | draft
    return await mei.phone.post("/restrictions", body, key=key)


async def test_a_family_is_not_seen_outside_until_it_ends_by_itself(world, alice):
    mei, bob = await moderator(world, "Mei"), await world.person("Bob")
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    photo = await alice.takes_photo()
    post = (await alice.shows("渔女", [photo]))["id"]
    made = await restricts(mei, "restricted-once", post_id=post, whom="family")
    assert await restricts(mei, "restricted-once", post_id=post, whom="family") == made
    assert await bob.sees(f"/posts/{post}") == [False]
    await world.until(lambda: _sees_nothing(bob))
    assert await chen.sees(f"/posts/{post}") == [True]
    with refused(403, "restricted"):
        await alice.publishes("再来一张", [photo], audience="public")
    ((_, said),) = await told(alice, "restricted")
    assert WHY in said
    assert "你们家" in said
    assert [one["id"] for one in (await mei.phone.get("/restrictions"))["items"]] == [made["id"]]
    with clock.moved(timedelta(days=7, seconds=1)):
        assert await bob.sees(f"/posts/{post}") == [True]
        assert (await mei.phone.get("/restrictions"))["items"] == []


async def test_whoever_comments_badly_is_kept_from_it_until_it_is_lifted(world, alice):
    mei, bob = await moderator(world, "Mei"), await world.person("Bob")
    post = (await alice.shows("渔女", [await alice.takes_photo()]))["id"]
    said = await bob.phone.post(f"/posts/{post}/comments", {"words": "真丑"})
    await bob.phone.until(f"/post-comments/{said['id']}", standing=["passed"])
    made = await restricts(mei, what="commenting", post_comment_id=said["id"])
    with refused(403, "restricted"):
        await bob.phone.post(f"/posts/{post}/comments", {"words": "还是丑"})
    assert await bob.sees(f"/posts/{post}") == [True]
    await alice.phone.post(f"/posts/{post}/comments", {"words": "谢谢大家"})
    for _ in range(2):
        await mei.phone.delete(f"/restrictions/{made['id']}")
    await bob.phone.post(f"/posts/{post}/comments", {"words": "对不起"})
    assert await acts("restriction.%") == ["restriction.imposed", "restriction.lifted"]


async def test_only_moderators_and_not_those_of_the_family(world, alice):
    mei, bob = await moderator(world, "Mei"), await world.person("Bob")
    curator = await world.person("Wu")
    await holds(world, curator, Office.CURATOR, CITY)
    post = (await alice.shows("渔女", [await alice.takes_photo()]))["id"]
    made = await restricts(mei, post_id=post)
    for person in (alice, bob, curator):
        with refused(404):
            await restricts(person, post_id=post)
        with refused(404):
            await person.phone.get("/restrictions")
        with refused(404):
            await person.phone.delete(f"/restrictions/{made['id']}")
    with refused(401):
        await world.phone("nobody").get("/restrictions")
    with refused(422, "restriction.one_thing"):
        await restricts(mei)
    for days in (0, 366):
        with refused(422, "field.too_small" if not days else "field.too_large"):
            await restricts(mei, post_id=post, days=days)
    aunt = await moderator(world, "Dina")
    await alice.invites(aunt, "亲属", role="viewer")
    with refused(403, "review.of_family"):
        await restricts(aunt, post_id=post, whom="family")
