"""Boxes (盒): the boxes on a family's shelf."""

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
from models.archive.filing import Box
from models.people.accounts import Account
from service.archive import boxes
from service.archive.boxes import BoxChange, BoxDraft
from service.trust import access

bp = Blueprint("boxes")


class BoxView(msgspec.Struct):
    """A box, to the family. `number` counts from 1 and is never given again."""

    id: UUID
    family_id: UUID
    number: int
    title: str
    location: Annotated[str, Meta(description="Where it stands, or empty.")]
    item_count: Annotated[int, Meta(ge=0)]


def _present(box: Box) -> BoxView:
    count: int = box.item_count  # type: ignore[attr-defined]  annotated by every read
    return BoxView(box.id, box.family_id, box.number, box.title, box.location, count)


async def shown(account: Account, box_id: UUID) -> BoxView:
    return _present(await boxes.seen_by(await access.viewer(account), box_id))


@bp.post("/families/<family_id:uuid>/boxes")
@operation(
    "Add a box",
    takes=BoxDraft,
    example={"title": "爷爷的信", "location": "书房柜子第二层"},
    gives=BoxView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("boxes", most=60, seconds=600)
@creates(shown)
async def add(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await boxes.add(account, family_id, read(request, BoxDraft))).id


@bp.get("/families/<family_id:uuid>/boxes")
@operation("A family's boxes, by number", query=PageQuery, gives=Page[BoxView])
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, int)
    found = await boxes.of_family(await access.viewer(account), family_id, after=place)
    shelf, following = cut(found, boxes.PAGE, lambda box: box.number)
    return ok(Page([_present(box) for box in shelf], following))


@bp.get("/boxes/<box_id:uuid>")
@operation("A box", gives=BoxView)
@signed_in
async def show(request: Request, account: Account, box_id: UUID) -> HTTPResponse:
    return ok(await shown(account, box_id))


@bp.put("/boxes/<box_id:uuid>")
@operation(
    "Give a box other words",
    takes=BoxChange,
    example={"location": "书房柜子第三层"},
    gives=BoxView,
    refuses=(403, 409),
)
@signed_in
@limited("boxes", most=60, seconds=600)
async def change(request: Request, account: Account, box_id: UUID) -> HTTPResponse:
    await boxes.change(account, box_id, read(request, BoxChange))
    return ok(await shown(account, box_id))


@bp.delete("/boxes/<box_id:uuid>")
@operation("Take an empty box away", status=204, refuses=(403, 409))
@signed_in
async def delete(request: Request, account: Account, box_id: UUID) -> HTTPResponse:
    await boxes.delete(account, box_id)
    return gone()
