"""Insight: a region's figures as data, as a sheet and as bars, to its archivists."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from models.people.accounts import Account
from service.foundation.drafts import Draft
from service.programme import insight, insight_sheets
from service.programme.insight import By

bp = Blueprint("insight")


class InsightQuery(Draft):
    """What the rows are to be."""

    by: By = By.REGIONS


class BarsQuery(InsightQuery):
    """Which column of them is drawn."""

    column: Annotated[int, Meta(ge=0, le=2)] = 0


class InsightRow(msgspec.Struct):
    """A figure that is null is below five, or would betray one that is."""

    name: str
    figures: list[int | None]


class InsightTable(msgspec.Struct):
    """Figures of a region; `totals` only where its rows are its places."""

    region: str
    by: By
    columns: list[str]
    rows: list[InsightRow]
    totals: list[int | None] | None


@bp.get("/regions/<region_id:uuid>/insight")
@operation(
    "What a region's families show and take part in, to its archivists",
    query=InsightQuery,
    gives=InsightTable,
)
@signed_in
@costly("tables")
async def show(request: Request, account: Account, region_id: UUID) -> HTTPResponse:
    found = await insight.table(account, region_id, read_query(request, InsightQuery).by)
    rows = [InsightRow(row.name, list(row.figures)) for row in found.rows]
    totals = None if found.totals is None else list(found.totals)
    return ok(InsightTable(found.region, found.by, list(found.columns), rows, totals))


@bp.get("/regions/<region_id:uuid>/insight.csv")
@operation("The same as a sheet", query=InsightQuery, media_type="text/csv")
@signed_in
@costly("tables")
async def sheet(request: Request, account: Account, region_id: UUID) -> HTTPResponse:
    found = await insight.table(account, region_id, read_query(request, InsightQuery).by)
    headers = {"Content-Disposition": f'attachment; filename="insight-{found.by}.csv"'}
    return HTTPResponse(insight_sheets.as_csv(found), 200, headers, "text/csv; charset=utf-8")


@bp.get("/regions/<region_id:uuid>/insight.svg")
@operation("One column of it as bars", query=BarsQuery, media_type="image/svg+xml")
@signed_in
@costly("drawings")
async def bars(request: Request, account: Account, region_id: UUID) -> HTTPResponse:
    wanted = read_query(request, BarsQuery)
    found = await insight.table(account, region_id, wanted.by)
    column = min(wanted.column, len(found.columns) - 1)
    return HTTPResponse(insight_sheets.as_svg(found, column), content_type="image/svg+xml")
