"""Comments on entries: what the family says to one another about them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.conversations import Relative, relatives
from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.archive.stories import EntryComment
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import entry_comments
from service.archive.entry_comments import CommentDraft
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("entry_comments")


class CommentView(msgspec.Struct):
    """A comment on an entry, to the family."""

    id: UUID
    entry_id: UUID
    author: Relative
    mine: bool
    words: str
    standing: Standing
    said_at: Moment


async def present_comments(found: Sequence[EntryComment], viewer: Viewer) -> list[CommentView]:
    """Comments on one entry."""
    if not found:
        return []
    authors = await relatives(found[0].entry.family_id, [comment.author for comment in found])
    return [
        CommentView(
            id=comment.id,
            entry_id=comment.entry_id,
            author=authors[comment.author_id],
            mine=comment.author_id == viewer.account_id,
            words=comment.words,
            standing=comment.standing,
            said_at=comment.created_at,
        )
        for comment in found
    ]


async def shown(account: Account, comment_id: UUID) -> CommentView:
    viewer = await access.viewer(account)
    return (await present_comments([await entry_comments.seen_by(viewer, comment_id)], viewer))[0]


@bp.post("/entries/<entry_id:uuid>/comments")
@operation(
    "Say something to an entry of the family",
    takes=CommentDraft,
    example={"words": "奶奶看了三遍，真好！"},
    gives=CommentView,
    status=201,
    refuses=(409,),
)
@signed_in
@limited("comments", most=120, seconds=600)
@creates(shown)
async def say(request: Request, account: Account, entry_id: UUID) -> UUID:
    return (await entry_comments.say(account, entry_id, read(request, CommentDraft))).id


@bp.get("/entries/<entry_id:uuid>/comments")
@operation(
    "What the family says to an entry, oldest first", query=PageQuery, gives=Page[CommentView]
)
@signed_in
async def index(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    viewer = await access.viewer(account)
    found = await entry_comments.of_entry(viewer, entry_id, after=place)
    said, following = cut(found, entry_comments.PAGE, lambda comment: comment.id)
    return ok(Page(await present_comments(said, viewer), following))


@bp.get("/comments/<comment_id:uuid>")
@operation("A comment on an entry", gives=CommentView)
@signed_in
async def show(request: Request, account: Account, comment_id: UUID) -> HTTPResponse:
    return ok(await shown(account, comment_id))


@bp.delete("/comments/<comment_id:uuid>")
@operation("Take a comment back", status=204, refuses=(403, 409))
@signed_in
async def delete(request: Request, account: Account, comment_id: UUID) -> HTTPResponse:
    await entry_comments.delete(account, comment_id)
    return gone()
