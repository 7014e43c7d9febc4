"""The review queue: urgent first, on a lease, so that no two moderators hold the same thing."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from models.archive.growth import Entry
from models.people.accounts import Account
from models.trust.moderation import Check, Review, Standing, Subject
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Refusal
from service.trust import review_decisions, review_effects
from service.trust.review_decisions import ReviewDecision
from service.trust.review_queue import LEASE
from tests.trust.archive_room import acts
from tests.trust.household import told
from tests.trust.reviewers import (
    Desk,
    asks,
    desk_of,
    leases,
    moderator,
    rules,
    standing,
    undoable,
)
from tests.world import refused


@pytest.fixture
async def desk(world) -> Desk:
    return await desk_of(world)


async def doubtful(desk: Desk, many: int) -> list[str]:
    """So many doubtful entries of Alice's, asked about: the reviews' ids, the oldest first."""
    account, family = await desk.alice.account(), UUID(desk.alice.family)
    made = []
    for _ in range(many):
        entry = await Entry.create(
            family_id=family, author_id=account.id, title="海边", standing=Standing.REVIEW
        )
        about = {"subject": Subject.ENTRY, "subject_id": entry.id}
        await Check.create(account_id=account.id, standing=Standing.REVIEW, **about)
        made.append(str((await Review.create(asked_by_id=account.id, **about)).id))
    return made


async def test_no_two_hold_the_same_and_urgent_comes_first(desk):
    ids = await doubtful(desk, 12)
    await Review.filter(id=ids[7]).update(urgent=True)
    others = [desk.mei, *[await moderator(desk.world, name) for name in ("Gu", "Hu")]]
    taken = await asyncio.gather(*(leases(one, 4) for one in others))
    assert sorted(one for few in taken for one in few) == sorted(ids)
    (first,) = [few for few in taken if ids[7] in few]
    assert first[0] == ids[7]
    assert [await leases(one, 4) for one in others] == taken
    assert await leases(await moderator(desk.world, "Su")) == []
    counts = await desk.mei.phone.get("/reviews/counts")
    assert (counts["open"], counts["urgent"], counts["leased"]) == (12, 1, 12)
    assert counts["oldest"]


async def test_only_who_holds_it_decides_until_the_lease_ends_or_is_given_back(desk):
    (review,) = await doubtful(desk, 1)
    gu = await moderator(desk.world, "Gu")
    assert await leases(desk.mei) == [review]
    with refused(409, "review.leased"):
        await rules(gu, review)
    await gu.phone.call("POST", f"/reviews/{review}/release")
    with refused(409, "review.leased"):
        await rules(gu, review)
    for _ in range(2):
        await desk.mei.phone.call("POST", f"/reviews/{review}/release")
    assert await leases(gu) == [review]
    with clock.moved(LEASE):
        assert await leases(desk.mei) == [review]
        await rules(desk.mei, review)
    assert await acts("review.%") == [
        *("review.leased", "review.released", "review.leased", "review.leased", "review.decided"),
    ]


async def test_there_is_no_queue_for_anybody_else(desk):
    (review,) = await doubtful(desk, 1)
    bob, archivist = await desk.world.person("Bob"), await desk.world.archivist()
    calls = [
        ("POST", "/reviews/lease", {"most": 5}),
        ("GET", "/reviews/counts", None),
        ("POST", f"/reviews/{review}/release", None),
        ("POST", "/reviews/decisions", {"ids": [review], "passes": True}),
        ("DELETE", f"/reviews/{review}/decision", None),
    ]
    for person in (desk.alice, bob, archivist):
        for method, path, body in calls:
            with refused(404):
                await person.phone.call(method, path, body)
    for method, path, body in calls:
        with refused(401):
            await desk.world.phone("nobody").call(method, path, body)


async def test_of_many_each_is_judged_for_itself(desk):
    ids = await doubtful(desk, 3)
    gu = await moderator(desk.world, "Gu")
    assert await leases(gu, 1) == ids[:1]
    nothing = "00000000-0000-7000-8000-000000000000"
    word = {"ids": [*ids, nothing], "passes": False, "reason": "private"}
    answer = await desk.mei.phone.call("POST", "/reviews/decisions", word)
    assert [one["code"] for one in answer["items"]] == ["review.leased", "", "", "not_found"]
    again = await desk.mei.phone.call("POST", "/reviews/decisions", word)
    assert again == answer
    found = await query("select standing from entries order by id")
    assert [row["standing"] for row in found] == ["review", "risky", "risky"]
    with refused(422):
        await desk.mei.phone.call("POST", "/reviews/decisions", word | {"ids": [nothing] * 51})


async def test_a_decision_takes_effect_once_it_cannot_be_taken_back(desk):
    photo = await desk.doubtful_photo()
    review = (await asks(desk.alice, photo))["id"]
    gu = await moderator(desk.world, "Gu")
    with undoable():
        await rules(desk.mei, review)
        assert await standing(desk.alice, photo) == "review"
        with refused(409, "review.decided"):
            await rules(gu, review, "private")
        with refused(409, "review.decided"):
            await gu.phone.delete(f"/reviews/{review}/decision")
        await desk.mei.phone.delete(f"/reviews/{review}/decision")
        await rules(gu, review)
        await review_effects.carry_out(UUID(review))
        assert await standing(desk.alice, photo) == "review"
        with clock.moved(timedelta(seconds=11)):
            with refused(409, "review.in_effect"):
                await gu.phone.delete(f"/reviews/{review}/decision")
            for _ in range(2):
                await review_effects.carry_out(UUID(review))
    assert await standing(desk.alice, photo) == "passed"
    assert len(await told(desk.alice, "review_decided")) == 1


async def test_new_words_in_the_meantime_are_not_passed(desk):
    entry = await desk.doubtful_words()
    review = (await asks(desk.alice, entry))["id"]
    with undoable():
        await rules(desk.mei, review)
        await desk.world.script("wechat", "msg_sec_check", {"suggest": "review"})
        await desk.alice.phone.put(entry, {"story": "换了一句"})
        await desk.alice.phone.until(entry, standing=["review"])
        with clock.moved(timedelta(seconds=11)):
            await review_effects.carry_out(UUID(review))
    assert await standing(desk.alice, entry) == "review"
    assert await desk.chen.sees(entry) == [False]


ACTS = ("mei passes", "gu refuses", "mei undoes", "gu undoes", "time passes")


def _model(sequence: tuple[str, ...]) -> tuple[str, bool | None, bool]:
    """Who has decided, how, and whether that has taken effect, by the rules."""
    by, passes, done = "", None, False
    for act in sequence:
        who, does = act.split()
        if who == "time":
            done = done or bool(by)
        elif does == "undoes":
            by, passes = ("", None) if by == who and not done else (by, passes)
        elif not by:
            by, passes = who, does == "passes"
    return by, passes, done


async def test_whatever_is_done_in_whatever_order_the_first_word_counts_and_then_stays(desk):
    people = {"mei": desk.mei, "gu": await moderator(desk.world, "Gu")}
    accounts = {name: await person.account() for name, person in people.items()}
    names = {account.id: name for name, account in accounts.items()}
    sequences = list(product(ACTS, repeat=3))
    ids = [UUID(one) for one in await doubtful(desk, len(sequences))]
    with undoable():
        for review_id, sequence in zip(ids, sequences, strict=True):
            for act in sequence:
                await _happens(act, review_id, accounts)
            review = await Review.get(id=review_id)
            by = names[review.decided_by_id] if review.decided_by_id else ""
            found = by, review.passes, review.carried_out_at is not None
            assert found == _model(sequence), sequence
            entry = await Entry.get(id=review.subject_id)
            settled = Standing.PASSED if review.passes else Standing.RISKY
            assert entry.standing is (settled if found[2] else Standing.REVIEW), sequence


async def _happens(act: str, review_id: UUID, accounts: dict[str, Account]) -> None:
    who, does = act.split()
    with suppress(Refusal):
        if who == "time":
            with clock.moved(timedelta(seconds=11)):
                await review_effects.carry_out(review_id)
        elif does == "undoes":
            await review_decisions.undo(accounts[who], review_id)
        else:
            word = ReviewDecision(passes=does == "passes")
            await review_decisions.decide(accounts[who], review_id, word)


async def test_leasing_from_two_thousand_is_one_quick_query(desk):
    account, family = (await desk.alice.account()).id, UUID(desk.alice.family)
    await query(
        "insert into entries (id, created_at, family_id, author_id, standing, title, story,"
        " audience, happened, place, milestone, sort_day, draft, unfinished, version)"
        " select gen_random_uuid(), now(), $1, $2, 'review', '', '', 20, '', '', '', now(),"
        " false, false, 1 from generate_series(1, 2000)",
        *(family, account),
    )
    await query(
        "insert into reviews (id, created_at, subject, subject_id, asked_by_id)"
        " select gen_random_uuid(), now(), 'entry', id, $1 from entries",
        account,
    )
    await query("analyze reviews")
    plan = await query(
        "explain select id from reviews where decided_at is null order by not urgent, id limit 20"
    )
    assert "reviews_waiting" in str(plan)
    assert len(await leases(desk.mei)) == 20
    assert (await desk.mei.phone.get("/reviews/counts"))["open"] == 2000
