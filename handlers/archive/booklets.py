"""Booklets: choosing what goes into a child's booklet, reading it, and taking it away."""

from collections.abc import Sequence
from datetime import date
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
from handlers.edge.shapes import Count, Moment, PictureUrl
from models.archive.booklets import Booklet, BookletState
from models.archive.growth import Dimension, Entry
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import (
    albums,
    booklet_choices,
    booklet_contents,
    booklet_steps,
    booklets,
    terms,
)
from service.archive.booklets import BookletChange, BookletDraft
from service.archive.renditions import Rendition, rendition_url
from service.foundation import dates
from service.foundation.drafts import Draft
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("booklets")

Term = Annotated[str, Meta(description="Its days in words, such as 「2025—2026学年上学期」.")]
Progress = Annotated[int, Meta(ge=0, le=100, description="Of the PDF, in per cent.")]


class ChosenEntry(msgspec.Struct):
    """An entry as it is chosen: enough to know it again."""

    id: UUID
    title: str
    when: str
    dimension: Dimension | None
    photo_count: Count
    thumb: PictureUrl


class BookletView(msgspec.Struct):
    """A booklet, to the child's guardians and the child itself."""

    id: UUID
    student_id: UUID
    title: str
    since: date
    until: date
    term: Term
    state: BookletState
    choice: Annotated[str, Meta(description="Of what is shown here; a confirmation names it.")]
    entries: Annotated[list[ChosenEntry], Meta(description="In the order of the print.")]
    asked: Annotated[bool, Meta(description="The child was asked to look through this choice.")]
    stale: Annotated[bool, Meta(description="There is more to print than the child said yes to.")]
    confirmed_at: Moment | None
    school_class: Annotated[str, Meta(description="The class that has it; empty without one.")]
    teacher: str
    teacher_words: Annotated[str, Meta(description="Empty until they are checked.")]
    endorsed_at: Moment | None
    locked_at: Moment | None
    progress: Progress
    ready: Annotated[bool, Meta(description="The PDF is there.")]


class BookletItem(msgspec.Struct):
    """A booklet in the list of a child's."""

    id: UUID
    title: str
    term: Term
    state: BookletState
    entry_count: Count
    progress: Progress
    ready: bool


class TermQuery(Draft):
    """The days of a term, both with it."""

    since: date
    until: date


class BookletProposal(msgspec.Struct):
    """A choice to begin with: some of each dimension."""

    term: Term
    available: Annotated[int, Meta(ge=0, description="How many there are to choose from.")]
    entries: list[ChosenEntry]


async def shown(account: Account, booklet_id: UUID) -> BookletView:
    viewer = await access.viewer(account)
    booklet = await booklets.seen_by(viewer, booklet_id)
    chosen = await booklet_contents.chosen(viewer, booklet)
    choice = booklet_choices.digest(booklet, chosen.marks)
    passed = booklet.standing is Standing.PASSED
    return BookletView(
        id=booklet.id,
        student_id=booklet.student_id,
        title=booklet.title,
        since=booklet.since,
        until=booklet.until,
        term=terms.in_words(booklet.since, booklet.until),
        state=booklet.state,
        choice=choice,
        entries=await present_chosen(viewer, chosen.entries),
        asked=booklet_steps.asked_for(booklet) == choice,
        stale=booklet_steps.is_stale(booklet, chosen),
        confirmed_at=booklet.confirmed_at,
        school_class=booklet.school_class.name if booklet.school_class else "",
        teacher=booklet.teacher_name if passed else "",
        teacher_words=booklet.teacher_words if passed else "",
        endorsed_at=booklet.endorsed_at if passed else None,
        locked_at=booklet.locked_at,
        progress=booklet.progress,
        ready=bool(booklet.pdf_key),
    )


async def present_chosen(viewer: Viewer, entries: Sequence[Entry]) -> list[ChosenEntry]:
    """Entries with a thumb of the first photo that the viewer may see."""
    pictures = await albums.first_of(viewer, [entry.id for entry in entries])
    chosen = []
    for entry in entries:
        of_entry = pictures[entry.id]
        ready = [one for one in of_entry.first if one.master_key]
        thumb = rendition_url(ready[0], Rendition.THUMB, outside=False) if ready else ""
        when = dates.in_words(entry.happened)
        chosen.append(
            ChosenEntry(entry.id, entry.title, when, entry.dimension, of_entry.count, thumb)
        )
    return chosen


@bp.get("/students/<student_id:uuid>/booklet-proposal")
@operation(
    "A choice of a term's entries, spread over the dimensions",
    query=TermQuery,
    gives=BookletProposal,
    refuses=(403,),
)
@signed_in
async def propose(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    term = read_query(request, TermQuery)
    booklets.require_term(term.since, term.until)
    ids, available = await booklet_choices.propose(account, student_id, term.since, term.until)
    viewer = await access.viewer(account)
    found = {
        one.id: one
        for one in await booklet_choices.printable(viewer, student_id).filter(id__in=ids)
    }
    entries = await present_chosen(viewer, [found[one] for one in ids if one in found])
    return ok(BookletProposal(terms.in_words(term.since, term.until), available, entries))


@bp.post("/students/<student_id:uuid>/booklets")
@operation(
    "Begin a child's booklet of a term",
    takes=BookletDraft,
    example={
        "since": "2025-09-01",
        "until": "2026-01-20",
        "title": "小满的成长册",
        "entry_ids": ["0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"],
    },
    gives=BookletView,
    status=201,
    refuses=(403, 409, 503),
)
@signed_in
@limited("booklets", most=30, seconds=3600)
@creates(shown)
async def make(request: Request, account: Account, student_id: UUID) -> UUID:
    return (await booklets.make(account, student_id, read(request, BookletDraft))).id


@bp.get("/students/<student_id:uuid>/booklets")
@operation(
    "A child's booklets, latest first", query=PageQuery, gives=Page[BookletItem], refuses=(403,)
)
@signed_in
async def index(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await booklets.of_student(account, student_id, after=place)
    page, following = cut(found, booklets.PAGE, lambda booklet: booklet.id)
    return ok(Page([_present_item(booklet) for booklet in page], following))


def _present_item(booklet: Booklet) -> BookletItem:
    return BookletItem(
        id=booklet.id,
        title=booklet.title,
        term=terms.in_words(booklet.since, booklet.until),
        state=booklet.state,
        entry_count=booklet.chosen_count,  # type: ignore[attr-defined]
        progress=booklet.progress,
        ready=bool(booklet.pdf_key),
    )


@bp.get("/booklets/<booklet_id:uuid>")
@operation("A booklet", gives=BookletView)
@signed_in
async def show(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    return ok(await shown(account, booklet_id))


@bp.put("/booklets/<booklet_id:uuid>")
@operation(
    "Give a booklet another title or choice, until the child confirmed it",
    takes=BookletChange,
    example={"title": "四年级上学期", "entry_ids": ["0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"]},
    gives=BookletView,
    refuses=(403, 409, 503),
)
@signed_in
@limited("booklets.change", most=300, seconds=600)
async def change(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklets.change(account, booklet_id, read(request, BookletChange))
    return ok(await shown(account, booklet_id))


@bp.delete("/booklets/<booklet_id:uuid>")
@operation("Take a booklet away for good; its entries stay", status=204, refuses=(403, 409))
@signed_in
async def delete(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklets.delete(account, booklet_id)
    return gone()
