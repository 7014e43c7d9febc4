"""Photos: one photo, to the family."""

from datetime import date
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.shapes import Colour, PictureUrl, Pixels
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import photos
from service.archive.photos import Rendition
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("photos")


class PhotoView(msgspec.Struct):
    """A photo. URLs are empty until it has been read; `taken_on` null: unknown.

    Outside its family there is no original and no date, and the URLs die within 10 minutes.
    """

    id: UUID
    state: PhotoState
    standing: Standing
    refusal: str
    width: Pixels
    height: Pixels
    colour: Colour
    taken_on: date | None
    thumb: PictureUrl
    screen: PictureUrl
    original: PictureUrl


def present_photo(photo: Photo, viewer: Viewer) -> PhotoView:
    """A photo as one viewer has it: nothing but a rendition leaves the family."""
    inside = viewer.is_family(photo.family_id)

    def url(rendition: Rendition) -> str:
        ready = photo.state is PhotoState.READY
        return photos.rendition_url(photo, rendition, outside=not inside) if ready else ""

    return PhotoView(
        id=photo.id,
        state=photo.state,
        standing=photo.standing,
        refusal=photo.refusal,
        width=photo.width,
        height=photo.height,
        colour=photo.colour,
        taken_on=photo.taken_on if inside else None,
        thumb=url(Rendition.THUMB),
        screen=url(Rendition.SCREEN),
        original=photos.original_url(photo) if inside else "",
    )


async def shown(account: Account, photo_id: UUID) -> PhotoView:
    viewer = await access.viewer(account)
    return present_photo(await photos.seen_by(viewer, photo_id), viewer)


@bp.get("/photos/<photo_id:uuid>")
@operation("A photo of the family", gives=PhotoView)
@signed_in
async def show(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    return ok(await shown(account, photo_id))
