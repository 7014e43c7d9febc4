"""Printed albums: a family's pictures of a year, a child, a person or a class, as a book."""

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
from handlers.edge.shapes import Count, Moment
from models.archive.printed_albums import AlbumState, PrintedAlbum
from models.people.accounts import Account
from service.archive import printed_albums, printing
from service.archive.printed_albums import AlbumDraft

bp = Blueprint("printed_albums")


class AlbumView(msgspec.Struct):
    """An album, to who asked for it and the guardians."""

    id: UUID
    family_id: UUID
    title: str
    subtitle: str
    year: int | None
    student_id: UUID | None
    person_id: UUID | None
    class_code: str
    asked_by: Annotated[UUID, Meta(description="The account that asked for it.")]
    state: AlbumState
    progress: Annotated[int, Meta(ge=0, le=100, description="In per cent.")]
    photos: Count
    pages: Annotated[int, Meta(ge=0, description="0 until it is ready, as are the bytes.")]
    bytes: Count
    asked_at: Moment
    ready_at: Moment | None


class AlbumPdf(msgspec.Struct):
    """Where the PDF is to be had, for a few minutes."""

    url: str
    name: Annotated[str, Meta(description="What it is saved as.")]
    bytes: Count
    sha256: str


def _present(album: PrintedAlbum) -> AlbumView:
    return AlbumView(
        id=album.id,
        family_id=album.family_id,
        title=album.title,
        subtitle=album.subtitle,
        year=album.year,
        student_id=album.student_id,
        person_id=album.person_id,
        class_code=album.class_code,
        asked_by=album.account_id,
        state=album.state,
        progress=album.progress,
        photos=album.photos,
        pages=album.pages,
        bytes=album.pdf_bytes,
        asked_at=album.created_at,
        ready_at=album.ready_at,
    )


async def shown(account: Account, album_id: UUID) -> AlbumView:
    return _present(await printed_albums.one_of(account, album_id))


@bp.post("/families/<family_id:uuid>/printed-albums")
@operation(
    "Have an album of the family's pictures made to be printed",
    takes=AlbumDraft,
    example={"year": 2025, "title": "我们的2025年", "subtitle": "一年级的那一年"},
    gives=AlbumView,
    status=201,
    refuses=(403, 409, 503),
)
@signed_in
@limited("printed_albums", most=20, seconds=3600)
@creates(shown)
async def ask(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await printed_albums.ask(account, family_id, read(request, AlbumDraft))).id


@bp.get("/families/<family_id:uuid>/printed-albums")
@operation(
    "The albums that one made, and to guardians all of the family's, latest first",
    query=PageQuery,
    gives=Page[AlbumView],
)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await printed_albums.of_family(account, family_id, after=place)
    page, following = cut(found, printed_albums.PAGE, lambda one: one.id)
    return ok(Page([_present(one) for one in page], following))


@bp.get("/printed-albums/<album_id:uuid>")
@operation("An album, and how far it is", gives=AlbumView)
@signed_in
async def show(request: Request, account: Account, album_id: UUID) -> HTTPResponse:
    return ok(await shown(account, album_id))


@bp.get("/printed-albums/<album_id:uuid>/pdf")
@operation("Where to get the PDF", gives=AlbumPdf, refuses=(409,))
@signed_in
async def pdf(request: Request, account: Account, album_id: UUID) -> HTTPResponse:
    album, url = await printed_albums.url_of(account, album_id)
    name = printing.file_name(album.title)
    return ok(AlbumPdf(url, name, album.pdf_bytes, album.pdf_sha256))


@bp.delete("/printed-albums/<album_id:uuid>")
@operation("Take an album away for good, with its PDF; the photos stay", status=204, refuses=(409,))
@signed_in
async def delete(request: Request, account: Account, album_id: UUID) -> HTTPResponse:
    await printed_albums.delete(account, album_id)
    return gone()
