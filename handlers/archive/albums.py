"""Albums: the photos of a family, and all those of one entry."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import is_inside
from handlers.archive.photos import PhotoView, present_photos
from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from models.people.accounts import Account
from service.archive import albums, growth
from service.archive.albums import Show
from service.trust import access

bp = Blueprint("albums")


class AlbumQuery(PageQuery):
    """Which photos of a family, and where the page starts."""

    show: Annotated[
        Show,
        Meta(
            description="All, without a date of their own or by an entry, one's own in doubt,"
            " or all one's own."
        ),
    ] = Show.ALL


@bp.get("/families/<family_id:uuid>/photos")
@operation("A family's photos, latest uploaded first", query=AlbumQuery, gives=Page[PhotoView])
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, AlbumQuery)
    viewer = await access.viewer(account)
    found = await albums.of_family(viewer, family_id, asked.show, after=after(asked.cursor, UUID))
    photos, following = cut(found, albums.PAGE, lambda photo: photo.id)
    return ok(Page(await present_photos(photos, viewer, inside=True), following))


@bp.get("/entries/<entry_id:uuid>/photos")
@operation("All photos of an entry, in their order", query=PageQuery, gives=Page[PhotoView])
@signed_in
async def of_entry(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, tuple[int, UUID])
    viewer = await access.viewer(account)
    entry = await growth.seen_by(viewer, entry_id)
    found = await albums.of_entry(viewer, entry.id, after=place)
    hung, following = cut(found, albums.PAGE, lambda one: (one.position, one.id))
    inside = is_inside(entry, viewer)
    shown = await present_photos([one.photo for one in hung], viewer, inside=inside)
    return ok(Page(shown, following))
