"""Reports: no number of them hides anything, an urgent one does until a human has looked."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.sharing.reports import Report, ReportReason
from models.trust.moderation import Subject
from service.foundation import clock
from service.foundation.database import query, transaction
from service.sharing import reports
from service.sharing.reports import ReportDraft
from service.trust import review_effects
from tests.sharing.test_post_comments import said
from tests.trust.archive_room import acts
from tests.trust.household import told
from tests.trust.leaving import counted
from tests.trust.reviewers import asks, decides, moderator, queue_of, rules, undoable
from tests.world import Person, World, refused

WORDS = "国庆带小满去看渔女"


async def report(person: Person, path: str, reason: str = "abuse", **draft: str) -> dict:
    return await person.phone.post(f"{path}/reports", {"reason": reason} | draft)


@pytest.fixture
async def post(alice: Person) -> str:
    """A public post of Alice's: its path."""
    return f"/posts/{(await alice.shows(WORDS, [await alice.takes_photo()]))['id']}"


async def test_many_reports_are_one_look_which_ends_with_a_humans_word(world, alice, bob, post):
    others = [bob, *[await world.person(f"Neighbour {place}") for place in range(5)]]
    made = await asyncio.gather(*(report(one, post, words="看着不舒服") for one in others))
    assert len({one["id"] for one in made}) == 6
    assert (await report(bob, post, "fraud"))["id"] == made[0]["id"]
    assert await bob.sees(post) == [True]
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    assert (review["kind"], review["cause"], review["urgent"]) == ("post", "report", False)
    seen = await mei.phone.get(f"/reviews/{review['id']}")
    assert seen["reports"] == [{"reason": "abuse", "words": "看着不舒服"}] * 6
    assert (seen["words"], seen["audience"], len(seen["pictures"])) == (WORDS, "public", 1)
    assert "Bob" not in str(seen)
    assert "Alice" not in str(seen)
    await rules(mei, review["id"])
    assert await bob.sees(post) == [True]
    assert [one["outcome"] for one in (await bob.phone.get("/reports"))["items"]] == ["kept"]
    ((_, said),) = await told(bob, "report_decided")
    assert "没有发现问题" in said
    for kind in ("taken_down", "report_", "shown_again"):
        assert await told(alice, kind) == []
    assert (await report(bob, post))["id"] != made[0]["id"]


async def test_no_count_of_the_familys_data_tells_that_it_was_reported(world, alice, bob, post):
    """Nor one of Bob's account, whose comment Alice reports."""
    comment = await said(bob, post.removeprefix("/posts/"), "说了难听的话")
    await moderator(world, "Mei")
    seen = (alice, f"/families/{alice.family}/data"), (bob, "/account/data")
    await world.quiet()
    async with world.worker_away():
        hers, his = [counted(await one.phone.get(path)) for one, path in seen]
        await report(bob, post)
        await report(alice, f"/post-comments/{comment}")
        now_hers, now_his = [counted(await one.phone.get(path)) for one, path in seen]
    assert now_hers == hers
    assert now_his == his | {"reports": 1, "replays": his["replays"] + 1}  # what he reported


async def test_what_is_refused_goes_with_a_reason_and_both_sides_learn_it(world, alice, bob, post):
    await report(bob, post, "not_theirs", words="背景里是我家孩子")
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    for word in ({"passes": False}, {"passes": False, "reason": "so"}):
        with refused(422, "review.reason"):
            await mei.phone.call("POST", f"/reviews/{review['id']}/decision", word)
    await rules(mei, review["id"], "not_theirs")
    assert await bob.sees(post) == [False]
    shown = await alice.phone.get(post)
    assert (shown["state"], "没有同意" in shown["reason"]) == ("rejected", True)
    ((_, said),) = await told(alice, "taken_down")
    assert "可以申诉一次" in said
    assert "没有同意" in said
    assert [one["outcome"] for one in (await bob.phone.get("/reports"))["items"]] == ["taken_down"]
    with refused(404):
        await report(bob, post)


