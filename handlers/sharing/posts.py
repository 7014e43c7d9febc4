"""Posts: publishing (晒), showing one, withdrawing."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import (
    AgeBand,
    AudienceWord,
    Colour,
    Count,
    Moment,
    Nickname,
    PictureUrl,
    Pixels,
)
from models.people.accounts import Account
from models.sharing.posts import Post, PostState
from service.archive.renditions import Rendition, rendition_url
from service.people import students
from service.sharing import feed, posts
from service.sharing.posts import PostDraft

bp = Blueprint("posts")


class PictureView(msgspec.Struct):
    """One picture of a post: a rendition without metadata on a URL of at most 10 minutes."""

    url: PictureUrl
    width: Pixels
    height: Pixels
    colour: Colour


class PostView(msgspec.Struct):
    """A post. `reason` tells its own family why it was refused."""

    id: UUID
    state: PostState
    reason: str
    audience: AudienceWord
    words: str
    family: str
    child: Nickname
    age: AgeBand
    pictures: list[PictureView]
    likes: Count
    liked: bool
    mine: bool
    shown_at: Moment | None


async def present_posts(found: Sequence[Post], account: Account | None) -> list[PostView]:
    """Posts as one viewer has them."""
    likes = await feed.likes_of(found, account)
    return [present_post(post, likes[post.id], account) for post in found]


def present_post(post: Post, likes: feed.Likes, account: Account | None) -> PostView:
    child, age = students.shown_outside(post.student)
    mine = account is not None and post.author_id == account.id
    return PostView(
        id=post.id,
        state=post.state,
        reason=post.reason,
        audience=post.audience.word,
        words=post.words,
        family=post.family.name,
        child=child,
        age=age,
        pictures=present_pictures(post, Rendition.CARD),
        likes=likes.count,
        liked=likes.mine,
        mine=mine,
        shown_at=post.shown_at,
    )


def present_pictures(post: Post, rendition: Rendition) -> list[PictureView]:
    """A post's pictures in their order, in the one size that the page needs."""
    return [
        PictureView(
            rendition_url(photo, rendition, outside=True),
            photo.width,
            photo.height,
            photo.colour,
        )
        for photo in post.photos_shown
    ]


async def shown(account: Account, post_id: UUID) -> PostView:
    return (await present_posts([await posts.seen_by(account, post_id)], account))[0]


@bp.post("/posts")
@operation(
    "Publish a post; others see it once approved",
    takes=PostDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "student_id": "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6",
        "photo_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"],
        "words": "国庆带小满去看渔女，回来的路上她一直在数路灯。",
        "audience": "public",
    },
    gives=PostView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@limited("posts", most=60, seconds=600)
@creates(shown)
async def publish(request: Request, account: Account) -> UUID:
    return (await posts.publish(account, read(request, PostDraft))).id


@bp.get("/posts/<post_id:uuid>")
@operation("A post", gives=PostView)
@signed_in
async def show(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    return ok(await shown(account, post_id))


@bp.delete("/posts/<post_id:uuid>")
@operation("Withdraw a post, for good", status=204, refuses=(403,))
@signed_in
async def withdraw(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await posts.withdraw(account, post_id)
    return gone()
