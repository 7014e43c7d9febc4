"""Photos: one photo, to the family."""

from datetime import date
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import photos
from service.archive.photos import Rendition

bp = Blueprint("photos")


class PhotoView(msgspec.Struct):
    """A photo, to the family. URLs are empty until it has been read; `taken_on` null: unknown."""

    id: UUID
    state: PhotoState
    standing: Standing
    refusal: str
    width: int
    height: int
    colour: str
    taken_on: date | None
    thumb: str
    screen: str
    original: str


def present_photo(photo: Photo) -> PhotoView:
    ready = photo.state is PhotoState.READY
    return PhotoView(
        id=photo.id,
        state=photo.state,
        standing=photo.standing,
        refusal=photo.refusal,
        width=photo.width,
        height=photo.height,
        colour=photo.colour,
        taken_on=photo.taken_on,
        thumb=photos.rendition_url(photo, Rendition.THUMB, outside=False) if ready else "",
        screen=photos.rendition_url(photo, Rendition.SCREEN, outside=False) if ready else "",
        original=photos.original_url(photo),
    )


@bp.get("/photos/<photo_id:uuid>")
@operation("A photo of the family", gives=PhotoView)
@signed_in
async def show(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    return ok(present_photo(await photos.seen_by(account, photo_id)))
