"""Likes: liking a post and taking it back."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.shapes import Count
from models.people.accounts import Account
from service.sharing import likes
from service.sharing.likes import Liked

bp = Blueprint("likes")


class LikedView(msgspec.Struct):
    """How often a post is liked now, and whether by the viewer."""

    post_id: UUID
    likes: Count
    liked: bool


def present_liked(liked: Liked) -> LikedView:
    return LikedView(liked.post_id, liked.likes, liked.liked)


@bp.put("/posts/<post_id:uuid>/like")
@operation("Like a post", gives=LikedView)
@signed_in
async def like(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    return ok(present_liked(await likes.like(account, post_id)))


@bp.delete("/posts/<post_id:uuid>/like")
@operation("Take a like back", gives=LikedView)
@signed_in
async def unlike(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    return ok(present_liked(await likes.unlike(account, post_id)))
