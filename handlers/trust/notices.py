"""Notices: what an account is told, and that it has read it."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read as read_body
from handlers.edge.bodies import read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import PageQuery, after, cut
from handlers.edge.shapes import Count, Moment
from models.people.accounts import Account
from models.trust.notices import NoticeKind
from service.foundation.drafts import Draft
from service.trust import notice_subjects, notice_words, notices
from service.trust.notice_subjects import About

bp = Blueprint("notices")


class NoticeView(msgspec.Struct):
    """One event, in a sentence. `subject_id` is what it is about, by the `kind`."""

    id: UUID
    kind: NoticeKind
    words: str
    subject_id: UUID
    about: Annotated[About | None, Meta(description="What to open; none where there is no page.")]
    family_id: UUID | None
    told_at: Moment
    read: bool


class NoticesView(msgspec.Struct):
    """A page of notices, and how many of all of them are unread."""

    items: list[NoticeView]
    next: str
    unread: Count


class AllRead(Draft):
    """Up to where the list has been looked at."""

    latest: Annotated[UUID, Meta(description="The notice at its head: what came later stays new.")]


@bp.get("/notices")
@operation("What the account was told, latest first", query=PageQuery, gives=NoticesView)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await notices.of(account, after=place), notices.PAGE, lambda notice: notice.id
    )
    words = await notice_words.sentences(found)
    about = await notice_subjects.places(account, found)
    views = [
        NoticeView(
            id=one.id,
            kind=one.kind,
            words=words[one.id],
            subject_id=one.subject_id,
            about=about.get(one.subject_id),
            family_id=one.family_id,
            told_at=one.created_at,
            read=one.read_at is not None,
        )
        for one in found
    ]
    return ok(NoticesView(views, following, await notices.unread(account)))


@bp.put("/notices/read")
@operation(
    "Remember that all notices up to one were read",
    takes=AllRead,
    example={"latest": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"},
    status=204,
)
@signed_in
async def read_all(request: Request, account: Account) -> HTTPResponse:
    await notices.read_all(account, read_body(request, AllRead).latest)
    return gone()


@bp.put("/notices/<notice_id:uuid>/read")
@operation("Remember that a notice was read", status=204)
@signed_in
async def read(request: Request, account: Account, notice_id: UUID) -> HTTPResponse:
    await notices.read(account, notice_id)
    return gone()
