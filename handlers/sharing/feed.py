"""The feed: posts by scope, newest first; the public one opens without login."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import anyone, ok, operation
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.sharing.posts import PostView, present_posts
from models.people.accounts import Account
from service.foundation.errors import NotSignedIn
from service.sharing import feed
from service.sharing.feed import Scope

bp = Blueprint("feed")


class FeedQuery(PageQuery):
    """Whose posts."""

    scope: Scope = Scope.PUBLIC
    region: Annotated[str, Meta(max_length=12, description="The code of a region.")] = ""


@bp.get("/feed")
@operation("Posts, latest shown first", query=FeedQuery, gives=Page[PostView])
@anyone
async def index(request: Request, account: Account | None) -> HTTPResponse:
    wanted = read_query(request, FeedQuery)
    if account is None and wanted.scope is not Scope.PUBLIC:
        raise NotSignedIn
    place = after(wanted.cursor, tuple[datetime, UUID])
    found = await feed.page(account, wanted.scope, region=wanted.region, after=place)
    posts, following = cut(found, feed.PAGE, lambda post: (post.shown_at, post.id))
    return ok(Page(await present_posts(posts, account), following))
