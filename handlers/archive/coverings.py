"""Coverings: a copy of a photo with stickers over what others are not to see."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import photos
from handlers.archive.photos import PhotoView
from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from models.archive.photos import Upload, UploadState
from models.people.accounts import Account
from service.archive import coverings
from service.archive.coverings import CoveringDraft

bp = Blueprint("coverings")

STATES: dict[UploadState, Literal["drawing", "done", "failed"]] = {
    UploadState.ISSUED: "drawing",
    UploadState.COMPLETED: "done",
    UploadState.EXPIRED: "failed",
}


class CoveringView(msgspec.Struct):
    """A copy that is being made. What is under a sticker is not in it; the original stays."""

    id: UUID
    state: Annotated[
        Literal["drawing", "done", "failed"],
        Meta(description="`failed`: the photo went meanwhile, or it took too long; ask anew."),
    ]
    photo: Annotated[PhotoView | None, Meta(description="The copy, once it is there.")]


async def shown(account: Account, covering_id: UUID) -> CoveringView:
    ticket = await coverings.own(account, covering_id)
    return CoveringView(ticket.id, STATES[ticket.state], await _copy(account, ticket))


async def _copy(account: Account, ticket: Upload) -> PhotoView | None:
    photo = await coverings.photo_of(account, ticket)
    return await photos.shown(account, photo.id) if photo else None


@bp.post("/photos/<photo_id:uuid>/coverings")
@operation(
    "Have a copy of a photo made with stickers over the faces of others",
    takes=CoveringDraft,
    example={
        "areas": [{"x": 0.42, "y": 0.18, "width": 0.12, "height": 0.16, "sticker": "sun"}],
    },
    gives=CoveringView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("coverings", most=60, seconds=600)
@creates(shown)
async def cover(request: Request, account: Account, photo_id: UUID) -> UUID:
    return (await coverings.cover(account, photo_id, read(request, CoveringDraft))).id


@bp.get("/coverings/<covering_id:uuid>")
@operation("A copy that is being made", gives=CoveringView)
@signed_in
async def show(request: Request, account: Account, covering_id: UUID) -> HTTPResponse:
    return ok(await shown(account, covering_id))
