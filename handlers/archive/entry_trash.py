"""Trash of entries: discarding one, restoring it, and what lies there."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries, shown
from handlers.edge.bodies import read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.archive import entry_trash
from service.archive.trash import KEPT
from service.trust import access

bp = Blueprint("entry_trash")


class TrashedEntry(msgspec.Struct):
    """An entry in the trash, to whoever may restore it until `purged_at`."""

    entry: EntryView
    discarded_at: Moment
    purged_at: Annotated[datetime, Meta(tz=True, description="When it goes for good.")]


@bp.delete("/entries/<entry_id:uuid>")
@operation("Put an entry into the trash, for 30 days", status=204, refuses=(403, 409))
@signed_in
@limited("trash", most=300, seconds=600)
async def discard(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    await entry_trash.discard(account, entry_id)
    return gone()


@bp.post("/entries/<entry_id:uuid>/restoration")
@operation("Take an entry out of the trash", gives=EntryView, refuses=(403, 409))
@signed_in
@limited("trash", most=300, seconds=600)
async def restore(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    await entry_trash.restore(account, entry_id)
    return ok(await shown(account, entry_id))


@bp.get("/families/<family_id:uuid>/trash/entries")
@operation("Which entries one may restore, latest first", query=PageQuery, gives=Page[TrashedEntry])
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, tuple[datetime, UUID])
    viewer = await access.viewer(account)
    found = await entry_trash.page(viewer, family_id, after=place)
    entries, following = cut(found, entry_trash.PAGE, lambda entry: (entry.deleted_at, entry.id))
    since = [entry.deleted_at for entry in entries if entry.deleted_at]
    shown_entries = await present_entries(entries, viewer)
    trashed = [
        TrashedEntry(entry, moment, moment + KEPT)
        for entry, moment in zip(shown_entries, since, strict=True)
    ]
    return ok(Page(trashed, following))
