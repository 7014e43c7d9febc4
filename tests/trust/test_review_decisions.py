"""Decisions on what was doubtful: one moderator from outside the family, once, and for good."""

import asyncio
from itertools import product
from time import time
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.archive.growth import Entry
from models.people.families import Membership, Relation, Role
from models.people.students import StudentAccount
from models.trust.consents import Purpose
from models.trust.moderation import Check, Review, Standing, Subject
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query, transaction
from service.integrations.wechat import Verdict
from service.trust import moderation
from service.trust.review_queue import PAGE
from tests.trust.archive_room import acts
from tests.trust.household import told
from tests.trust.reviewers import (
    PICTURE,
    WORDS,
    Desk,
    asks,
    decides,
    desk_of,
    moderator,
    standing,
)
from tests.world import Person, World, refused

MACHINE = {"passes": "pass", "is risky": "risky"}
HUMAN = {"a human passes it": True, "a human refuses it": False}
ACTS = (*MACHINE, "nothing is heard", *HUMAN)


@pytest.fixture
async def desk(world: World) -> Desk:
    return await desk_of(world)


async def colleague(desk: Desk, name: str = "Gu") -> Person:
    return await moderator(desk.world, name)


async def becomes_family(person: Person, desk: Desk) -> None:
    await Membership.create(
        account=await person.account(),
        family_id=UUID(desk.alice.family),
        role=Role.VIEWER,
        relation=Relation.OTHER,
        since=clock.now(),
    )


async def is_the_student(person: Person, desk: Desk) -> None:
    account, child = await person.account(), UUID(desk.alice.child)
    await StudentAccount.create(account=account, student_id=child, since=clock.now())


