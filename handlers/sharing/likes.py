"""Likes: liking a post and taking it back."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.sharing.posts import PostView, shown
from models.people.accounts import Account
from service.sharing import likes

bp = Blueprint("likes")


@bp.put("/posts/<post_id:uuid>/like")
@operation("Like a post", gives=PostView)
@signed_in
async def like(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await likes.like(account, post_id)
    return ok(await shown(account, post_id))


@bp.delete("/posts/<post_id:uuid>/like")
@operation("Take a like back", gives=PostView)
@signed_in
async def unlike(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await likes.unlike(account, post_id)
    return ok(await shown(account, post_id))