async def test_an_urgent_one_hides_at_once_until_somebody_has_looked(world, alice, bob, post):
    mei, gu = await moderator(world, "Mei"), await moderator(world, "Gu")
    await report(bob, post, "advertising")
    dan = await world.person("Dan")
    await report(dan, post, "private")
    assert await bob.sees(post) == await dan.sees(post) == [False]
    assert await alice.sees(post) == [True]
    assert [len(await told(one, "urgent_report")) for one in (mei, gu, alice)] == [1, 1, 0]
    (review,) = await queue_of(gu)
    assert review["urgent"]
    assert await told(alice, "shown_again") == []
    await rules(gu, review["id"])
    assert await bob.sees(post) == [True]
    ((_, said),) = await told(alice, "shown_again")
    assert "恢复显示" in said
    await report(dan, post, "child_in_danger")
    assert await bob.sees(post) == [True], "a human has kept it"
    (again,) = await queue_of(gu)
    assert again["urgent"]
    with clock.moved(reports.KEPT_FOR):
        await report(bob, post, "private")
        assert await alice.sees(post) == [True]
        assert await dan.sees(post) == [False]


async def test_who_looks_again_and_finds_it_urgent_hides_it_at_once(world, alice, bob, post):
    mei = await moderator(world, "Mei")
    first = await report(bob, post, "other")
    again = await report(bob, post, "private")
    assert (again["id"], again["reason"]) == (first["id"], "private")
    assert await bob.sees(post) == [False]
    (review,) = await queue_of(mei)
    shown = await mei.phone.get(f"/reviews/{review['id']}")
    assert (review["urgent"], [one["reason"] for one in shown["reports"]]) == (True, ["private"])


async def test_nor_does_somebody_without_an_account_keep_it_in_the_dark(world, alice, bob, post):
    draft = ReportDraft(reason=ReportReason.PRIVATE)
    (found,) = await query("select id from posts")
    mei = await moderator(world, "Mei")
    for hides in (True, False):
        for _again in range(2):
            await reports.report_anonymously(Subject.POST, found["id"], draft, "10.0.0.1")
        assert await Report.filter(reporter_id=None).count() == (1 if hides else 2)
        assert await bob.sees(post) == [not hides]
        (review,) = await queue_of(mei)
        await rules(mei, review["id"])
        assert await bob.sees(post) == [True]
    assert (await bob.phone.get("/reports"))["items"] == []


async def test_from_the_single_page_mode_without_login_and_only_through_a_living_link(
    world, alice, bob, post
):
    link = await alice.phone.post(f"{post}/share-links", {})
    friend = world.phone("nobody")
    path = f"/shared/{link['url'].rpartition('/')[2]}/reports"
    for _again in range(2):
        await friend.post(path, {"reason": "abuse", "words": "看着不舒服"})
    with refused(422, "invalid"):
        await friend.post(path, {"reason": "ugly"})
    assert await bob.sees(post) == [True]
    await friend.post(path, {"reason": "private", "words": "看得到门牌"})
    assert await bob.sees(post) == [False]
    (review,) = await queue_of(mei := await moderator(world, "Mei"))
    seen = await mei.phone.get(f"/reviews/{review['id']}")
    assert sorted(one["reason"] for one in seen["reports"]) == ["abuse", "private"]
    for dead in (path, f"/shared/{'A' * 22}/reports"):  # hidden, the link opens nothing
        with refused(404):
            await friend.post(dead, {"reason": "other"})


async def test_a_comment_is_reported_by_whoever_reads_it(world, alice, bob, post):
    dan, mei = await world.person("Dan"), await moderator(world, "Mei")
    said = await dan.phone.post(f"{post}/comments", {"words": "这孩子真丑"})
    path = f"/post-comments/{said['id']}"
    await dan.phone.until(path, standing=["passed"])
    await report(bob, path, "child_in_danger")
    assert await bob.sees(path) == [False]
    (review,) = await queue_of(mei)
    seen = await mei.phone.get(f"/reviews/{review['id']}")
    assert (seen["kind"], seen["words"], seen["under"]) == ("post_comment", "这孩子真丑", WORDS)
    await rules(mei, review["id"], "hurtful")
    assert await bob.sees(path) == [False]
    assert len(await told(dan, "taken_down")) == 1
    assert await bob.sees(post) == [True]


