"""Restrictions: somebody shows or says nothing for a while, knows why, and until when."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.people.staff import Office
from models.people.students import StudentAccount
from service.foundation import clock
from service.trust.consents import Purpose
from tests.trust.archive_room import CITY, acts, holds
from tests.trust.household import told
from tests.trust.reviewers import moderator, queue_of, rules
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


async def comments(person: Person, post: str, words: str) -> str:
    said = await person.phone.post(f"/posts/{post}/comments", {"words": words})
    await person.phone.until(f"/post-comments/{said['id']}", standing=["passed"])
    return said["id"]


async def reports(person: Person, comment: str) -> None:
    await person.phone.post(f"/post-comments/{comment}/reports", {"reason": "abuse"})


async def lives_with(bob: Person, dina: Person) -> None:
    await bob.founds("林家")
    await bob.invites(dina, "亲属", role="viewer")


async def is_the_child_of(bob: Person, dina: Person) -> None:
    await dina.founds("林家")
    await dina.opens_archive("豆豆")
    account, child = await bob.account(), UUID(dina.child)
    await StudentAccount.create(account=account, student_id=child, since=clock.now())


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
    said = await comments(bob, post, "真丑")
    made = await restricts(mei, what="commenting", post_comment_id=said)
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


async def test_no_family_pays_for_what_a_guest_has_said_under_its_post(world, alice):
    mei, bob = await moderator(world, "Mei"), await world.person("Bob")
    photo = await alice.takes_photo()
    post = (await alice.shows("渔女", [photo]))["id"]
    said = await comments(bob, post, "真丑")
    await reports(alice, said)
    (review,) = await queue_of(mei)
    for about in (
        {"post_comment_id": said},
        {"review_id": review["id"]},
        {"post_id": post, "what": "commenting"},
    ):
        with refused(422, "restriction.of_maker"):
            await restricts(mei, whom="family", **about)
    await alice.shows("再来一张", [photo])
    await restricts(mei, what="commenting", review_id=review["id"])
    with refused(403, "restricted"):
        await comments(bob, post, "还是丑")


@pytest.mark.parametrize("related", [lives_with, is_the_child_of])
async def test_no_moderator_judges_a_relative_who_comments_elsewhere(world, alice, related):
    """Dina moderates for the city; what Bob says under Alice's post is not of Dina's family."""
    mei, dina = await moderator(world, "Mei"), await moderator(world, "Dina")
    bob = await world.person("Bob")
    post = (await alice.shows("渔女", [await alice.takes_photo()]))["id"]
    said = await comments(bob, post, "真丑")
    await reports(alice, said)
    made = await restricts(mei, what="commenting", post_comment_id=said)
    waiting = await queue_of(dina)
    await related(bob, dina)
    assert await queue_of(dina) == []
    with refused(403, "review.of_family"):
        await rules(dina, waiting[0]["id"])
    with refused(403, "review.of_family"):
        await restricts(dina, what="commenting", post_comment_id=said)
    with refused(403, "review.of_family"):
        await dina.phone.delete(f"/restrictions/{made['id']}")
    assert await queue_of(mei) == waiting
