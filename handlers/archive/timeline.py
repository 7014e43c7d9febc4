"""Timeline: reading the years of a child, or of a family."""

from datetime import date
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from models.people.accounts import Account
from service.archive import timeline
from service.people import families, students
from service.trust import access

bp = Blueprint("timeline")


@bp.get("/students/<student_id:uuid>/timeline")
@operation("A child's years, latest first", query=PageQuery, gives=Page[EntryView])
@signed_in
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    student = await students.seen_by(account, student_id)
    return await _timeline(request, account, student.family_id, student.id)


@bp.get("/families/<family_id:uuid>/timeline")
@operation("The family's own entries, latest first", query=PageQuery, gives=Page[EntryView])
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await families.membership_in(account, family_id)
    return await _timeline(request, account, family_id, None)


async def _timeline(
    request: Request, account: Account, family_id: UUID, student_id: UUID | None
) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, tuple[date, UUID])
    viewer = await access.viewer(account)
    found = await timeline.page(viewer, family_id=family_id, student_id=student_id, after=place)
    entries, following = cut(found, timeline.PAGE, lambda entry: (entry.sort_day, entry.id))
    return ok(Page(await present_entries(entries, viewer), following))