async def test_a_moderator_sees_the_picture_and_nobodys_name(desk):
    photo = await desk.doubtful_photo()
    review = await asks(desk.alice, photo)
    seen = await desk.mei.phone.get(f"/reviews/{review['id']}")
    assert (seen["kind"], seen["cause"], seen["words"], seen["sound"]) == (
        *("photo", "asked", "", ""),
    )
    assert seen["pictures"] == [seen["picture"]]
    assert (seen["reports"], seen["earlier"], seen["shown_as"], seen["under"]) == ([], [], "", "")
    assert "imageView2/2/w/1600" in seen["picture"]
    assert int(parse_qs(urlsplit(seen["picture"]).query)["e"][0]) - time() <= 600
    shown = await desk.world.http.get(seen["picture"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    for secret in ("陈", "小满", "Alice", desk.alice.family, desk.alice.child, "IMG"):
        assert secret not in str(seen)


async def test_or_the_words_alone(desk):
    entry = await desk.doubtful_words(desk.chen, title="海边", story="说不清楚")
    review = await asks(desk.chen, entry)
    seen = await desk.mei.phone.get(f"/reviews/{review['id']}")
    assert (seen["words"], seen["picture"], seen["sound"]) == ("海边\n说不清楚", "", "")
    for secret in ("Chen", "陈家", "小满", desk.alice.family, desk.alice.child):
        assert secret not in str(seen)


async def test_each_look_is_written_down_and_is_no_look_at_the_archive(desk):
    photo = await desk.doubtful_photo()
    review = await asks(desk.alice, photo)
    for _ in range(2):
        await desk.mei.phone.get(f"/reviews/{review['id']}")
    rows = await query("select * from audit_records where action = 'review.looked_at'")
    mei = (await desk.mei.account()).id
    assert [(row["actor_id"], str(row["subject_id"])) for row in rows] == [
        (mei, photo.rpartition("/")[2])
    ] * 2
    assert (await desk.alice.phone.get(f"/students/{desk.alice.child}/looks"))["items"] == []


async def test_what_a_human_passes_the_relatives_see_and_the_uploader_is_told(desk):
    photo = await desk.doubtful_photo()
    await desk.alice.records(photo_ids=[photo.rpartition("/")[2]])
    review = await asks(desk.alice, photo)
    decided = await decides(desk.mei, review, passes=True)
    assert (decided["id"], decided["passes"], bool(decided["decided_at"])) == (
        *(review["id"], True, True),
    )
    assert await desk.chen.sees(photo) == await desk.father.sees(photo) == [True]
    assert await told(desk.alice, "review_") == [
        ("review_decided", "你请人工看的内容没有问题，家人可以看到了")
    ]
    assert await told(desk.father, "review_") == []
    (row,) = await query("select * from audit_records where action = 'check.passed'")
    assert row["actor_id"] == (await desk.mei.account()).id
    assert await desk.queue() == []
    with refused(404):
        await desk.mei.phone.get(f"/reviews/{review['id']}")
    with refused(409, "review.not_doubtful"):
        await asks(desk.alice, photo)


async def test_what_a_human_refuses_nobody_sees_but_the_uploader(desk):
    photo, entry = await desk.doubtful_photo(), await desk.doubtful_words(desk.chen)
    for person, path in ((desk.alice, photo), (desk.chen, entry)):
        await decides(desk.mei, await asks(person, path), passes=False)
        assert await standing(person, path) == "risky"
        said = ("review_decided", "你请人工看的内容没有通过，还是只有你能看到")
        assert await told(person, "review_") == [said]
    assert await desk.father.sees(photo, entry) == [False, False]
    assert await acts("check.risky") == ["check.risky"] * 2


@pytest.mark.parametrize(("passes", "state"), [(True, "approved"), (False, "rejected")])
async def test_a_post_that_waits_for_the_photo_goes_on(desk, passes, state):
    await desk.alice.consents(Purpose.SHOW, desk.alice.child)
    photo = await desk.doubtful_photo()
    post = await desk.alice.shows("春节", [photo.rpartition("/")[2]])
    assert post["state"] == "review"
    await decides(desk.mei, await asks(desk.alice, photo), passes=passes)
    shown = await desk.alice.phone.get(f"/posts/{post['id']}")
    assert (shown["state"], bool(shown["reason"])) == (state, not passes)
    assert (post["id"] in await desk.mei.feed()) is passes


async def test_a_post_whose_words_are_in_doubt_too_waits_on(desk):
    await desk.alice.consents(Purpose.SHOW, desk.alice.child)
    photo = await desk.doubtful_photo()
    await desk.world.script("wechat", WORDS, {"suggest": "review"})
    post = await desk.alice.shows("说不清楚", [photo.rpartition("/")[2]])
    await decides(desk.mei, await asks(desk.alice, photo), passes=True)
    assert (await desk.alice.phone.get(f"/posts/{post['id']}"))["state"] == "review"


async def test_of_several_moderators_the_first_one_decides(desk):
    others = [desk.mei, *[await colleague(desk, name) for name in ("Gu", "Hu", "Su")]]
    for _ in range(4):
        photo = await desk.doubtful_photo()
        review = await asks(desk.alice, photo)
        tries = [decides(who, review, passes=place % 2 == 0) for place, who in enumerate(others)]
        found = await asyncio.gather(*tries, return_exceptions=True)
        (won,) = [one for one in found if isinstance(one, dict)]
        lost = [one.problem["code"] for one in found if isinstance(one, Refused)]
        assert lost == ["review.decided"] * 3
        assert await standing(desk.alice, photo) == ("passed" if won["passes"] else "risky")
    assert len(await acts("check.%")) == 8


async def test_the_same_decision_again_is_fine_and_no_other_one(desk):
    photo = await desk.doubtful_photo()
    review = await asks(desk.alice, photo)
    first = await decides(desk.mei, review, passes=True)
    assert await decides(desk.mei, review, passes=True) == first
    with refused(409, "review.decided"):
        await decides(desk.mei, review, passes=False)
    with refused(409, "review.decided"):
        await decides(await colleague(desk), review, passes=True)
    assert await acts("check.%") == ["check.review", "check.passed"]
    assert len(await told(desk.alice, "review_")) == 1


@pytest.mark.parametrize("joins", [becomes_family, is_the_student])
async def test_whoever_is_of_the_family_neither_looks_nor_decides(desk, joins):
    """The aunt is a moderator, too; so may be the child itself when it has grown up."""
    reviews = [await asks(desk.alice, await desk.doubtful_photo())]
    reviews += [await asks(desk.chen, await desk.doubtful_words(desk.chen))]
    aunt = await colleague(desk, "Dina")
    assert len(await desk.queue(aunt)) == 2
    await joins(aunt, desk)
    assert await desk.queue(aunt) == []
    for review in reviews:
        with refused(403, "review.of_family"):
            await aunt.phone.get(f"/reviews/{review['id']}")
        with refused(403, "review.of_family"):
            await decides(aunt, review, passes=True)
    assert await acts("review.looked_at") == []
    assert await desk.queue() == [review["id"] for review in reviews]


async def test_nobody_decides_on_their_own(desk):
    await desk.mei.founds("梅家")
    own = await asks(desk.mei, await desk.doubtful_photo(desk.mei))
    others = await asks(desk.alice, await desk.doubtful_photo())
    assert await desk.queue() == [others["id"]]
    with refused(403, "review.of_family"):
        await decides(desk.mei, own, passes=True)
    members = (await desk.mei.phone.get(f"/families/{desk.mei.family}/members"))["items"]
    await Membership.filter(id=UUID(members[0]["id"])).update(until=clock.now())
    assert await desk.queue() == [others["id"]]
    with refused(403, "review.of_family"):
        await decides(desk.mei, own, passes=True)


async def test_a_verdict_that_comes_after_the_human_changes_nothing(desk):
    await desk.world.script("wechat", PICTURE, {"suggest": "risky", "push": "held"})
    photo = f"/photos/{await desk.alice.takes_photo(checked=False)}"
    await desk.world.quiet()
    (question,) = await query("select id from checks where subject = 'photo'")
    await moderation.give_up(question["id"])
    await decides(desk.mei, await asks(desk.alice, photo), passes=True)
    await desk.world.control("wechat", "release", {})
    await desk.world.quiet()
    await moderation.give_up(question["id"])
    assert await standing(desk.alice, photo) == "passed"
    assert await acts("check.%") == ["check.review", "check.passed"]


async def test_whatever_comes_in_whatever_order_ends_as_the_states_allow(desk):
    account, family = await desk.alice.account(), UUID(desk.alice.family)
    mei, seen = await desk.mei.account(), set()
    for sequence in product(ACTS, repeat=3):
        entry = await Entry.create(family_id=family, author_id=account.id, title="海边")
        trace, about = uuid4().hex, {"subject": Subject.ENTRY, "subject_id": entry.id}
        question = await Check.create(account_id=account.id, trace_id=trace, **about)
        expected = Standing.PENDING
        for act in sequence:
            await _happens(act, question, mei)
            become = _means(act)
            if expected.may_become(become, by_human=act in HUMAN):
                expected = become
        await entry.refresh_from_db()
        await question.refresh_from_db()
        assert entry.standing is question.standing is expected, sequence
        seen.add(expected)
    assert seen == set(Standing)


async def _happens(act: str, question: Check, moderator) -> None:
    if act in MACHINE:
        await moderation.receive(question.trace_id or "", Verdict(MACHINE[act], None))
    elif act in HUMAN:
        async with transaction():
            held = await moderation.question_of(question.subject, question.subject_id)
            assert held
            await moderation.decide(moderator, held, passes=HUMAN[act])
    else:
        await moderation.give_up(question.id)


def _means(act: str) -> Standing:
    if act in MACHINE:
        return Standing.PASSED if MACHINE[act] == "pass" else Standing.RISKY
    if act in HUMAN:
        return Standing.PASSED if HUMAN[act] else Standing.RISKY
    return Standing.REVIEW


async def test_a_decision_never_meets_words_that_nobody_has_read(desk):
    """The words change while Mei decides: the new ones are not passed by her."""
    entry = await desk.doubtful_words()
    review = await asks(desk.alice, entry)
    await desk.world.script("wechat", WORDS, {"suggest": "review"})
    await desk.world.quiet()
    blocking = await asyncpg.connect(desk.world.settings.database_url)
    async with blocking.transaction():
        await blocking.execute("select 1 from checks for update")
        changing = asyncio.create_task(desk.alice.phone.put(entry, {"story": "换了一句"}))
        await desk.world.until_blocked(1)
        deciding = asyncio.create_task(decides(desk.mei, review, passes=True))
        await desk.world.until_blocked(2)
    await blocking.close()
    with refused(404):
        await deciding
    assert (await changing)["story"] == "换了一句"
    await desk.alice.phone.until(entry, standing=["review"])
    assert await desk.chen.sees(entry) == [False]
    assert await desk.queue() == []


async def test_the_oldest_come_first_page_by_page(desk):
    account, family = await desk.alice.account(), UUID(desk.alice.family)
    ids = []
    for _ in range(PAGE + 3):
        made = Entry(family_id=family, author_id=account.id, standing=Standing.REVIEW)
        await made.save()
        wish = {"subject": Subject.ENTRY, "subject_id": made.id, "asked_by_id": account.id}
        ids.append(str((await Review.create(**wish)).id))
    first = await desk.mei.phone.get("/reviews")
    second = await desk.mei.phone.get("/reviews", cursor=first["next"])
    assert (len(first["items"]), second["next"]) == (PAGE, "")
    assert [one["id"] for one in first["items"] + second["items"]] == ids
