"""Photo order: putting the photos of an entry into an order."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entry
from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import photo_order
from service.archive.photo_order import PhotoOrder
from service.trust import access

bp = Blueprint("photo_order")


@bp.put("/entries/<entry_id:uuid>/photos")
@operation(
    "Put the photos of an entry into an order",
    takes=PhotoOrder,
    example={"photo_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"]},
    gives=EntryView,
    refuses=(403,),
)
@signed_in
@limited("changes", most=300, seconds=600)
async def arrange(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    entry = await photo_order.arrange(account, entry_id, read(request, PhotoOrder))
    return ok(await present_entry(entry, await access.viewer(account)))
