"""Inspections: a child's archive under a grant, read-only; each of these reads is recorded."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import AudienceWord, Colour, Moment, PictureUrl, Pixels
from models.archive.growth import Dimension, Entry
from models.archive.photos import Photo
from models.people.accounts import Account
from service.archive import albums, inspections
from service.archive.renditions import Rendition, rendition_url
from service.foundation import dates
from service.trust import access

bp = Blueprint("inspections")


class InspectedThumb(msgspec.Struct):
    """A photo of an entry, small; it is looked at by its id."""

    id: UUID
    width: Pixels
    height: Pixels
    colour: Colour
    thumb: PictureUrl


class InspectedPhoto(msgspec.Struct):
    """One photo; no original, no date, no place, and a URL that dies within 10 minutes."""

    id: UUID
    width: Pixels
    height: Pixels
    colour: Colour
    screen: PictureUrl


class InspectedEntry(msgspec.Struct):
    """An entry as staff have it: what it tells and shows, and nobody's name beside it."""

    id: UUID
    title: str
    story: str
    happened: str
    when: str
    dimension: Dimension | None
    audience: AudienceWord
    photos: list[InspectedThumb]
    recorded_at: Moment


def _url(photo: Photo, rendition: Rendition) -> str:
    return rendition_url(photo, rendition, outside=True)


async def _present_entries(found: Sequence[Entry]) -> list[InspectedEntry]:
    """Entries with the first of their photos; staff see of these what has passed."""
    pictures = await albums.first_of(await access.viewer(None), [entry.id for entry in found])
    return [_present_entry(entry, pictures[entry.id].first) for entry in found]


def _present_entry(entry: Entry, pictures: list[Photo]) -> InspectedEntry:
    return InspectedEntry(
        id=entry.id,
        title=entry.title,
        story=entry.story,
        happened=entry.happened,
        when=dates.in_words(entry.happened),
        dimension=entry.dimension,
        audience=entry.audience.word,
        photos=[
            InspectedThumb(p.id, p.width, p.height, p.colour, _url(p, Rendition.THUMB))
            for p in pictures
        ],
        recorded_at=entry.created_at,
    )


@bp.get("/access-grants/<grant_id:uuid>/timeline")
@operation(
    "A child's years under a grant, latest first", query=PageQuery, gives=Page[InspectedEntry]
)
@signed_in
@limited("inspections", most=300, seconds=600)
async def timeline(request: Request, account: Account, grant_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, tuple[date, UUID])
    found = await inspections.timeline(account, grant_id, after=place)
    entries, following = cut(found, inspections.PAGE, lambda entry: (entry.sort_day, entry.id))
    return ok(Page(await _present_entries(entries), following))


@bp.get("/access-grants/<grant_id:uuid>/entries/<entry_id:uuid>")
@operation("One of a child's entries under a grant", gives=InspectedEntry)
@signed_in
@limited("inspections", most=300, seconds=600)
async def entry(request: Request, account: Account, grant_id: UUID, entry_id: UUID) -> HTTPResponse:
    found = await inspections.entry(account, grant_id, entry_id)
    return ok((await _present_entries([found]))[0])


@bp.get("/access-grants/<grant_id:uuid>/photos/<photo_id:uuid>")
@operation("One of a child's photos under a grant", gives=InspectedPhoto)
@signed_in
@limited("inspections", most=300, seconds=600)
async def photo(request: Request, account: Account, grant_id: UUID, photo_id: UUID) -> HTTPResponse:
    shown = await inspections.photo(account, grant_id, photo_id)
    screen = _url(shown, Rendition.SCREEN)
    return ok(InspectedPhoto(shown.id, shown.width, shown.height, shown.colour, screen))
