"""Catalogues (目录): of a box, of the boxes, of all that a family has filed."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import papers
from handlers.edge.operations import operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import catalogues

bp = Blueprint("catalogues")


@bp.get("/boxes/<box_id:uuid>/catalogue.pdf")
@operation("What is in a box (卷内目录), to be printed", media_type=papers.PDF, refuses=(409,))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def box_printed(request: Request, account: Account, box_id: UUID) -> HTTPResponse:
    listed = await catalogues.of_box(account, box_id)
    return papers.pdf(await catalogues.as_pdf(listed), listed.name)


@bp.get("/boxes/<box_id:uuid>/catalogue.csv")
@operation("The same as a sheet", media_type=papers.CSV)
@signed_in
@limited("papers", most=30, seconds=600)
@costly("tables")
async def box_sheet(request: Request, account: Account, box_id: UUID) -> HTTPResponse:
    listed = await catalogues.of_box(account, box_id)
    return papers.sheet(catalogues.as_csv(listed), listed.name)


@bp.get("/families/<family_id:uuid>/box-catalogue.pdf")
@operation("A family's boxes (案卷目录), to be printed", media_type=papers.PDF, refuses=(409,))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def boxes_printed(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    listed = await catalogues.of_boxes(account, family_id)
    return papers.pdf(await catalogues.as_pdf(listed), listed.name)


@bp.get("/families/<family_id:uuid>/box-catalogue.csv")
@operation("The same as a sheet", media_type=papers.CSV)
@signed_in
@limited("papers", most=30, seconds=600)
@costly("tables")
async def boxes_sheet(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    listed = await catalogues.of_boxes(account, family_id)
    return papers.sheet(catalogues.as_csv(listed), listed.name)


@bp.get("/families/<family_id:uuid>/catalogue.csv")
@operation("All that a family has filed, class by class, as a sheet", media_type=papers.CSV)
@signed_in
@limited("papers", most=30, seconds=600)
@costly("tables")
async def whole(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return papers.sheet(await catalogues.of_family(account, family_id), "家庭档案目录")
