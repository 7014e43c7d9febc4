"""Review decisions: one moderator's word on one thing, which takes effect a few seconds later.

Until then the same moderator can take it back. Of several racers the first one decides: the
question is locked before the review, and the review before what it is about.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.people.accounts import Account
from models.trust.moderation import Cause, Review
from service.foundation import clock, jobs, settings
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from service.trust import access, audit, moderation, review_effects, review_things
from service.trust.review_outcomes import REASONS
from service.trust.review_things import Thing

_DECISION = ["decided_by_id", "decided_at", "effective_at", "passes", "reason"]
Reason = Annotated[
    str, Meta(max_length=20, description=f"Of a refusal: {', '.join(REASONS)}; the maker is told.")
]


class ReviewDecision(Draft):
    """What a moderator makes of it."""

    passes: Annotated[bool, Meta(description="True: others may see it. False: nobody ever does.")]
    reason: Reason = ""


class ReviewDecisions(Draft):
    """The same word on several things, each judged for itself."""

    ids: Annotated[list[UUID], Meta(min_length=1, max_length=50)]
    passes: bool
    reason: Reason = ""


@dataclass(frozen=True)
class Judged:
    """What became of one of several decisions; `code` says why nothing did."""

    id: UUID
    code: str = ""


async def decide(moderator: Account, review_id: UUID, draft: ReviewDecision) -> Review:
    """Let others see it, or not; the same again is fine."""
    async with transaction():
        met, _ = await reviewed(moderator, review_id)
        await moderation.question_of(met.subject, met.subject_id)
        review = await Review.filter(id=review_id).select_for_update().get_or_none()
        if review is None:
            raise NotFound
        _require_reason(review, draft)
        if review.decided_at:
            if _same(review, moderator, draft):
                return review
            raise Conflict("review.decided", "这一条已经有人看过了")
        await _require_free_of_others(review, moderator)
        thing = await review_things.of_review(review_id)
        if not thing.waits:
            raise NotFound
        await _decided(review, moderator, draft)
        if not settings.current().decision_undo_seconds:
            await review_effects.carry_out_now(review, thing)
    return review


def _require_reason(review: Review, draft: ReviewDecision) -> None:
    """A refusal says why, but of what nobody but its maker has ever seen."""
    needed = not draft.passes and review.cause is not Cause.ASKED
    if (needed or draft.reason) and (draft.passes or draft.reason not in REASONS):
        raise Invalid.field("reason", "review.reason", "不通过的话，请选一个理由；通过就不用选")


def _same(review: Review, moderator: Account, draft: ReviewDecision) -> bool:
    decided = review.decided_by_id, review.passes, review.reason
    return decided == (moderator.id, draft.passes, draft.reason)


async def _require_free_of_others(review: Review, moderator: Account) -> None:
    leased = review.leased_until and review.leased_until > clock.now()
    if leased and review.leased_by_id != moderator.id:
        raise Conflict("review.leased", "另一位审核员正在看这一条")
    if await against_own_decision(moderator, review):
        raise Forbidden("review.own_decision", "申诉要由另一位审核员来看")


async def against_own_decision(moderator: Account, review: Review) -> bool:
    """Whether it is an appeal against what the moderator decided."""
    theirs = Review.filter(subject_id=review.subject_id, decided_by_id=moderator.id)
    return review.cause is Cause.APPEAL and await theirs.exclude(id=review.id).exists()


async def _decided(review: Review, moderator: Account, draft: ReviewDecision) -> None:
    undo = timedelta(seconds=settings.current().decision_undo_seconds)
    review.decided_by_id, review.decided_at = moderator.id, clock.now()
    review.effective_at = review.decided_at + undo
    review.passes, review.reason = draft.passes, draft.reason
    await review.save(update_fields=_DECISION)
    await audit.record(moderator, "review.decided", review)
    if undo:
        await jobs.later("reviews.carry_out", after=undo, review_id=review.id)


async def decide_many(moderator: Account, draft: ReviewDecisions) -> list[Judged]:
    """The same word on several things, in their order; one that is refused stops no other."""
    await access.require_moderator(moderator)
    word = ReviewDecision(passes=draft.passes, reason=draft.reason)
    return [await _judged(moderator, one, word) for one in dict.fromkeys(draft.ids)]


async def _judged(moderator: Account, review_id: UUID, word: ReviewDecision) -> Judged:
    try:
        await decide(moderator, review_id, word)
    except Refusal as refusal:
        return Judged(review_id, refusal.code)
    return Judged(review_id)


async def undo(moderator: Account, review_id: UUID) -> None:
    """Take one's decision back before it takes effect; again is fine."""
    async with transaction():
        met, _ = await reviewed(moderator, review_id)
        await moderation.question_of(met.subject, met.subject_id)
        review = await Review.filter(id=review_id).select_for_update().get_or_none()
        if review is None:
            raise NotFound
        if review.decided_at is None:
            return
        if review.decided_by_id != moderator.id:
            raise Conflict("review.decided", "这一条已经有人看过了")
        if review.carried_out_at or (review.effective_at or clock.now()) <= clock.now():
            raise Conflict("review.in_effect", "已经生效了，收不回来了")
        review.decided_by_id = review.decided_at = review.effective_at = review.passes = None
        review.reason = ""
        await review.save(update_fields=_DECISION)
        await audit.record(moderator, "review.undone", review)


async def reviewed(moderator: Account, review_id: UUID) -> tuple[Review, Thing]:
    """A review that a moderator may meet, with its thing; neither of nor by one's own family."""
    await access.require_moderator(moderator)
    review = await Review.get_or_none(id=review_id)
    if review is None:
        raise NotFound
    thing = await review_things.of_review(review_id)
    near = await review_things.is_near(moderator, thing.maker, thing.family)
    if near or review.asked_by_id == moderator.id:
        raise Forbidden("review.of_family", "这是自己家的内容，要由别的审核员来看")
    return review, thing
