"""Search: finding entries by words."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView
from handlers.archive.timeline import Whose, present_page
from handlers.edge.bodies import read_query
from handlers.edge.operations import operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.paging import Page, PageQuery, after
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import search, timeline
from service.archive.search import Asked
from service.archive.timeline import Scope

bp = Blueprint("search")


class SearchQuery(PageQuery, kw_only=True):
    """What is looked for, and where the page starts."""

    q: Asked


class FamilySearchQuery(SearchQuery):
    """What is looked for in a family, and where the page starts."""

    whose: Whose = "all"


@bp.get("/students/<student_id:uuid>/search")
@operation(
    "Entries of a child with these words, latest first", query=SearchQuery, gives=Page[EntryView]
)
@signed_in
@limited("search", most=120, seconds=60)
@costly("search")
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    asked = read_query(request, SearchQuery)
    return await _found(await timeline.of_student(account, student_id), asked)


@bp.get("/families/<family_id:uuid>/search")
@operation(
    "Entries of a family with these words, latest first",
    query=FamilySearchQuery,
    gives=Page[EntryView],
)
@signed_in
@limited("search", most=120, seconds=60)
@costly("search")
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, FamilySearchQuery)
    return await _found(await timeline.of_family(account, family_id, asked.whose), asked)


async def _found(scope: Scope, asked: SearchQuery) -> HTTPResponse:
    found = await search.find(scope, asked.q, after=after(asked.cursor, timeline.Place))
    return await present_page(found, scope, search.PAGE)
