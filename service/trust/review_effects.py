"""Review effects: what follows once a moderator's decision cannot be taken back any more."""

from datetime import timedelta
from uuid import UUID

from models.people.accounts import Account
from models.trust.moderation import Cause, Review
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import moderation, notices, review_outcomes, review_things
from service.trust.review_outcomes import REASONS, Outcome
from service.trust.review_things import KINDS, Thing


@jobs.job("reviews.carry_out")
async def carry_out(review_id: UUID) -> None:
    """Let a decision take effect, unless it was taken back or its thing is gone."""
    async with transaction():
        met = await Review.get_or_none(id=review_id)
        if met is None:
            return
        await moderation.question_of(met.subject, met.subject_id)
        review = await Review.filter(id=review_id).select_for_update().get_or_none()
        if review is None or review.effective_at is None or review.carried_out_at:
            return
        if (left := review.effective_at - clock.now()) > timedelta():
            await jobs.later("reviews.carry_out", after=left, review_id=review_id)
            return
        try:
            thing = await review_things.of_review(review_id)
        except NotFound:  # purged meanwhile
            return
        await carry_out_now(review, thing)


async def carry_out_now(review: Review, thing: Thing) -> None:
    """What follows from the decision, in its one transaction; who waits for it is told."""
    review.carried_out_at = clock.now()
    await review.save(update_fields=["carried_out_at"])
    if review.cause in (Cause.ASKED, Cause.DOUBT):
        await _settle(review, thing)
    elif outcome := review_outcomes.outcome_of(review.subject):
        act = _reported if review.cause is Cause.REPORT else _appealed
        await act(review, thing, outcome)
    await review_outcomes.tell_closed(review)


async def _settle(review: Review, thing: Thing) -> None:
    """What the machine doubted passes, or does not; the question remembers that."""
    passes, decided = bool(review.passes), KINDS[review.subject].decided
    outcome = review_outcomes.outcome_of(review.subject)
    if outcome and outcome.judge:
        await outcome.judge(review.subject_id, passes, REASONS.get(review.reason, ""))
    moderator = await Account.get(id=review.decided_by_id)
    if question := await moderation.question_of(review.subject, review.subject_id):
        await moderation.decide(moderator, question, passes=passes)
    if decided and review.asked_by_id:
        await notices.tell([review.asked_by_id], decided, review.subject_id, thing.family)


async def _reported(review: Review, thing: Thing, outcome: Outcome) -> None:
    """Kept, it is shown again if it was hidden; else it goes, and its maker learns why."""
    if review.passes:
        hidden = outcome.keep and await outcome.keep(review.subject_id)
        if hidden and thing.maker:
            await notices.tell([thing.maker], NoticeKind.SHOWN_AGAIN, review.subject_id)
        if outcome.doubt:
            await outcome.doubt(review.subject_id)
        return
    await outcome.take_down(review.subject_id, REASONS[review.reason])
    if thing.maker:
        await notices.tell([thing.maker], NoticeKind.TAKEN_DOWN, review.subject_id)


async def _appealed(review: Review, thing: Thing, outcome: Outcome) -> None:
    """Heard, it is shown again as its audience and consents allow now."""
    if review.passes and outcome.reinstate:
        review.passes = await outcome.reinstate(review.subject_id)
        await review.save(update_fields=["passes"])
        if outcome.keep:
            await outcome.keep(review.subject_id)
        told = Notice.filter(kind=NoticeKind.TAKEN_DOWN, subject_id=review.subject_id)
        await told.delete()
    if thing.maker:
        await notices.tell([thing.maker], NoticeKind.APPEAL_DECIDED, review.subject_id)
