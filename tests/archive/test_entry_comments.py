"""Comments on entries: everybody of the family has a say; it is read once it was checked."""

import asyncio
from uuid import UUID

import pytest

from models.archive.stories import EntryComment
from models.trust.moderation import Standing
from service.archive.entry_comments import PAGE
from service.foundation.database import query
from tests.archive.circle import Circle, circle_of, leaves, relative, said, says, words_on
from tests.archive.shelf import acts, pages
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.trust.household import father_of
from tests.trust.household import told as notices_of
from tests.trust.leaving import asks, carried_out, of_child
from tests.world import Person, World, refused

RISKY = "兼职日结加微信"


@pytest.fixture
async def circle(world: World, alice: Person) -> Circle:
    return await circle_of(world, alice)


async def comments(person: Person, circle: Circle) -> list[str]:
    return await words_on(person, circle.entry, "comments")


async def test_grandmother_who_only_looks_says_something_and_the_author_is_told_once(circle):
    alice, chen, dina = circle.family
    async with circle.world.worker_away():
        mine = await says(dina, circle.entry)
        assert (mine["words"], mine["standing"], mine["mine"]) == ("真好！", "pending", True)
        assert [await comments(one, circle) for one in circle.family] == [[], [], ["真好！"]]
        assert [await circle.counts(one) for one in (alice, dina)] == [(0, 0), (0, 1)]
        assert await notices_of(alice, "comment_") == []
    await circle.world.quiet()
    (comment,) = (await chen.phone.get(f"{circle.entry}/comments"))["items"]
    author = {"called": "外婆", "nickname": "Dina", "avatar": ""}
    assert (comment["author"], comment["mine"], comment["entry_id"]) == (
        *(author, False, circle.entry[-36:]),
    )
    assert await notices_of(alice, "comment_") == [
        ("comment_added", "外婆在你的记录下面说了一句话，点开看看")
    ]
    await said(alice, circle.entry, "谢谢妈")
    assert await notices_of(chen, "comment_") == await notices_of(dina, "comment_") == []
    assert len(await notices_of(alice, "comment_")) == 1
    assert await circle.counts(chen) == (0, 2)


async def test_words_that_did_not_pass_stay_their_authors(circle):
    assert (await said(circle.chen, circle.entry, RISKY))["standing"] == "risky"
    assert await comments(circle.alice, circle) == []
    assert await notices_of(circle.alice, "comment_") == []


async def test_the_class_strangers_and_whoever_left_neither_read_nor_say_anything(circle):
    alice, chen, dina = circle.family
    pupil, wang = await pupil_of(circle.world, alice), await in_class(circle.world, alice)
    entry = await alice.records(title="运动会", audience="class")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    comment = await said(pupil, path, "我跑了第一")
    assert comment["author"]["called"] == "孩子本人"
    await leaves(chen, alice)
    outside = [(one, 404) for one in (wang, chen, await circle.world.person("Bob"))]
    for person, status in (*outside, (Person(alice.world, alice.world.phone("nobody")), 401)):
        for act, route in (
            *(("GET", f"{path}/comments"), ("POST", f"{path}/comments")),
            *(("GET", f"/comments/{comment['id']}"), ("DELETE", f"/comments/{comment['id']}")),
        ):
            with refused(status):
                await person.phone.call(act, route, {"words": "x"} if act == "POST" else None)
    assert await words_on(dina, path, "comments") == ["我跑了第一"]
    assert (await wang.phone.get(path))["comment_count"] == 0
    await alice.phone.delete(path)
    with refused(404):
        await says(dina, path)
    assert await dina.sees(f"/comments/{comment['id']}") == [False]


async def test_a_comment_is_taken_back_by_its_author_or_a_guardian_and_nobody_else(circle):
    alice, chen, dina = circle.family
    editor = await relative(alice, "Eve", "亲属", "editor")
    first, second = [await said(dina, circle.entry, words) for words in ("一", "二")]
    for person in (chen, editor):
        with refused(403, "comment.not_yours"):
            await person.phone.delete(f"/comments/{first['id']}")
    await asyncio.gather(*(dina.phone.delete(f"/comments/{first['id']}") for _ in range(4)))
    await alice.phone.delete(f"/comments/{first['id']}")
    await alice.phone.delete(f"/comments/{second['id']}")
    assert [await comments(one, circle) for one in circle.family] == [[], [], []]
    assert await query("select 1 from entry_comments where words <> ''") == []
    assert (await acts("comment.deleted"), await notices_of(alice, "comment_")) == (2, [])


async def test_in_a_dispute_one_takes_back_what_one_said_and_not_what_others_did(circle):
    father = await father_of(circle.world, circle.alice)
    mine, fathers = await said(circle.alice, circle.entry), await said(father, circle.entry)
    await circle.alice.phone.post(f"/families/{circle.alice.family}/dispute", None)
    with refused(409, "family.disputed"):
        await circle.alice.phone.delete(f"/comments/{fathers['id']}")
    await circle.alice.phone.delete(f"/comments/{mine['id']}")
    assert len(await comments(circle.dina, circle)) == 1


async def test_a_verdict_that_comes_after_it_was_taken_back_changes_nothing(circle):
    async with circle.world.worker_away():
        comment = await says(circle.dina, circle.entry)
        await circle.dina.phone.delete(f"/comments/{comment['id']}")
    await circle.world.quiet()
    assert await comments(circle.alice, circle) == []
    assert await notices_of(circle.alice, "comment_") == []
    assert await query("select 1 from checks where subject = 'entry_comment'") == []


async def test_what_cannot_be_right_is_refused(circle):
    wrong = [{}, *({"words": words} for words in ("", " \n", "长" * 301, None, 1))]
    for body in (*wrong, {"words": "x", "standing": "passed"}):
        with refused(422, "invalid"):
            await circle.dina.phone.post(f"{circle.entry}/comments", body)
    await query("update entries set unfinished = true")
    with refused(409, "entry.unfinished"):
        await says(circle.alice, circle.entry)
    assert await acts("comment.said") == 0


async def test_a_repeated_request_says_it_once(circle):
    tries = [says(circle.dina, circle.entry, key="the-same-request") for _ in range(8)]
    made = await asyncio.gather(*tries)
    assert len({comment["id"] for comment in made}) == 1
    await circle.world.quiet()
    assert await comments(circle.alice, circle) == ["真好！"]
    assert len(await notices_of(circle.alice, "comment_")) == 1


async def test_a_long_talk_comes_by_pages_and_goes_with_the_child(circle):
    account, entry = await circle.dina.account(), UUID(circle.entry[-36:])
    made = [
        EntryComment(entry_id=entry, author_id=account.id, words=str(n), standing=Standing.PASSED)
        for n in range(PAGE + 1)
    ]
    await EntryComment.bulk_create(made)
    found = await pages(circle.chen, f"{circle.entry}/comments")
    assert [len(page) for page in found] == [PAGE, 1]
    assert [one for page in found for one in page] == [str(comment.id) for comment in made]
    kept = (await circle.dina.phone.get("/account/data"))["items"]
    (mine,) = [one for one in kept if one["kind"] == "entry_comments"]
    assert (mine["count"], mine["erasable"]) == (PAGE + 1, False)
    await carried_out(circle.world, await asks(circle.alice, of_child(circle.alice)))
    assert await EntryComment.all().count() == 0
