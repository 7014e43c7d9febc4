"""Trash of posts: discarding one, restoring it, and what lies there."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from handlers.sharing.posts import PostView, present_posts
from models.people.accounts import Account
from service.archive.trash import KEPT
from service.sharing import post_trash
from service.trust import access

bp = Blueprint("post_trash")


class TrashedPost(msgspec.Struct):
    """A post in the trash, to whoever may restore it until `purged_at`."""

    post: PostView
    discarded_at: Moment
    purged_at: Annotated[datetime, Meta(tz=True, description="When it goes for good.")]


@bp.delete("/posts/<post_id:uuid>")
@operation("Put a post into the trash, for 30 days", status=204, refuses=(403, 409))
@signed_in
@limited("trash", most=300, seconds=600)
async def discard(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await post_trash.discard(account, post_id)
    return gone()


@bp.post("/posts/<post_id:uuid>/restoration")
@operation("Take a post out of the trash", status=204, refuses=(403, 409))
@signed_in
@limited("trash", most=300, seconds=600)
async def restore(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await post_trash.restore(account, post_id)
    return gone()


@bp.get("/families/<family_id:uuid>/trash/posts")
@operation("Which posts one may restore, latest first", query=PageQuery, gives=Page[TrashedPost])
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, tuple[datetime, UUID])
    found = await post_trash.page(await access.viewer(account), family_id, after=place)
    posts, following = cut(found, post_trash.PAGE, lambda post: (post.deleted_at, post.id))
    since = [post.deleted_at for post in posts if post.deleted_at]
    views = await present_posts(posts, account)
    trashed = [
        TrashedPost(view, moment, moment + KEPT) for view, moment in zip(views, since, strict=True)
    ]
    return ok(Page(trashed, following))
