"""Notices: what an account is told, and that it has read it."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.trust.notices import NoticeKind
from service.trust import notice_words, notices

bp = Blueprint("notices")


class NoticeView(msgspec.Struct):
    """One event, in a sentence. `subject_id` is what it is about, by the `kind`."""

    id: UUID
    kind: NoticeKind
    words: str
    subject_id: UUID
    family_id: UUID | None
    told_at: Moment
    read: bool


@bp.get("/notices")
@operation("What the account was told, latest first", query=PageQuery, gives=Page[NoticeView])
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await notices.of(account, after=place), notices.PAGE, lambda notice: notice.id
    )
    words = await notice_words.sentences(found)
    views = [
        NoticeView(
            id=one.id,
            kind=one.kind,
            words=words[one.id],
            subject_id=one.subject_id,
            family_id=one.family_id,
            told_at=one.created_at,
            read=one.read_at is not None,
        )
        for one in found
    ]
    return ok(Page(views, following))


@bp.put("/notices/<notice_id:uuid>/read")
@operation("Remember that a notice was read", status=204)
@signed_in
async def read(request: Request, account: Account, notice_id: UUID) -> HTTPResponse:
    await notices.read(account, notice_id)
    return gone()
