"""Review looks: what a moderator is shown before deciding."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment, PictureUrl
from models.people.accounts import Account
from models.sharing.reports import ReportReason
from models.trust.moderation import Cause, Subject
from service.trust import review_looks
from service.trust.review_looks import Look

bp = Blueprint("review_looks")


class ReportedView(msgspec.Struct):
    """Why somebody reported it; never who."""

    reason: ReportReason
    words: str


class EarlierView(msgspec.Struct):
    """What was decided of the same thing before."""

    cause: Cause
    decided_at: Moment
    passes: bool
    reason: str


class HistoryView(msgspec.Struct):
    """How often it was looked at and changed; how often its maker was refused."""

    looks: Count
    changes: Count
    refused: Count


class ReviewedThing(msgspec.Struct):
    """What is to be decided, what it stands in and what was before; of people what it shows."""

    id: UUID
    kind: Subject
    cause: Cause
    urgent: bool
    asked_at: Moment
    words: str
    picture: PictureUrl
    sound: PictureUrl
    pictures: list[PictureUrl]
    films: list[PictureUrl]
    shown_as: Annotated[str, Meta(description="The names beside it, as others read them.")]
    under: Annotated[str, Meta(description="The words of the post that a comment is under.")]
    audience: str
    topic: str
    appeal: Annotated[str, Meta(description="What its maker says to a refusal.")]
    reports: list[ReportedView]
    earlier: list[EarlierView]
    history: HistoryView


def _present(look: Look) -> ReviewedThing:
    review, seen, history = look.review, look.seen, look.history
    return ReviewedThing(
        id=review.id,
        kind=review.subject,
        cause=review.cause,
        urgent=review.urgent,
        asked_at=review.created_at,
        words=seen.words,
        picture=seen.pictures[0] if seen.pictures else "",
        sound=seen.sounds[0] if seen.sounds else "",
        pictures=seen.pictures,
        films=seen.films,
        shown_as=seen.shown_as,
        under=seen.under,
        audience=seen.audience,
        topic=seen.topic,
        appeal=review.words,
        reports=[ReportedView(one.reason, one.words) for one in look.reports],
        earlier=[
            EarlierView(one.cause, one.decided_at, one.passes, one.reason) for one in look.earlier
        ],
        history=HistoryView(history.looks, history.changes, history.refused),
    )


@bp.get("/reviews/<review_id:uuid>")
@operation("Look at what is to be decided; recorded", gives=ReviewedThing, refuses=(403,))
@signed_in
@limited("review-looks", most=600, seconds=600)
async def look(request: Request, account: Account, review_id: UUID) -> HTTPResponse:
    return ok(_present(await review_looks.look(account, review_id)))
