"""Featurings (精选): staff put a public post on the wall by four eyes."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Moment
from handlers.sharing.posts import PostView, present_posts
from models.people.accounts import Account
from models.sharing.featurings import Featuring
from service.sharing import featurings

bp = Blueprint("featurings")


class FeaturingView(msgspec.Struct):
    """A proposal, and since when it is on the wall; of staff nobody's name."""

    post_id: UUID
    proposed_at: Moment
    confirmed_at: Moment | None
    mine: bool


class FeaturedView(msgspec.Struct):
    """A post that was proposed, and since when it is on the wall."""

    post: PostView
    proposed_at: Moment
    confirmed_at: Moment | None
    mine: Annotated[bool, Meta(description="Whether the viewer proposed it: another confirms.")]


def _present(featuring: Featuring, viewer: Account) -> FeaturingView:
    return FeaturingView(
        featuring.post_id,
        featuring.created_at,
        featuring.confirmed_at,
        featuring.proposed_by_id == viewer.id,
    )


@bp.get("/featurings")
@operation(
    "What was proposed for the wall or is on it, latest first, where one is staff",
    query=PageQuery,
    gives=Page[FeaturedView],
    refuses=(404,),
)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await featurings.standing(account, after=place), featurings.PAGE, lambda one: one.id
    )
    shown = await present_posts([one.post for one in found], account)
    items = [
        FeaturedView(post, one.created_at, one.confirmed_at, one.proposed_by_id == account.id)
        for one, post in zip(found, shown, strict=True)
    ]
    return ok(Page(items, following))


@bp.put("/posts/<post_id:uuid>/featuring")
@operation("Propose a public post for the wall, as a curator", gives=FeaturingView, refuses=(403,))
@signed_in
async def propose(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    return ok(_present(await featurings.propose(account, post_id), account))


@bp.post("/posts/<post_id:uuid>/featuring/confirmation")
@operation("Put what somebody else proposed on the wall", gives=FeaturingView, refuses=(403, 409))
@signed_in
async def confirm(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    return ok(_present(await featurings.confirm(account, post_id), account))


@bp.delete("/posts/<post_id:uuid>/featuring")
@operation("Take a post off the wall, or a proposal back", status=204, refuses=(403,))
@signed_in
async def end(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await featurings.end(account, post_id)
    return gone()
