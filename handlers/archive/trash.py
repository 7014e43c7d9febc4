"""Trash: discarding a photo, restoring it, and what lies there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.photos import PhotoView, present_photos
from handlers.archive.photos import shown as shown_photo
from handlers.edge.bodies import read_query
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.archive.photos import Photo
from models.people.accounts import Account
from service.archive import trash
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("trash")


class TrashedView(msgspec.Struct):
    """A photo in the trash, to whoever may restore it until `purged_at`."""

    photo: PhotoView
    discarded_at: Moment
    purged_at: Annotated[datetime, Meta(tz=True, description="When it goes for good.")]


async def _present(found: Sequence[Photo], viewer: Viewer) -> list[TrashedView]:
    shown = await present_photos(found, viewer, inside=True)
    since = [photo.deleted_at for photo in found if photo.deleted_at]
    return [
        TrashedView(photo, moment, moment + trash.KEPT)
        for photo, moment in zip(shown, since, strict=True)
    ]


@bp.delete("/photos/<photo_id:uuid>")
@operation("Put a photo into the trash, for 30 days", status=204, refuses=(403, 409))
@signed_in
@limited("trash", most=300, seconds=600)
async def discard(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    await trash.discard_one(account, photo_id)
    return gone()


@bp.post("/photos/<photo_id:uuid>/restoration")
@operation("Take a photo out of the trash", gives=PhotoView, refuses=(403, 409))
@signed_in
@limited("trash", most=300, seconds=600)
async def restore(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    await trash.restore_one(account, photo_id)
    return ok(await shown_photo(account, photo_id))


@bp.get("/families/<family_id:uuid>/trash")
@operation("What one may restore, latest first", query=PageQuery, gives=Page[TrashedView])
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, tuple[datetime, UUID])
    viewer = await access.viewer(account)
    found = await trash.page(viewer, family_id, after=place)
    photos, following = cut(found, trash.PAGE, lambda photo: (photo.deleted_at, photo.id))
    return ok(Page(await _present(photos, viewer), following))
