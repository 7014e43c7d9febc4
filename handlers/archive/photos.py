"""Photos: one photo, to the family, and whom it shows."""

from collections.abc import Collection, Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Colour, PictureUrl, Pixels
from handlers.people.persons import PersonTag, present_tag
from models.archive.photos import Medium, Photo, PhotoState, TakenFrom
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import photos, tagging
from service.archive.renditions import Rendition, clean_url, original_url, rendition_url
from service.foundation import dates
from service.foundation.drafts import Draft
from service.people import students
from service.people.persons import PersonIds
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("photos")


class PhotoView(msgspec.Struct):
    """A photo, a film or a recording. URLs are empty until it has been read.

    Outside its family there is no original, no date, no place and no word of it, nobody is named,
    and the URLs die within 10 minutes.
    """

    id: UUID
    medium: Medium
    state: PhotoState
    standing: Standing
    refusal: str
    width: Pixels
    height: Pixels
    seconds: Annotated[float, Meta(ge=0, description="Of a film or a recording.")]
    colour: Colour
    thumbhash: Annotated[str, Meta(description="To show until the picture is there; Base64.")]
    taken: Annotated[str, Meta(description="EDTF; empty: 日期待补.")]
    when: Annotated[str, Meta(description="The same in words.")]
    taken_from: Annotated[TakenFrom, Meta(description="Who says so.")]
    place: str
    caption: str
    words_standing: Annotated[Standing, Meta(description="Of `caption`.")]
    duplicate_of: Annotated[UUID | None, Meta(description="The family's first one of its bytes.")]
    covers: Annotated[UUID | None, Meta(description="It is a copy of that one, with stickers on.")]
    thumb: PictureUrl
    screen: PictureUrl
    play: PictureUrl
    original: PictureUrl
    persons: Annotated[list[PersonTag], Meta(description="Whom it shows, first known first.")]


class PhotoPersons(Draft):
    """Whom a photo shows."""

    person_ids: PersonIds


async def present_photos(
    found: Sequence[Photo], viewer: Viewer, *, inside: bool
) -> list[PhotoView]:
    """Photos as one viewer has them."""
    firsts = await photos.firsts_shown_to(viewer, found)
    return [present_photo(photo, viewer, inside=inside, firsts=firsts) for photo in found]


def present_photo(
    photo: Photo, viewer: Viewer, *, inside: bool, firsts: Collection[UUID] = ()
) -> PhotoView:
    """A photo, `inside` its family or outside: nothing but a rendition leaves the family.

    `firsts` are those that the viewer may see, for duplicates and covered copies to link to.
    """

    def url(rendition: Rendition) -> str:
        ready = photo.state is PhotoState.READY
        return rendition_url(photo, rendition, outside=not inside) if ready else ""

    read = inside and photos.words_read_by(viewer, photo)
    return PhotoView(
        id=photo.id,
        medium=photo.medium,
        state=photo.state,
        standing=photo.standing,
        refusal=photo.refusal,
        width=photo.width,
        height=photo.height,
        seconds=photo.seconds,
        colour=photo.colour,
        thumbhash=photo.thumbhash,
        taken=photo.taken if inside else "",
        when=dates.in_words(photo.taken) if inside else "",
        taken_from=photo.taken_from if inside else TakenFrom.NOBODY,
        place=photo.place if inside else "",
        caption=photo.caption if read else "",
        words_standing=photo.words_standing if inside else Standing.PASSED,
        duplicate_of=photo.duplicate_of_id if inside and photo.duplicate_of_id in firsts else None,
        covers=photo.covers_id if inside and photo.covers_id in firsts else None,
        thumb=url(Rendition.THUMB),
        screen=url(Rendition.SCREEN),
        play=clean_url(photo, outside=not inside),
        original=original_url(photo) if inside else "",
        persons=[present_tag(person) for person in tagging.named_in(photo)] if inside else [],
    )


async def shown(account: Account, photo_id: UUID) -> PhotoView:
    viewer = await access.viewer(account)
    photo = await photos.seen_by(viewer, photo_id)
    home = photo.family_id and await students.at_home(viewer, photo.family_id)
    return (await present_photos([photo], viewer, inside=bool(home)))[0]


@bp.get("/photos/<photo_id:uuid>")
@operation("A photo of the family", gives=PhotoView)
@signed_in
async def show(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    return ok(await shown(account, photo_id))


@bp.put("/photos/<photo_id:uuid>/persons")
@operation(
    "Say whom a photo shows",
    takes=PhotoPersons,
    example={"person_ids": ["0192f0c6-2b3c-7e5f-9a6b-8c7d6e5f4a3b"]},
    gives=PhotoView,
    refuses=(403,),
)
@signed_in
@limited("tags", most=300, seconds=600)
async def tag(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    await tagging.show(account, photo_id, read(request, PhotoPersons).person_ids)
    return ok(await shown(account, photo_id))
