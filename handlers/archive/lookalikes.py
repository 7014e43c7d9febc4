"""Look-alikes: photos that look like one, and what the family may want to say of it."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.photos import PhotoView, present_photos
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.people.persons import PersonTag, present_tag
from models.archive.photos import TakenFrom
from models.people.accounts import Account
from service.archive import lookalikes
from service.trust import access

bp = Blueprint("lookalikes")


class LookAlikes(msgspec.Struct):
    items: Annotated[list[PhotoView], Meta(description="The likest first, 20 at most.")]


class SuggestionsView(msgspec.Struct):
    """What may be said of a photo, for somebody to say it; empty where nothing is known."""

    taken: Annotated[str, Meta(description="EDTF: its own day, or that of a look-alike.")]
    taken_from: Annotated[TakenFrom, Meta(description="Who says so there.")]
    place: Annotated[str, Meta(description="What the family called a place within 300 m.")]
    persons: Annotated[list[PersonTag], Meta(description="Whom look-alikes show, first known.")]


@bp.get("/photos/<photo_id:uuid>/look-alikes")
@operation("The family's photos that look like one", gives=LookAlikes)
@signed_in
@costly("search")
async def index(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    viewer = await access.viewer(account)
    found = await lookalikes.of(viewer, photo_id)
    return ok(LookAlikes(await present_photos(found, viewer, inside=True)))


@bp.get("/photos/<photo_id:uuid>/suggestions")
@operation("When, where and of whom a photo may be", gives=SuggestionsView)
@signed_in
@costly("search")
async def suggest(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    found = await lookalikes.suggestions(await access.viewer(account), photo_id)
    persons = [present_tag(person) for person in found.persons]
    return ok(SuggestionsView(found.taken, found.taken_from, found.place, persons))
