"""Review decisions: a moderator's word on one thing or on many, and taking it back in time."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.shapes import Moment
from handlers.trust.reviews import ReviewView, present
from models.people.accounts import Account
from service.trust import review_decisions, review_outcomes
from service.trust.review_decisions import ReviewDecision, ReviewDecisions

bp = Blueprint("review_decisions")


class DecidedView(ReviewView):
    """A decision: until `effective_at` whoever made it can take it back."""

    reason: str
    effective_at: Moment | None


class OutcomeView(msgspec.Struct):
    """What became of one of several decisions."""

    id: UUID
    code: Annotated[str, Meta(description="Empty: decided. Otherwise why it was refused.")]


class OutcomesView(msgspec.Struct):
    """Of each, in the order in which they were named."""

    items: list[OutcomeView]


class ReasonView(msgspec.Struct):
    """A reason for a refusal, and the sentence in which its maker reads it."""

    key: str
    words: str


class ReasonsView(msgspec.Struct):
    """All there are."""

    items: list[ReasonView]


@bp.get("/review-reasons")
@operation("The reasons for which a moderator may refuse something", gives=ReasonsView)
@signed_in
async def reasons(request: Request, account: Account) -> HTTPResponse:
    return ok(ReasonsView([ReasonView(*one) for one in review_outcomes.REASONS.items()]))


@bp.post("/reviews/<review_id:uuid>/decision")
@operation(
    "Decide, as a moderator of the city, whether others may see it",
    takes=ReviewDecision,
    example={"passes": False, "reason": "private"},
    gives=DecidedView,
    refuses=(403, 409),
)
@signed_in
async def decide(request: Request, account: Account, review_id: UUID) -> HTTPResponse:
    review = await review_decisions.decide(account, review_id, read(request, ReviewDecision))
    shown = msgspec.structs.asdict(present(review))
    return ok(DecidedView(**shown, reason=review.reason, effective_at=review.effective_at))


@bp.delete("/reviews/<review_id:uuid>/decision")
@operation("Take one's decision back before it takes effect", status=204, refuses=(403, 409))
@signed_in
async def undo(request: Request, account: Account, review_id: UUID) -> HTTPResponse:
    await review_decisions.undo(account, review_id)
    return gone()


@bp.post("/reviews/decisions")
@operation(
    "Decide on up to fifty things alike; one that is refused stops no other",
    takes=ReviewDecisions,
    example={"ids": ["00000000-0000-7000-8000-000000000000"], "passes": True},
    gives=OutcomesView,
    refuses=(404,),
)
@signed_in
async def decide_many(request: Request, account: Account) -> HTTPResponse:
    judged = await review_decisions.decide_many(account, read(request, ReviewDecisions))
    return ok(OutcomesView([OutcomeView(one.id, one.code) for one in judged]))
