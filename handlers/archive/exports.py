"""Exports: taking a family's or a child's whole archive home as one file."""

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
from models.archive.exports import Export, ExportState
from models.people.accounts import Account
from service.archive import exports
from service.archive.exports import ExportDraft

bp = Blueprint("exports")


class ExportView(msgspec.Struct):
    """An export, to the guardians of the family, or to the grown child that asked for its own."""

    id: UUID
    family_id: UUID
    student_id: Annotated[UUID | None, Meta(description="None: of the whole family.")]
    asked_by: Annotated[UUID, Meta(description="The account that asked for it.")]
    state: ExportState
    progress: Annotated[int, Meta(ge=0, le=100, description="In per cent.")]
    files: Annotated[int, Meta(ge=0, description="Photos, films and recordings in it.")]
    bytes: Annotated[int, Meta(ge=0, description="Of the file; 0 until it is ready.")]
    sha256: Annotated[str, Meta(description="Of the file; empty until it is ready.")]
    asked_at: Moment
    ready_at: Moment | None
    expires_at: Annotated[Moment | None, Meta(description="Until then it may be had.")]


class ExportFile(msgspec.Struct):
    """Where the file is to be had, for a few minutes; Range goes on with a download."""

    url: str
    name: Annotated[str, Meta(description="What it is saved as.")]
    bytes: Count
    sha256: str


def _present(export: Export) -> ExportView:
    return ExportView(
        id=export.id,
        family_id=export.family_id,
        student_id=export.student_id,
        asked_by=export.account_id,
        state=export.state,
        progress=export.progress,
        files=export.files,
        bytes=export.bytes,
        sha256=export.sha256,
        asked_at=export.created_at,
        ready_at=export.ready_at,
        expires_at=export.expires_at,
    )


async def shown(account: Account, export_id: UUID) -> ExportView:
    return _present(await exports.one_of(account, export_id))


@bp.post("/families/<family_id:uuid>/exports")
@operation(
    "Have everything packed to be taken home; what is under way already is answered",
    takes=ExportDraft,
    example={"student_id": "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6"},
    gives=ExportView,
    status=201,
    refuses=(403,),
)
@signed_in
@limited("exports", most=10, seconds=3600)
@creates(shown)
async def ask(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await exports.ask(account, family_id, read(request, ExportDraft))).id


@bp.get("/families/<family_id:uuid>/exports")
@operation(
    "A family's exports, latest first; to a grown child those of itself that it asked for",
    query=PageQuery,
    gives=Page[ExportView],
    refuses=(403,),
)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await exports.of_family(account, family_id, after=place)
    page, following = cut(found, exports.PAGE, lambda one: one.id)
    return ok(Page([_present(one) for one in page], following))


@bp.get("/exports/<export_id:uuid>")
@operation("An export, and how far it is", gives=ExportView)
@signed_in
async def show(request: Request, account: Account, export_id: UUID) -> HTTPResponse:
    return ok(await shown(account, export_id))


@bp.get("/exports/<export_id:uuid>/download")
@operation("Where to get the file; asking is audited", gives=ExportFile, refuses=(409,))
@signed_in
async def download(request: Request, account: Account, export_id: UUID) -> HTTPResponse:
    export, url = await exports.url_of(account, export_id)
    return ok(ExportFile(url, exports.file_name(export), export.bytes, export.sha256))


@bp.delete("/exports/<export_id:uuid>")
@operation("Give up what is being packed, or take the file away at once", status=204)
@signed_in
async def cancel(request: Request, account: Account, export_id: UUID) -> HTTPResponse:
    await exports.cancel(account, export_id)
    return gone()
