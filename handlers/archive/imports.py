"""Imports: a folder or a ZIP of old photos: its preview, its start, its progress, its end."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment
from models.archive.imports import Import, ImportState
from models.people.accounts import Account
from service.archive import import_previews, imports
from service.archive.import_previews import REASONS, Group, Progress
from service.archive.imports import ImportDraft
from service.foundation import dates

bp = Blueprint("imports")


class SkippedView(msgspec.Struct):
    """Why so many files are left out."""

    reason: Annotated[str, Meta(description="A stable code, e.g. duplicate.")]
    words: str
    files: Count


class GroupView(msgspec.Struct):
    """Files of one day, or of one folder in which they say no day."""

    folder: Annotated[str, Meta(description="Empty for a day, and for files in no folder.")]
    taken: Annotated[str, Meta(description="EDTF; empty: to be asked.")]
    when: Annotated[str, Meta(description="The same in words.")]
    files: Count
    going: Annotated[int, Meta(ge=0, description="Of them, those that will be imported.")]
    chosen: Annotated[int, Meta(ge=0, description="Of them, those left out by choice.")]
    sample: Annotated[str, Meta(description="The path of one of them.")]
    albums: Annotated[list[str], Meta(description="Into which they come, by title.")]
    captions: Annotated[int, Meta(ge=0, description="Of those going, the ones with words.")]


class ImportLine(msgspec.Struct):
    """An import, in a list: how far it is."""

    id: UUID
    family_id: UUID
    student_id: UUID | None
    name: str
    state: ImportState
    began_at: Moment
    done_at: Moment | None
    files: Count
    found: Annotated[int, Meta(ge=0, description="Waiting to be sent, or to be read.")]
    found_bytes: Count
    uploaded: Annotated[int, Meta(ge=0, description="Read, and about to go into an entry.")]
    kept: Annotated[int, Meta(ge=0, description="In the timeline.")]
    skipped: Count
    reasons: list[SkippedView]


class ImportView(ImportLine):
    """An import. Before its start the counts say what would become of its files."""

    folders: Annotated[list[GroupView], Meta(description="Without a day of their own.")]
    days: Annotated[list[GroupView], Meta(description="By what the files say, earliest first.")]


def _line(importing: Import, progress: Progress) -> dict:
    reasons = [SkippedView(code, REASONS[code], n) for code, n in progress.reasons.items()]
    return {
        "id": importing.id,
        "family_id": importing.family_id,
        "student_id": importing.student_id,
        "name": importing.name,
        "state": importing.state,
        "began_at": importing.created_at,
        "done_at": importing.done_at,
        "files": progress.files,
        "found": progress.found,
        "found_bytes": progress.bytes,
        "uploaded": progress.uploaded,
        "kept": progress.kept,
        "skipped": progress.skipped,
        "reasons": sorted(reasons, key=lambda one: (-one.files, one.reason)),
    }


def _group(group: Group) -> GroupView:
    when = dates.in_words(group.taken)
    counts = (group.files, group.going, group.chosen)
    told = (group.sample, group.albums, group.captions)
    return GroupView(group.folder, group.taken, when, *counts, *told)


async def shown(account: Account, import_id: UUID) -> ImportView:
    importing = await imports.one_of(account, import_id)
    line = _line(importing, await import_previews.progress(account, importing))
    groups = await import_previews.groups(account, importing)
    return ImportView(
        **line,
        folders=[_group(one) for one in groups if one.by_folder],
        days=[_group(one) for one in groups if not one.by_folder],
    )


@bp.post("/families/<family_id:uuid>/imports")
@operation(
    "Begin an import; nothing is imported yet",
    takes=ImportDraft,
    example={"name": "2008-2012 老照片", "student_id": "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6"},
    gives=ImportView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("imports", most=60, seconds=3600)
@creates(shown)
async def begin(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await imports.begin(account, family_id, read(request, ImportDraft))).id


@bp.get("/families/<family_id:uuid>/imports")
@operation(
    "One's own imports, latest first", query=PageQuery, gives=Page[ImportLine], refuses=(403,)
)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await imports.of_family(account, family_id, after=place)
    page, following = cut(found, imports.PAGE, lambda one: one.id)
    progress = await import_previews.progress_of_many(list(page))
    return ok(Page([ImportLine(**_line(one, progress[one.id])) for one in page], following))


@bp.get("/imports/<import_id:uuid>")
@operation("An import: its preview, or how far it is", gives=ImportView)
@signed_in
async def show(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    return ok(await shown(account, import_id))


@bp.post("/imports/<import_id:uuid>/start")
@operation("Start an import as its preview says", gives=ImportView, refuses=(409,))
@signed_in
async def start(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    await imports.start(account, import_id)
    return ok(await shown(account, import_id))


@bp.delete("/imports/<import_id:uuid>")
@operation("Cancel an import; what is in the timeline stays", gives=ImportView)
@signed_in
async def cancel(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    await imports.cancel(account, import_id)
    return ok(await shown(account, import_id))
