"""Restrictions: a moderator keeps an account or a family from showing or commenting for a while."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.trust.restrictions import Restricted, Restriction
from service.trust import restrictions
from service.trust.restrictions import RestrictionDraft

bp = Blueprint("restrictions")


class RestrictionView(msgspec.Struct):
    """A restriction, to moderators; of whom is told by the id alone."""

    id: UUID
    whom: Literal["maker", "family"]
    whom_id: Annotated[UUID, Meta(description="The same for all restrictions of one of them.")]
    what: Restricted
    reason: str
    since: Moment
    until: Moment
    lifted_at: Moment | None


def _present(made: Restriction) -> RestrictionView:
    return RestrictionView(
        id=made.id,
        whom="maker" if made.account_id else "family",
        whom_id=made.account_id or made.family_id or made.id,
        what=made.what,
        reason=made.reason,
        since=made.created_at,
        until=made.until,
        lifted_at=made.lifted_at,
    )


async def _shown(account: Account, restriction_id: UUID) -> RestrictionView:
    return _present(await restrictions.imposed(account, restriction_id))


@bp.post("/restrictions")
@operation(
    "Restrict, as a moderator of the city, whoever made a thing, or its family",
    takes=RestrictionDraft,
    example={
        "review_id": "00000000-0000-7000-8000-000000000000",
        "what": "commenting",
        "reason": "几次留言都让人难过",
        "days": 7,
    },
    gives=RestrictionView,
    status=201,
    refuses=(403, 404),
)
@signed_in
@creates(_shown)
async def impose(request: Request, account: Account) -> UUID:
    return (await restrictions.impose(account, read(request, RestrictionDraft))).id


@bp.get("/restrictions")
@operation(
    "The restrictions that hold now, latest first",
    query=PageQuery,
    gives=Page[RestrictionView],
    refuses=(404,),
)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await restrictions.listed(account, after=place), restrictions.PAGE, lambda one: one.id
    )
    return ok(Page([_present(one) for one in found], following))


@bp.delete("/restrictions/<restriction_id:uuid>")
@operation("End a restriction before its time", status=204, refuses=(403,))
@signed_in
async def lift(request: Request, account: Account, restriction_id: UUID) -> HTTPResponse:
    await restrictions.lift(account, restriction_id)
    return gone()
