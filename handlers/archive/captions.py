"""Captions: saying when and where a photo was taken, and what there is to say of it."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.photos import PhotoView, shown
from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import captions
from service.archive.captions import PhotoChange

bp = Blueprint("captions")


@bp.put("/photos/<photo_id:uuid>")
@operation(
    "Date, place and caption a photo",
    takes=PhotoChange,
    example={"taken": "1986-22~", "place": "外婆家", "caption": "外婆在院子里晒陈皮。"},
    gives=PhotoView,
    refuses=(403, 409),
)
@signed_in
@limited("captions", most=300, seconds=600)
async def describe(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    await captions.describe(account, photo_id, read(request, PhotoChange))
    return ok(await shown(account, photo_id))
