"""Posts: publishing (晒), showing one, taking one back."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
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
from models.archive.photos import Photo
from models.people.accounts import Account
from models.sharing.posts import Post, PostState
from service.archive.renditions import Rendition, clean_url, rendition_url
from service.people import students
from service.sharing import feed, posts
from service.sharing.post_drafts import PostDraft
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("posts")


class PictureView(msgspec.Struct):
    """One picture of a post: a rendition without metadata on a URL of at most 10 minutes."""

    url: PictureUrl
    width: Pixels
    height: Pixels
    colour: Colour


class TopicTag(msgspec.Struct):
    """The topic under which a post is shown."""

    id: UUID
    title: str


class EditView(msgspec.Struct):
    """What waits of an edit. Its words and pictures are whose edit it is to read, nobody else's.

    Refused, it waits for another edit; what was approved stays as it is.
    """

    state: PostState
    reason: str
    words: str
    photo_ids: Annotated[list[UUID], Meta(description="All of them in their order.")]
    pictures: Annotated[list[PictureView], Meta(description="Those that wait.")]


class PostView(msgspec.Struct):
    """A post. `reason` tells its own family why it was refused.

    `family_id`, `student_id`, `photo_ids`, `entry_id` and `edit` are for its own family alone.
    """

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
    comments: Count
    liked: bool
    mine: bool
    shown_at: Moment | None
    film: PictureUrl = ""
    topic: TopicTag | None = None
    version: Annotated[int, Meta(ge=1, description="Named in a change of it.")] = 1
    family_id: UUID | None = None
    student_id: UUID | None = None
    photo_ids: list[UUID] = []
    entry_id: UUID | None = None
    edit: EditView | None = None


async def present_posts(found: Sequence[Post], account: Account | None) -> list[PostView]:
    """Posts as one viewer has them."""
    likes = await feed.likes_of(found, account)
    viewer = await access.viewer(account)
    return [present_post(post, likes[post.id], viewer) for post in found]


def present_post(post: Post, likes: feed.Likes, viewer: Viewer) -> PostView:
    child, age = students.shown_outside(post.student)
    home = viewer.is_family(post.family_id) or post.student_id in viewer.selves
    return PostView(
        id=post.id,
        state=post.state,
        reason=post.reason if home and post.state is PostState.REJECTED else "",
        audience=post.audience.word,
        words=post.words,
        family=post.family.name,
        child=child,
        age=age,
        pictures=present_pictures(post, Rendition.CARD),
        likes=likes.count,
        comments=likes.comments,
        liked=likes.mine,
        mine=viewer.account_id is not None and post.author_id == viewer.account_id,
        shown_at=post.shown_at,
        film=present_film(post),
        topic=TopicTag(post.topic.id, post.topic.title) if post.topic else None,
        version=post.version,
        family_id=post.family_id if home else None,
        student_id=post.student_id if home else None,
        photo_ids=[photo.id for photo in post.photos_shown] if home else [],
        entry_id=post.entry_id if home else None,
        edit=_edit(post, viewer) if home else None,
    )


def _edit(post: Post, viewer: Viewer) -> EditView | None:
    if post.edit is None or post.state in (PostState.REJECTED, PostState.WITHDRAWN):
        return None
    if post.edited_by_id != viewer.account_id:
        return EditView(post.edit, "", "", [], [])
    words = post.words if post.words_waiting is None else post.words_waiting
    return EditView(
        state=post.edit,
        reason=post.reason,
        words=words,
        photo_ids=[photo.id for photo in (*post.photos_shown, *post.photos_waiting)],
        pictures=[_picture(photo, Rendition.CARD) for photo in post.photos_waiting],
    )


def present_pictures(post: Post, rendition: Rendition) -> list[PictureView]:
    """A post's pictures in their order, in the one size that the page needs."""
    return [_picture(photo, rendition) for photo in post.photos_shown]


def _picture(photo: Photo, rendition: Rendition) -> PictureView:
    url = rendition_url(photo, rendition, outside=True)
    return PictureView(url, photo.width, photo.height, photo.colour)


def present_film(post: Post) -> str:
    """The URL of a post's film, to be played; its picture is the poster. Empty without one."""
    return next((url for photo in post.photos_shown if (url := clean_url(photo, outside=True))), "")


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
        "entry_id": "0192f0c8-2b3c-7e5f-9a6b-8c7d6e5f4a3b",
        "topic_id": None,
        "audience": "public",
        "knowingly": False,
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


@bp.post("/posts/<post_id:uuid>/withdrawal")
@operation("Take a post back, for good", status=204, refuses=(403,))
@signed_in
async def withdraw(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await posts.withdraw(account, post_id)
    return gone()
