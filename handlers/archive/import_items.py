"""Import items: listing the files, dating and choosing them, and the report of each."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Count
from models.archive.imports import ImportItem, ItemState
from models.people.accounts import Account
from service.archive import import_items
from service.archive.import_items import GroupChange, ItemsDraft
from service.archive.import_previews import REASONS

bp = Blueprint("import_items")


class ItemsQuery(PageQuery):
    """Which files of an import, and where the page starts."""

    state: ItemState | None = None


class ItemView(msgspec.Struct):
    """A file of an import; by `path`, `bytes` and `sha256` a browser knows it again."""

    id: UUID
    path: str
    bytes: Count
    sha256: str
    taken: Annotated[str, Meta(description="EDTF; may be empty.")]
    album: Annotated[str, Meta(description="The title of the one it is to come into.")]
    state: ItemState
    reason: Annotated[str, Meta(description="A stable code; empty unless skipped.")]
    why: Annotated[str, Meta(description="The same in words.")]
    entry_id: UUID | None


class Listed(msgspec.Struct):
    """How many files the import lists now."""

    files: Count


class ChangedItems(msgspec.Struct):
    """How many files were meant."""

    files: Count


def present_item(item: ImportItem) -> ItemView:
    """A file as the account that imports it has it."""
    return ItemView(
        id=item.id,
        path=item.path,
        bytes=item.bytes,
        sha256=item.sha256,
        taken=item.taken,
        album=item.album,
        state=item.state,
        reason=item.reason,
        why=REASONS.get(item.reason, ""),
        entry_id=item.entry_id,
    )


@bp.put("/imports/<import_id:uuid>/items")
@operation(
    "List files, up to 500 at once; by path, again is fine",
    takes=ItemsDraft,
    example={
        "items": [
            {
                "path": "2008春节/IMG_0012.jpg",
                "bytes": 3145728,
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "exif_taken": "2008-02-07",
                "note_taken": "2008-02-07",
                "caption": "外婆第一次坐船",
                "album": "三亚",
            }
        ]
    },
    gives=Listed,
    refuses=(409,),
)
@signed_in
@limited("import-items", most=1200, seconds=600)
async def put(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    count = await import_items.put(account, import_id, read(request, ItemsDraft))
    return ok(Listed(count))


@bp.get("/imports/<import_id:uuid>/items")
@operation("The files of an import, as they were listed", query=ItemsQuery, gives=Page[ItemView])
@signed_in
async def index(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    asked = read_query(request, ItemsQuery)
    place = after(asked.cursor, UUID)
    found = await import_items.page(account, import_id, asked.state, after=place)
    page, following = cut(found, import_items.PAGE, lambda item: item.id)
    return ok(Page([present_item(item) for item in page], following))


@bp.put("/imports/<import_id:uuid>/groups")
@operation(
    "Date the files of a folder, or leave out those of a day, before the start",
    takes=GroupChange,
    example={"folder": "外婆的相册", "taken": "1986-22~", "skipped": False},
    gives=ChangedItems,
    refuses=(409,),
)
@signed_in
@limited("import-groups", most=600, seconds=600)
async def choose(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    count = await import_items.choose(account, import_id, read(request, GroupChange))
    return ok(ChangedItems(count))


@bp.get("/imports/<import_id:uuid>/report.csv")
@operation("What became of every file, as a table", media_type="text/csv")
@signed_in
@limited("import-reports", most=60, seconds=600)
@costly("tables")
async def report(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    table = await import_items.report(account, import_id)
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}.csv"'}
    return HTTPResponse(table.encode(), headers=headers, content_type="text/csv; charset=utf-8")
