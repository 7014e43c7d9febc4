"""The review queue: what waits for the city's moderators, and taking some of it."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Count, Moment
from handlers.trust.reviews import ReviewView, present
from models.people.accounts import Account
from service.foundation.drafts import Draft
from service.trust import review_queue

bp = Blueprint("review_queue")


class LeaseDraft(Draft):
    """How much to take at most, with what one holds already."""

    most: Annotated[int, Meta(ge=1, le=20)] = 10


class LeasedView(msgspec.Struct):
    """What the moderator holds now, urgent first, then the oldest; nobody else gets it so long."""

    items: list[ReviewView]
    until: Moment | None


class QueueView(msgspec.Struct):
    """How much waits; `leased` is held by somebody."""

    open: Count
    urgent: Count
    leased: Count
    oldest: Moment | None


@bp.get("/reviews")
@operation(
    "What waits for a moderator, urgent first, then the oldest, without what is to be seen",
    query=PageQuery,
    gives=Page[ReviewView],
    refuses=(404,),
)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, review_queue.Place)
    found, following = cut(
        await review_queue.waiting(account, after=place),
        review_queue.PAGE,
        lambda review: (review.urgent, review.id),
    )
    return ok(Page([present(review) for review in found], following))


@bp.get("/reviews/counts")
@operation("How much waits for a moderator now", gives=QueueView, refuses=(404,))
@signed_in
async def counts(request: Request, account: Account) -> HTTPResponse:
    found = await review_queue.counts(account)
    return ok(QueueView(found.open, found.urgent, found.leased, found.oldest))


@bp.post("/reviews/lease")
@operation(
    "Take what is next for five minutes, as a moderator of the city; again renews it",
    takes=LeaseDraft,
    example={"most": 10},
    gives=LeasedView,
    refuses=(404,),
)
@signed_in
async def lease(request: Request, account: Account) -> HTTPResponse:
    found = await review_queue.lease(account, read(request, LeaseDraft).most)
    until = found[0].leased_until if found else None
    return ok(LeasedView([present(review) for review in found], until))


@bp.post("/reviews/<review_id:uuid>/release")
@operation("Give back what one holds", status=204)
@signed_in
async def release(request: Request, account: Account, review_id: UUID) -> HTTPResponse:
    await review_queue.release(account, review_id)
    return gone()
