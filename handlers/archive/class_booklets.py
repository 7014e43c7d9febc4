"""Class booklets: what the teachers of a class read of a booklet, and what they write into it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.edge.bodies import read, read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Nickname
from models.archive.booklets import Booklet, BookletState
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import class_booklets, terms
from service.archive.class_booklets import TeachersWords
from service.trust import access

bp = Blueprint("class_booklets")


class ClassBookletItem(msgspec.Struct):
    """A booklet that waits for a teacher's words, or has them."""

    id: UUID
    child: Nickname
    title: str
    term: str
    state: BookletState
    teacher: Annotated[str, Meta(description="Who has written; empty while nobody has.")]


class ClassBooklet(msgspec.Struct):
    """A booklet as the teachers of the child's class have it."""

    id: UUID
    child: Nickname
    title: str
    term: str
    state: BookletState
    entries: Annotated[list[EntryView], Meta(description="Those that the class is shown.")]
    others: Annotated[int, Meta(ge=0, description="So many more are for the family alone.")]
    teacher: str
    words: Annotated[str, Meta(description="A colleague's once checked; one's own at once.")]
    words_standing: Standing
    mine: Annotated[bool, Meta(description="Whether the words are one's own.")]


def _present_items(found: Sequence[Booklet]) -> list[ClassBookletItem]:
    return [
        ClassBookletItem(
            one.id,
            one.student.nickname,
            one.title,
            terms.in_words(one.since, one.until),
            one.state,
            one.teacher_name,
        )
        for one in found
    ]


async def shown(account: Account, booklet_id: UUID) -> ClassBooklet:
    viewer = await access.viewer(account)
    booklet = await class_booklets.seen_by(viewer, booklet_id)
    entries, others = await class_booklets.entries_of(viewer, booklet)
    mine = booklet.teacher_id == account.id
    read_by_all = booklet.standing is Standing.PASSED
    return ClassBooklet(
        id=booklet.id,
        child=booklet.student.nickname,
        title=booklet.title,
        term=terms.in_words(booklet.since, booklet.until),
        state=booklet.state,
        entries=await present_entries(entries, viewer),
        others=others,
        teacher=booklet.teacher_name,
        words=booklet.teacher_words if mine or read_by_all else "",
        words_standing=booklet.standing,
        mine=mine,
    )


@bp.get("/classes/<class_id:uuid>/booklets")
@operation(
    "The booklets that families sent to a class, to its teachers",
    query=PageQuery,
    gives=Page[ClassBookletItem],
)
@signed_in
async def index(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await class_booklets.of_class(account, class_id, after=place)
    page, following = cut(found, class_booklets.PAGE, lambda booklet: booklet.id)
    return ok(Page(_present_items(page), following))


@bp.get("/booklets/<booklet_id:uuid>/endorsement")
@operation("A booklet, to the teachers of the class that it was sent to", gives=ClassBooklet)
@signed_in
async def show(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    return ok(await shown(account, booklet_id))


@bp.put("/booklets/<booklet_id:uuid>/endorsement")
@operation(
    "Write a teacher's words for a booklet, until it is locked",
    takes=TeachersWords,
    example={"words": "这一年你长高了，也更沉得住气了。愿你保持好奇，慢慢来。"},
    gives=ClassBooklet,
    refuses=(403, 409),
)
@signed_in
@limited("booklets.endorse", most=300, seconds=600)
async def endorse(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await class_booklets.endorse(account, booklet_id, read(request, TeachersWords).words)
    return ok(await shown(account, booklet_id))
