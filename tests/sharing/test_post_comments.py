"""Comments under posts: who says and reads them, how they are checked, answered and taken back."""

import asyncio
from uuid import UUID

import pytest

from models.people.accounts import Account
from models.sharing.post_comments import PostComment
from models.trust.moderation import Standing
from service.foundation.database import query
from service.sharing import post_comments
from service.sharing.comment_pages import PAGE
from service.trust.consents import Purpose
from tests.pupil import pupil_of
from tests.sharing.test_feed import in_one_class
from tests.trust.reviewers import moderator, queue_of, rules
from tests.world import Person, refused

RISKY = "想看更多加微信"


async def says(person: Person, post: str, words: str, **more) -> dict:
    """Say something under a post."""
    return await person.phone.post(f"/posts/{post}/comments", {"words": words, **more})


async def said(person: Person, post: str, words: str, **more) -> str:
    """Say something and wait for its check; the id."""
    comment = (await says(person, post, words, **more))["id"]
    await person.phone.until(f"/post-comments/{comment}", standing=["passed"])
    return comment


async def read_by(person: Person, post: str) -> list[tuple[str, list[str]]]:
    """The words of each thread, and of the answers to it."""
    threads = (await person.phone.get(f"/posts/{post}/comments"))["items"]
    return [(one["words"], [answer["words"] for answer in one["answers"]]) for one in threads]


async def told(person: Person, kind: str) -> list[str]:
    found = (await person.phone.get("/notices"))["items"]
    return [one["subject_id"] for one in found if one["kind"] == kind]


@pytest.fixture
async def post(alice: Person) -> str:
    return (await alice.shows("看海", [await alice.takes_photo()]))["id"]


async def test_what_is_said_waits_for_its_check_and_is_answered(world, alice, bob, chen, post):
    async with world.worker_away():
        first = await says(bob, post, "拍得真好")
        assert (first["standing"], first["mine"], first["author"]) == ("pending", True, "Bob")
        assert await read_by(bob, post) == [("拍得真好", [])]
        assert await read_by(alice, post) == []
        one = f"/post-comments/{first['id']}"
        assert await alice.sees(one, f"{one}/answers") == [False, False]
        with refused(422, "post_comment.unknown"):
            await says(alice, post, "谢谢", thread_id=first["id"])
    await bob.phone.until(f"/post-comments/{first['id']}", standing=["passed"])
    answer = await said(alice, post, "谢谢", thread_id=first["id"])
    await said(chen, post, "爷爷也喜欢")
    for person in (alice, bob, chen):
        assert await read_by(person, post) == [("爷爷也喜欢", []), ("拍得真好", ["谢谢"])]
    newest, oldest = (await bob.phone.get(f"/posts/{post}/comments"))["items"]
    assert (newest["author"], newest["by_family"], newest["deletable"]) == ("Chen", True, False)
    assert (oldest["by_family"], oldest["deletable"], oldest["answers"][0]["by_family"]) == (
        False,
        True,
        True,
    )
    with refused(422, "post_comment.is_answer"):
        await says(bob, post, "不客气", thread_id=answer)
    assert await told(alice, "post_commented") != []
    assert await told(bob, "post_comment_answered") == [answer]
    assert await told(bob, "post_commented") == []
    [item] = (await world.phone("nobody").get("/feed"))["items"]
    assert item["comments"] == 3


async def test_what_is_risky_stays_its_authors_and_what_is_in_doubt_a_humans(
    world, alice, bob, post
):
    await says(bob, post, RISKY)
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubtful = (await says(bob, post, "说不准"))["id"]
    await bob.phone.until(f"/post-comments/{doubtful}", standing=["review"])
    assert await read_by(alice, post) == []
    assert await read_by(bob, post) == [("说不准", []), (RISKY, [])]
    opened = await query("select subject, subject_id, cause from reviews")
    assert [(one["subject"], one["subject_id"], one["cause"]) for one in opened] == [
        ("post_comment", UUID(doubtful), "doubt")
    ]
    assert await told(alice, "post_commented") == []


