"""Timeline: reading the years of a child, or of a family, one or several children side by side."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, after, cut
from handlers.edge.shapes import Count
from models.archive.growth import Dimension, Entry
from models.people.accounts import Account
from service.archive import timeline
from service.archive.timeline import Scope, Sieve
from service.foundation.drafts import Draft

bp = Blueprint("timeline")
Position = tuple[date, UUID]
_ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
Whose = Annotated[
    str,
    Meta(
        max_length=800,
        pattern=rf"^(all|(own|{_ID})(,(own|{_ID}))*)$(?!\n)",
        description="`own`: of no child; `all`; or ids of up to 10 children, `own` beside them.",
    ),
]


class WhoseQuery(Draft):
    """Whose years of a family."""

    whose: Whose = "own"


class SieveQuery(Draft):
    """What the entries have to be of."""

    dimension: Dimension | None = None
    person_id: Annotated[
        UUID | None, Meta(description="Whom an entry tells of, or one of its photos shows.")
    ] = None
    place: Annotated[str, Meta(max_length=60, description="As `places` names it.")] = ""

    @property
    def sieve(self) -> Sieve:
        return Sieve(self.dimension, self.person_id, self.place)


class TimelineQuery(SieveQuery):
    """What a timeline shows, and where its page starts."""

    cursor: Annotated[str, Meta(max_length=300, description="`next` of the page before.")] = ""
    since: Annotated[
        str,
        Meta(
            pattern=r"^([1-9][0-9]{3}-(0[1-9]|1[0-2]))?$(?!\n)",
            description="`2024-06`: start with the latest entry of that month or before.",
        ),
    ] = msgspec.field(default="", name="from")


class FamilyTimelineQuery(TimelineQuery):
    """What a family's timeline shows, and where its page starts."""

    whose: Whose = "own"


class PlaceView(msgspec.Struct):
    """A place that the timeline tells of."""

    place: str
    count: Count


class Places(msgspec.Struct):
    items: Annotated[list[PlaceView], Meta(description="The 200 most told of, most first.")]


@bp.get("/students/<student_id:uuid>/timeline")
@operation("A child's years, latest first", query=TimelineQuery, gives=Page[EntryView])
@signed_in
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    asked = read_query(request, TimelineQuery)
    return await _page(await timeline.of_student(account, student_id), asked)


@bp.get("/families/<family_id:uuid>/timeline")
@operation("A family's years, latest first", query=FamilyTimelineQuery, gives=Page[EntryView])
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, FamilyTimelineQuery)
    return await _page(await timeline.of_family(account, family_id, asked.whose), asked)


async def _page(scope: Scope, asked: TimelineQuery) -> HTTPResponse:
    place = after(asked.cursor, Position)
    until = timeline.last_day(timeline.first_day(asked.since)) if asked.since else None
    found = await timeline.page(scope, asked.sieve, until=until, after=place)
    return await present_page(found, scope, timeline.PAGE)


async def present_page(found: list[Entry], scope: Scope, most: int) -> HTTPResponse:
    """A page of entries out of up to `most` + 1, latest day first."""
    entries, following = cut(found, most, lambda entry: (entry.sort_day, entry.id))
    return ok(Page(await present_entries(entries, scope.viewer), following))


@bp.get("/students/<student_id:uuid>/places")
@operation("The places that a child's years tell of", gives=Places)
@signed_in
async def places_of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return await _places(await timeline.of_student(account, student_id))


@bp.get("/families/<family_id:uuid>/places")
@operation("The places that a family's years tell of", query=WhoseQuery, gives=Places)
@signed_in
async def places_of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, WhoseQuery)
    return await _places(await timeline.of_family(account, family_id, asked.whose))


async def _places(scope: Scope) -> HTTPResponse:
    return ok(Places([PlaceView(*found) for found in await timeline.places(scope)]))