async def test_only_what_one_sees_and_nothing_of_ones_own_is_decided(world, alice, bob, chen):
    own = (await alice.publishes("家里", [await alice.takes_photo()], audience="family"))["id"]
    path = f"/posts/{own}"
    await alice.phone.until(path, state=["approved"])
    for reported in (path, "/posts/00000000-0000-7000-8000-000000000000"):
        with refused(404):
            await report(bob, reported)
    with refused(401):
        await report(Person(world, world.phone("nobody")), path)
    await report(chen, path)
    aunt = await moderator(world, "Dina")
    (review,) = await queue_of(aunt)
    await alice.invites(aunt, "亲属", role="viewer")
    assert await queue_of(aunt) == []
    with refused(403, "review.of_family"):
        await rules(aunt, review["id"])


async def test_a_decision_on_a_report_is_taken_back_in_time(world, alice, bob, post):
    await report(bob, post)
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    with undoable():
        await rules(mei, review["id"], "other")
        assert await bob.sees(post) == [True]
        assert await queue_of(mei) == []
        for _ in range(2):
            await mei.phone.delete(f"/reviews/{review['id']}/decision")
    assert [one["id"] for one in await queue_of(mei)] == [review["id"]]
    assert await told(alice, "taken_down") == await told(bob, "report_decided") == []
    await rules(mei, review["id"], "other")
    assert await bob.sees(post) == [False]
    assert (await acts("review.%"))[-3:] == ["review.decided", "review.undone", "review.decided"]


async def test_an_edit_in_doubt_is_looked_at_after_the_report(world: World, alice, bob, post):
    """Whoever judges the report has perhaps not read the new words: they get their own look."""
    await report(bob, post)
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await alice.phone.put(post, {"words": f"{WORDS}，说不清楚"})
    await world.quiet()
    assert [one["id"] for one in await queue_of(mei)] == [review["id"]]
    await rules(mei, review["id"])
    assert (await bob.phone.get(post))["words"] == WORDS
    (doubt,) = await queue_of(mei)
    assert (doubt["cause"], doubt["id"] == review["id"]) == ("doubt", False)
    await rules(mei, doubt["id"])
    assert (await bob.phone.get(post))["words"] == f"{WORDS}，说不清楚"


async def test_who_reports_what_was_just_decided_has_it_decided_anew(world, alice, bob, post):
    await report(bob, post)
    dan, mei = await world.person("Dan"), await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    with undoable():
        await rules(mei, review["id"])
        await report(bob, post)
        assert await queue_of(mei) == [], "again is nothing new"
        await report(dan, post, "child_in_danger")
        assert await bob.sees(post) == [False]
        (again,) = await queue_of(mei)
        assert (again["id"], again["urgent"]) == (review["id"], True)
        with clock.moved(timedelta(seconds=11)):
            await review_effects.carry_out(UUID(review["id"]))
    assert await bob.sees(post) == [False]
    assert await told(dan, "report_decided") == []
    await rules(mei, review["id"], "child")
    assert len(await told(dan, "report_decided")) == 1


async def test_a_refusal_that_a_report_has_joined_says_why(world, alice, chen):
    """Of what nobody but its maker has seen it need not; what is reported somebody has seen."""
    own = await alice.publishes("家里", [await alice.takes_photo()], audience="family")
    path = f"/posts/{own['id']}"
    await alice.phone.until(path, state=["approved"])
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await alice.phone.put(path, {"words": "说不清楚"})
    await world.quiet()
    mei, review = await moderator(world, "Mei"), await asks(alice, path)
    with undoable():
        await decides(mei, review, passes=False)
        async with world.worker_away():
            async with transaction():
                draft = ReportDraft(reason=ReportReason.ABUSE)
                await reports.report_post(await chen.account(), UUID(own["id"]), draft)
                deciding = asyncio.create_task(decides(mei, review, passes=False))
                await world.until_blocked(1)
            with refused(422, "review.reason"):
                await deciding
    await rules(mei, review["id"], "hurtful")
    assert await chen.sees(path) == [False]


async def test_what_is_decided_is_looked_at_by_no_moderator_any_more(world, alice, bob, post):
    await report(bob, post)
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    with undoable():
        await rules(mei, review["id"])
        assert await mei.sees(f"/reviews/{review['id']}") == [True]
        await mei.phone.delete(f"/reviews/{review['id']}/decision")
    await rules(mei, review["id"])
    assert await mei.sees(f"/reviews/{review['id']}") == [False]