async def test_inside_the_family_its_author_says_whether_a_human_reads_it(world, alice, bob, chen):
    photo = await alice.takes_photo()
    post = (await alice.publishes("吃饺子", [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{post}", state=["approved"])
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubtful = (await says(chen, post, "说不准"))["id"]
    path = f"/post-comments/{doubtful}"
    await chen.phone.until(path, standing=["review"])
    assert await told(chen, "words_doubtful") == [doubtful]
    assert await query("select from reviews") == []
    mei = await moderator(world, "Mei")
    for other in (alice, bob):
        with refused(404):
            await other.phone.post(f"{path}/review", None)
    made = [await chen.phone.post(f"{path}/review", None) for _again in range(2)]
    assert made[0] == made[1]
    await chen.phone.delete(f"{path}/review")
    assert await queue_of(mei) == []
    await chen.phone.post(f"{path}/review", None)
    (review,) = await queue_of(mei)
    await rules(mei, review["id"])
    assert await read_by(alice, post) == [("说不准", [])]
    assert await told(chen, "review_decided") == [doubtful]


async def test_whoever_said_it_and_the_family_take_it_away_and_the_answers_stay(
    world, alice, bob, chen, post
):
    dora = await world.person("Dora")
    first, second = await said(bob, post, "第一句"), await said(bob, post, "第二句")
    answer = await said(dora, post, "我也觉得", thread_id=first)
    for person, status in ((dora, 403), (chen, 403)):
        with refused(status, "post_comment.not_yours"):
            await person.phone.delete(f"/post-comments/{first}")
    with refused(401):
        await world.phone("nobody").delete(f"/post-comments/{first}")
    await asyncio.gather(*(alice.phone.delete(f"/post-comments/{first}") for _ in range(3)))
    await bob.phone.delete(f"/post-comments/{second}")
    await bob.phone.delete(f"/post-comments/{second}")
    for person in (alice, bob, dora):
        assert await read_by(person, post) == [("", ["我也觉得"])]
    [thread] = (await dora.phone.get(f"/posts/{post}/comments"))["items"]
    assert (thread["gone"], thread["author"], thread["mine"]) == (True, "", False)
    assert await bob.sees(f"/post-comments/{first}") == [False]
    kept = await query("select words from post_comments where deleted_at is not null")
    assert [row["words"] for row in kept] == ["", ""]
    assert await told(alice, "post_commented") == [answer]
    actions = await query("select action from audit_records where action like 'post_comment.del%'")
    assert len(actions) == 2
    with refused(422, "post_comment.unknown"):
        await says(dora, post, "还在吗", thread_id=first)


async def test_under_what_one_does_not_see_there_is_nothing_to_read_or_say(world, alice, bob, chen):
    photo, nobody = await alice.takes_photo(), world.phone("nobody")
    family = (await alice.publishes("家里人看", [photo], audience="family"))["id"]
    rejected = (await alice.shows(RISKY, [photo]))["id"]
    await alice.phone.until(f"/posts/{family}", state=["approved"])
    comment = await said(chen, family, "真好")
    for path in (f"/posts/{family}/comments", f"/post-comments/{comment}"):
        assert await bob.sees(path) == [False]
    assert await bob.sees(f"/post-comments/{comment}/answers") == [False]
    with refused(404):
        await says(bob, family, "看看")
    with refused(404):
        await bob.phone.delete(f"/post-comments/{comment}")
    with refused(401):
        await nobody.get(f"/posts/{family}/comments")
    with refused(401):
        await nobody.post(f"/posts/{family}/comments", {"words": "看看"})
    with refused(409, "post.not_approved"):
        await says(alice, rejected, "自己说")
    assert await read_by(alice, family) == [("真好", [])]
    await alice.phone.post(f"/posts/{family}/withdrawal", None)
    assert await chen.sees(f"/post-comments/{comment}") == [False]
    await chen.phone.delete(f"/post-comments/{comment}")


async def test_a_repeated_request_says_it_once_and_nothing_wrong_is_taken(alice, bob, post):
    path, body = f"/posts/{post}/comments", {"words": "真好"}
    made = await asyncio.gather(
        *(bob.phone.post(path, body, key="the-same-words") for _ in "12345")
    )
    assert len({one["id"] for one in made}) == 1
    with refused(422, "idempotency_key.reused"):
        await bob.phone.post(path, {"words": "不好"}, key="the-same-words")
    nobody = "00000000-0000-7000-8000-000000000000"
    wrong = ({"words": " "}, {"words": ""}, {"words": "字" * 501}, {"thread_id": nobody}, {"a": 1})
    for change in wrong:
        with refused(422, "invalid"):
            await bob.phone.post(path, body | change)
    assert len(await query("select id from post_comments")) == 1


async def test_no_words_give_a_family_away_and_nobody_learns_by_guessing(world, alice, bob):
    child = {"nickname": "小满", "full_name": "陈小满", "birth_date": "2016-05-01"}
    version = {"consent_version": "2026-11", "family_id": alice.family}
    alice.child = (await alice.phone.post("/students", {**child, **version}))["id"]
    await alice.consents(Purpose.SHOW, alice.child)
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    phone = "打电话13800138000给我"
    for person in (alice, bob):
        with refused(422, "privacy.found"):
            await says(person, post, phone)
        assert (await says(person, post, phone, knowingly=True))["words"] == phone
    with refused(422, "privacy.found"):
        await says(alice, post, "我们家陈小满")
    assert (await says(bob, post, "是陈小满吗"))["words"] == "是陈小满吗"


async def test_a_pupil_says_nothing_in_public_and_whoever_is_restricted_nothing_at_all(
    world, alice, bob
):
    await in_one_class(world, alice)
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    pupil = await pupil_of(world, alice)
    with refused(403, "post_comment.student"):
        await says(pupil, post, "我自己来说")
    comment = await said(bob, post, "真好")
    sql = (
        "insert into restrictions (id, created_at, account_id, what, reason, until, imposed_by_id)"
        " select $1, now(), $1, 'commenting', '说了难听的话', now() + interval '1 day', $1"
    )
    await query(sql, (await bob.account()).id)
    with refused(403, "restricted"):
        await says(bob, post, "再说一句")
    await bob.phone.delete(f"/post-comments/{comment}")


async def test_threads_and_answers_come_in_pages_each_once(world, alice, bob, post):
    author = await bob.account()
    threads = [await _kept(author, post, f"第{n}句") for n in range(PAGE + 2)]
    answers = [await _kept(author, post, f"答{n}", threads[-1]) for n in range(PAGE + 4)]
    first = await alice.phone.get(f"/posts/{post}/comments")
    newest = first["items"][0]
    assert [one["id"] for one in newest["answers"]] == [str(one) for one in answers[:3]]
    assert (newest["more_answers"], first["items"][1]["more_answers"]) == (True, False)
    second = await alice.phone.get(f"/posts/{post}/comments", cursor=first["next"])
    found = [one["id"] for one in first["items"] + second["items"]]
    assert (found, second["next"]) == ([str(one) for one in threads[::-1]], "")
    path = f"/post-comments/{threads[-1]}/answers"
    page = await alice.phone.get(path)
    rest = await alice.phone.get(path, cursor=page["next"])
    assert [one["id"] for one in page["items"] + rest["items"]] == [str(one) for one in answers]


async def _kept(author: Account, post: str, words: str, thread: UUID | None = None) -> UUID:
    made = await PostComment.create(
        post_id=UUID(post),
        author=author,
        words=words,
        thread_id=thread,
        standing=Standing.PASSED,
    )
    return made.id


async def test_a_comment_that_is_taken_back_while_it_is_opened_is_not_there(
    alice, bob, post, monkeypatch
):
    comment, seen_by = await said(bob, post, "真好"), post_comments.seen_by

    async def seen_just_before(account: Account, comment_id: UUID):
        seen = await seen_by(account, comment_id)
        await bob.phone.delete(f"/post-comments/{comment}")
        return seen

    monkeypatch.setattr(post_comments, "seen_by", seen_just_before)
    with refused(404, "not_found"):
        await alice.phone.get(f"/post-comments/{comment}")


async def test_what_a_human_says_of_it_holds_and_what_comes_twice_is_harmless(
    world, alice, bob, post
):
    comment = UUID(await said(bob, post, "真好"))
    for _ in range(2):
        await post_comments.hide(comment)
    assert (await read_by(alice, post), await read_by(bob, post)) == ([], [("真好", [])])
    for _ in range(2):
        await post_comments.unhide(comment)
    assert await read_by(alice, post) == [("真好", [])]
    assert await post_comments.take_down(comment, "不合适")
    assert not await post_comments.take_down(comment, "不合适")
    await post_comments.unhide(comment)
    await post_comments.settled(comment, Standing.PASSED, None)
    assert (await read_by(alice, post), await told(alice, "post_commented")) == ([], [])
    assert [await post_comments.reinstate(comment) for _ in range(2)] == [True, False]
    assert await read_by(alice, post) == [("真好", [])]
    await bob.phone.delete(f"/post-comments/{comment}")
    assert await post_comments.shown_to_moderator(comment) is None
    assert await post_comments.content_to_check(comment) is None
