"""Edits of posts: what they take away is gone at once, what they add waits for its check."""

import asyncio
from typing import Any
from uuid import UUID

from models.trust.consents import Purpose
from models.trust.moderation import Cause, Check, Review, Subject
from service.foundation.database import query
from service.sharing import posts
from tests.each import each
from tests.people.relatives import told
from tests.sharing.test_post_comments import said
from tests.world import Person, World, a_photo, refused

WORDS = "国庆带小满去看渔女"
MORE = WORDS + "，回来数路灯"
RISKY = WORDS + "，想看更多加微信"


async def edits(person: Person, post: str, **change: Any) -> dict[str, Any]:
    return await person.phone.put(f"/posts/{post}", change)


async def shown_to(person: Person, post: str) -> tuple[str, int] | None:
    """The words and how many pictures somebody outside has; None where it has nothing."""
    if await person.sees(f"/posts/{post}") == [False]:
        return None
    seen = await person.phone.get(f"/posts/{post}")
    assert (seen["edit"], seen["reason"]) == (None, "")
    return seen["words"], len(seen["pictures"])


async def settled(person: Person, post: str) -> dict[str, Any] | None:
    """What became of the edit; None once it has been applied."""
    await person.world.quiet()
    return (await person.phone.get(f"/posts/{post}"))["edit"]


async def test_what_is_added_waits_and_what_is_taken_away_is_gone_at_once(world, alice, bob, chen):
    first, second, third = [await alice.takes_photo(a_photo(300 + n)) for n in range(3)]
    post = (await alice.shows(WORDS, [first, second]))["id"]
    async with world.worker_away():
        changed = await edits(alice, post, words=MORE, photo_ids=[third, second, first])
        assert (changed["words"], changed["photo_ids"], changed["version"]) == (
            *(WORDS, [second, first]),
            2,
        )
        edit = changed["edit"]
        assert (edit["state"], edit["words"], len(edit["pictures"])) == ("pending", MORE, 1)
        assert await shown_to(bob, post) == (WORDS, 2)
        assert [picture["width"] for picture in changed["pictures"]] == [301, 300]
        assert (await chen.phone.get(f"/posts/{post}"))["edit"]["words"] == ""
        await edits(alice, post, photo_ids=[third, first])
        assert await shown_to(bob, post) == (WORDS, 1)
        await edits(alice, post, words="另一句话")
        assert await shown_to(bob, post) == ("", 1)
    assert await settled(alice, post) is None
    assert await shown_to(bob, post) == ("另一句话", 2)
    own = await alice.phone.get(f"/posts/{post}")
    assert (own["photo_ids"], own["shown_at"] is not None) == ([third, first], True)


async def test_a_refused_edit_leaves_what_was_approved_and_its_editor_writes_again(
    world, alice, bob, chen
):
    photo = await alice.takes_photo()
    post = (await alice.shows(WORDS, [photo]))["id"]
    await edits(alice, post, words=RISKY)
    edit = await settled(alice, post)
    assert edit
    assert (edit["state"], edit["words"], "广告" in edit["reason"]) == ("rejected", RISKY, True)
    assert await shown_to(bob, post) == (WORDS, 1)
    assert ("post_refused", post) in await told(alice)
    assert (await chen.phone.get(f"/posts/{post}"))["edit"]["reason"] == ""
    await edits(alice, post, words=MORE)
    assert ("post_refused", post) not in await told(alice)
    assert (await settled(alice, post), await shown_to(bob, post)) == (None, (MORE, 1))
    await edits(alice, post, words=f"{MORE}，想看更多加微信")
    await settled(alice, post)
    assert (await edits(alice, post, words=MORE))["edit"] is None


async def test_no_late_verdict_passes_newer_words(world, alice, bob):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    async with world.worker_away():
        await edits(alice, post, words=MORE)
        first = await Check.filter(subject=Subject.POST, subject_id=post).order_by("-id").first()
        await edits(alice, post, words=RISKY)
        assert first
        assert not await Check.exists(id=first.id)
    edit = await settled(alice, post)
    assert edit
    assert (edit["state"], await shown_to(bob, post)) == ("rejected", (WORDS, 1))


async def test_a_doubtful_edit_goes_to_a_human_who_passes_words_and_pictures(world, alice, bob):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    await world.script("wechat", "media_check_async", {"suggest": "review"})
    doubtful = await alice.takes_photo()
    now = await alice.phone.get(f"/posts/{post}")
    await edits(alice, post, words=MORE, photo_ids=[*now["photo_ids"], doubtful])
    edit = await settled(alice, post)
    assert edit
    assert edit["state"] == "review"
    assert await Review.filter(subject_id=post, cause=Cause.DOUBT).count() == 1
    assert await shown_to(bob, post) == (WORDS, 1)
    assert await posts.judge(UUID(post), passes=True)
    assert (await settled(alice, post), await shown_to(bob, post)) == (None, (MORE, 2))
    assert not await posts.judge(UUID(post), passes=False)


