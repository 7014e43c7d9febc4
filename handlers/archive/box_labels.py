"""Box labels (盒签): to be printed at home, each with a code that opens the digital box."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import papers
from handlers.edge.bodies import read_query
from handlers.edge.operations import operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import box_labels
from service.foundation.drafts import Draft

bp = Blueprint("box_labels")


class LabelsQuery(Draft):
    """Which boxes: from this number on, at most eighty."""

    first: Annotated[int, Meta(ge=1, le=1_000_000)] = 1


@bp.get("/boxes/<box_id:uuid>/label.pdf")
@operation("The label of a box, to be printed", media_type=papers.PDF, refuses=(409,))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def one(request: Request, account: Account, box_id: UUID) -> HTTPResponse:
    box, label = await box_labels.of_box(account, box_id)
    return papers.pdf(label, f"盒签-第{box.number}盒")


@bp.get("/families/<family_id:uuid>/box-labels.pdf")
@operation(
    "The labels of a family's boxes, eight on a page",
    query=LabelsQuery,
    media_type=papers.PDF,
    refuses=(409,),
)
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def all_of(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    first = read_query(request, LabelsQuery).first
    return papers.pdf(await box_labels.of_family(account, family_id, first=first), "盒签")
