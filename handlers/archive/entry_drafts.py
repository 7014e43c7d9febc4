"""Drafts of entries: what waits for somebody in a family, and confirming what a student wrote."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries, present_entry
from handlers.edge.bodies import read, read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from models.people.accounts import Account
from service.archive import entry_drafts
from service.archive.entry_forms import Version
from service.foundation.drafts import Draft
from service.trust import access

bp = Blueprint("entry_drafts")


class EntryConfirmation(Draft):
    """Which state of a draft was looked at."""

    version: Version


@bp.get("/families/<family_id:uuid>/drafts")
@operation(
    "One's own unfinished entries, and students' that wait to be confirmed",
    query=PageQuery,
    gives=Page[EntryView],
)
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    viewer = await access.viewer(account)
    found = await entry_drafts.of_family(viewer, family_id, after=place)
    entries, following = cut(found, entry_drafts.PAGE, lambda entry: entry.id)
    return ok(Page(await present_entries(entries, viewer), following))


@bp.post("/entries/<entry_id:uuid>/confirmation")
@operation(
    "Take a student's draft into the archive",
    takes=EntryConfirmation,
    example={"version": 1},
    gives=EntryView,
    refuses=(403, 409),
)
@signed_in
async def confirm(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    version = read(request, EntryConfirmation).version
    entry = await entry_drafts.confirm(account, entry_id, version)
    return ok(await present_entry(entry, await access.viewer(account)))
