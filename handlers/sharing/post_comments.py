"""Comments under posts: what is said there, answered, and taken back."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.sharing import comment_pages, post_comments
from service.sharing.comment_pages import Said
from service.sharing.post_comments import PostCommentDraft

bp = Blueprint("post_comments")


class PostCommentView(msgspec.Struct):
    """What somebody says under a post; one that is `gone` only keeps the place of its answers."""

    id: UUID
    post_id: UUID
    thread_id: Annotated[UUID | None, Meta(description="The comment that it answers.")]
    author: Annotated[str, Meta(description="The nickname; empty where the words are gone.")]
    by_family: Annotated[bool, Meta(description="By the family that shows the post.")]
    mine: bool
    deletable: Annotated[bool, Meta(description="Whether the viewer may take it away.")]
    words: str
    standing: Standing
    gone: bool
    said_at: Moment


class ThreadView(PostCommentView):
    """A comment with the first answers to it."""

    answers: list[PostCommentView]
    more_answers: bool


def present_comment(said: Said) -> PostCommentView:
    return PostCommentView(
        id=said.id,
        post_id=said.post_id,
        thread_id=said.thread_id,
        author=said.author,
        by_family=said.by_family,
        mine=said.mine,
        deletable=said.deletable,
        words=said.words,
        standing=said.standing,
        gone=said.gone,
        said_at=said.said_at,
    )


def present_thread(said: Said) -> ThreadView:
    answers = [present_comment(one) for one in said.answers]
    alone = msgspec.structs.asdict(present_comment(said))
    return ThreadView(**alone, answers=answers, more_answers=said.more_answers)


async def shown(account: Account, comment_id: UUID) -> PostCommentView:
    return present_comment(await comment_pages.one(account, comment_id))


@bp.post("/posts/<post_id:uuid>/comments")
@operation(
    "Say something under a post, or answer somebody there",
    takes=PostCommentDraft,
    example={"words": "渔女那张拍得真好，我们下周也带孩子去！"},
    gives=PostCommentView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@limited("post_comments", most=60, seconds=600)
@creates(shown)
async def say(request: Request, account: Account, post_id: UUID) -> UUID:
    return (await post_comments.say(account, post_id, read(request, PostCommentDraft))).id


@bp.get("/posts/<post_id:uuid>/comments")
@operation("What is said under a post, newest first", query=PageQuery, gives=Page[ThreadView])
@signed_in
async def index(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await comment_pages.of_post(account, post_id, after=place)
    threads, following = cut(found, comment_pages.PAGE, lambda said: said.id)
    return ok(Page([present_thread(one) for one in threads], following))


@bp.get("/post-comments/<comment_id:uuid>")
@operation("A comment under a post", gives=PostCommentView)
@signed_in
async def show(request: Request, account: Account, comment_id: UUID) -> HTTPResponse:
    return ok(await shown(account, comment_id))


@bp.get("/post-comments/<comment_id:uuid>/answers")
@operation("The answers to a comment, oldest first", query=PageQuery, gives=Page[PostCommentView])
@signed_in
async def answers(request: Request, account: Account, comment_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await comment_pages.answers_to(account, comment_id, after=place)
    said, following = cut(found, comment_pages.PAGE, lambda one: one.id)
    return ok(Page([present_comment(one) for one in said], following))


@bp.delete("/post-comments/<comment_id:uuid>")
@operation("Take a comment back, or away from one's own post", status=204, refuses=(403,))
@signed_in
async def delete(request: Request, account: Account, comment_id: UUID) -> HTTPResponse:
    await post_comments.delete(account, comment_id)
    return gone()