async def test_what_stays_in_the_family_is_no_humans_to_look_at(world, alice):
    photo = await alice.takes_photo()
    doubts = Review.filter(cause=Cause.DOUBT)
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    at_home = (await alice.publishes(WORDS, [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{at_home}", state=["review"])
    assert await doubts.count() == 0
    await alice.becomes_reachable()
    await edits(alice, at_home, audience="public")
    assert await doubts.count() == 1
    await edits(alice, at_home, audience="guardians")
    assert await doubts.count() == 0


async def test_an_audience_narrows_at_once_and_widens_through_the_gates_alone(world, alice, bob):
    photo = await alice.takes_photo()
    post = (await alice.shows(WORDS, [photo]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    shared = link["url"].replace("/s/", "/api/v1/shared/")
    await edits(alice, post, audience="guardians")
    assert await shown_to(bob, post) is None
    assert (await world.http.get(shared)).status_code == 404
    consent = await alice.consents(Purpose.SHOW, alice.child)
    await alice.phone.delete(f"/consents/{consent}")
    with refused(422, "consent.show_required"):
        await edits(alice, post, audience="public")
    await edits(alice, post, audience="family")
    await alice.consents(Purpose.SHOW, alice.child)
    assert await shown_to(bob, post) is None
    assert (await edits(alice, post, audience="public"))["state"] == "approved"
    assert await shown_to(bob, post) == (WORDS, 1)
    assert (await world.http.get(shared)).status_code == 404


async def test_no_edit_carries_further_what_was_said_among_fewer(alice, bob, chen):
    photo = await alice.takes_photo()
    for audience, wider, person in (("family", "public", chen), ("guardians", "family", alice)):
        post = (await alice.publishes(WORDS, [photo], audience=audience))["id"]
        await alice.phone.until(f"/posts/{post}", state=["approved"])
        await alice.becomes_reachable()
        comment = await said(person, post, "周三我去少年宫门口接她")
        with refused(409, "post.commented"):
            await edits(alice, post, audience=wider)
        assert await shown_to(bob, post) is None
        await alice.phone.delete(f"/post-comments/{comment}")
        assert (await edits(alice, post, audience=wider))["audience"] == wider


async def test_what_a_guardian_never_saw_does_not_leave_the_family_with_her_yes(
    world, alice, bob, chen
):
    post = (await chen.publishes(WORDS, [await chen.takes_photo()], audience="family"))["id"]
    await chen.phone.until(f"/posts/{post}", state=["approved"])
    await alice.becomes_reachable()
    async with world.worker_away():
        await edits(chen, post, words=MORE)
        await edits(alice, post, audience="public")
    assert await settled(chen, post) is None
    assert await shown_to(bob, post) == (WORDS, 1)


async def test_what_a_consent_made_dark_no_edit_lights(alice, bob):
    consent = await alice.consents(Purpose.SHOW, alice.child)
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    await alice.phone.delete(f"/consents/{consent}")
    await alice.consents(Purpose.SHOW, alice.child)
    with refused(409, "post.dark"):
        await edits(alice, post, words=MORE)
    assert (await edits(alice, post, words=""))["words"] == ""
    assert await shown_to(bob, post) is None


async def test_who_may_edit_and_what_takes_a_guardian(world, alice, bob, chen):
    photo, own = await alice.takes_photo(), await chen.takes_photo()
    public = (await alice.shows(WORDS, [photo]))["id"]
    private = (await alice.publishes(WORDS, [photo], audience="guardians"))["id"]
    his = (await chen.publishes("爷爷拍的", [own], audience="family"))["id"]
    await world.quiet()
    nobody = Person(world, world.phone("nobody"))
    for person, post, status in (
        *((chen, public, 403), (chen, private, 404)),
        *((bob, public, 403), (bob, his, 404), (nobody, public, 401)),
    ):
        with refused(status):
            await edits(person, post, words="乱改")
    with refused(403, "role.too_low"):
        await edits(chen, his, audience="public")
    await edits(chen, his, words="爷爷拍的，在海边")
    assert await settled(chen, his) is None
    await alice.phone.post(f"/posts/{his}/share-links", {})
    with refused(403, "role.too_low"):  # strangers read it by the link of a guardian
        await edits(chen, his, words="爷爷拍的，在海边，风大")
    assert (await edits(chen, his, words=""))["words"] == ""
    with refused(422, "photo.unknown"):
        await edits(alice, public, photo_ids=[await bob.takes_photo()])


async def test_a_content_edit_takes_the_place_of_somebody_elses_that_waits(world, alice, chen):
    own, other = await chen.takes_photo(), await alice.takes_photo()
    post = (await chen.publishes(WORDS, [own], audience="family"))["id"]
    await chen.phone.until(f"/posts/{post}", state=["approved"])
    async with world.worker_away():
        await edits(chen, post, words=MORE)
        await edits(alice, post, audience="family")
        assert (await chen.phone.get(f"/posts/{post}"))["edit"]["words"] == MORE
        changed = await edits(alice, post, photo_ids=[own, other])
        assert (changed["edit"]["words"], changed["edit"]["photo_ids"]) == (WORDS, [own, other])
    assert await settled(alice, post) is None
    seen = await chen.phone.get(f"/posts/{post}")
    assert (seen["words"], seen["photo_ids"]) == (WORDS, [own, other])


async def test_lost_updates_and_repeats(alice):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    answers = await asyncio.gather(
        *(edits(alice, post, words=f"{WORDS}{n}", version=1) for n in range(4)),
        return_exceptions=True,
    )
    made = [answer for answer in answers if isinstance(answer, dict)]
    assert (len(made), made[0]["version"]) == (1, 2)
    again = await edits(alice, post, words=made[0]["edit"]["words"], version=1)
    assert again["version"] == 2
    with refused(409, "post.changed"):
        await edits(alice, post, words="", version=1)
    changes = "select count(*) from audit_records where action = 'post.changed'"
    assert (await query(changes))[0]["count"] == 1


@each(
    "wrong",
    [{"audience": "everybody"}, {"photo_ids": []}, {"words": "字" * 1001}, {"state": "approved"}],
    ids=str,
)
async def test_a_change_that_cannot_be_right_is_refused(alice, wrong):
    post = (await alice.publishes(WORDS, [await alice.takes_photo()]))["id"]
    with refused(422, "invalid"):
        await edits(alice, post, **wrong)


async def test_a_post_that_was_never_approved_is_simply_changed_and_asked_anew(world, alice, bob):
    photo = await alice.takes_photo()
    async with world.worker_away():
        post = (await alice.publishes(RISKY, [photo], audience="public"))["id"]
        changed = await edits(alice, post, words=WORDS)
        assert (changed["state"], changed["words"], changed["edit"]) == ("pending", WORDS, None)
        with refused(422, "privacy.found"):
            await edits(alice, post, words=WORDS + "，我电话13812345678")
    await alice.phone.until(f"/posts/{post}", state=["approved"])
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubted = (await alice.shows(WORDS, [photo]))["id"]
    assert await Review.filter(subject_id=doubted).count() == 1
    async with world.worker_away():
        assert (await edits(alice, doubted, words=MORE))["edit"]["state"] == "pending"
        assert await Review.filter(subject_id=doubted, decided_at=None).count() == 0
    await world.quiet()
    assert await shown_to(bob, doubted) == (MORE, 1)
    rejected = (await alice.shows(RISKY, [photo]))["id"]
    with refused(409, "post.rejected"):
        await edits(alice, rejected, words=WORDS)


async def test_what_humans_take_down_is_shown_again_on_appeal_alone(world, alice, bob):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    assert await posts.take_down(UUID(post), "里面有别人家的孩子")
    assert not await posts.take_down(UUID(post), "又一次")
    own = await alice.phone.get(f"/posts/{post}")
    assert (own["state"], own["reason"]) == ("rejected", "里面有别人家的孩子")
    assert await shown_to(bob, post) is None
    assert await posts.reinstate(UUID(post))
    assert not await posts.reinstate(UUID(post))
    assert await shown_to(bob, post) == (WORDS, 1)
    await posts.hide(UUID(post))
    assert (await shown_to(bob, post), await alice.sees(f"/posts/{post}")) == (None, [True])
    await posts.unhide(UUID(post))
    assert await shown_to(bob, post) == (WORDS, 1)


async def test_a_refused_picture_is_never_reinstated(world: World, alice, bob):
    await world.script("wechat", "media_check_async", {"push": "held", "suggest": "risky"})
    photo = await alice.takes_photo(checked=False)
    post = (await alice.publishes(WORDS, [photo], audience="public"))["id"]
    await world.quiet()
    await world.control("wechat", "release", {})
    await alice.phone.until(f"/posts/{post}", state=["rejected"])
    assert not await posts.reinstate(UUID(post))
    assert await shown_to(bob, post) is None
