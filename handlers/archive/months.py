"""Months: the years of a timeline with counts, one month in columns, and its covers in batches."""

import base64
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.timeline import SieveQuery, Whose
from handlers.edge import compressed
from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import after, cut
from handlers.edge.shapes import Count, PictureUrl
from models.archive.growth import UNDATED, Audience, Dimension
from models.archive.photos import Medium
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import months, timeline
from service.archive.months import Counted
from service.archive.timeline import Scope
from service.foundation import dates
from service.foundation.drafts import Draft
from service.foundation.errors import NotFound
from service.foundation.plans import Row

bp = Blueprint("months")
SHORT = 22
"""Characters of an id in Base64, as months name their entries."""
_DIMENSIONS = {dimension.value: str(number) for number, dimension in enumerate(Dimension)}
_AUDIENCES = {audience.value: str(number) for number, audience in enumerate(Audience)}
_STANDINGS: dict[str, str] = {
    Standing.PASSED: ".",
    Standing.PENDING: "p",
    Standing.REVIEW: "r",
    Standing.RISKY: "x",
}
_MEDIA = {medium.value: medium.value[0] for medium in Medium} | {None: "-"}


class FamilySieveQuery(SieveQuery):
    """Whose entries, and what they have to be of."""

    whose: Whose = "own"


class MonthQuery(SieveQuery):
    """What a month shows, and where its page starts."""

    cursor: Annotated[str, Meta(max_length=300, description="`next` of the page before.")] = ""


class FamilyMonthQuery(MonthQuery):
    """What a family's month shows, and where its page starts."""

    whose: Whose = "own"


class CoversQuery(Draft):
    """Entries that a phone is about to show."""

    entries: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9_-]{22}(,[A-Za-z0-9_-]{22}){0,59}$(?!\n)",
            description="Up to 60 ids as in `ids` of a month.",
        ),
    ]


class FamilyCoversQuery(CoversQuery):
    """Entries of a family that a phone is about to show."""

    whose: Whose = "own"


class MonthCount(msgspec.Struct):
    month: Annotated[int, Meta(ge=1, le=12)]
    count: Count


class YearCount(msgspec.Struct):
    year: int
    count: Count
    months: Annotated[list[MonthCount], Meta(description="Those that have any, latest first.")]


class Years(msgspec.Struct):
    """How many entries the years and months of a timeline have; only those that have any."""

    items: Annotated[list[YearCount], Meta(description="Latest first.")]
    undated: Count


class Month(msgspec.Struct):
    """The entries of a month in columns, latest first: the n-th of each column is the n-th entry's.

    Columns of one character an entry are strings. What is the same for all is not repeated.
    """

    count: Count
    ids: Annotated[str, Meta(description="22 characters each: the 16 bytes in URL-safe Base64.")]
    days: Annotated[list[int], Meta(description="Of the month; empty for `undated`.")]
    inexact: Annotated[
        dict[str, str], Meta(description="By their number: days in words that are not that exact.")
    ]
    titles: Annotated[list[str], Meta(description="Or how the story begins.")]
    dimensions: Annotated[str, Meta(description="A digit for one in `dimension_of`, or `-`.")]
    dimension_of: list[Dimension]
    children: Annotated[
        list[int], Meta(description="Numbers in `child_of`; empty if all are of the first of it.")
    ]
    child_of: Annotated[list[UUID | None], Meta(description="null: of the family itself.")]
    audiences: Annotated[str, Meta(description="0 guardians, 1 family, 2 class, 3 public.")]
    states: Annotated[
        str,
        Meta(description="`.` told, `d` a student's draft; p(ending), r(eview), x risky."),
    ]
    media: Annotated[str, Meta(description="Of the cover: p(hoto), v(ideo), a(udio), or `-`.")]
    hashes: Annotated[
        list[str], Meta(description="ThumbHashes of the covers, Base64 without padding, or empty.")
    ]
    photo_counts: list[int]
    next: Annotated[str, Meta(description="Cursor of the next 1000; empty on the last page.")] = ""


class Covers(msgspec.Struct):
    items: Annotated[list[PictureUrl], Meta(description="In the order of the entries asked for.")]


@bp.get("/students/<student_id:uuid>/months")
@operation("A child's years and months, counted", query=SieveQuery, gives=Years)
@signed_in
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    """With an ETag: `If-None-Match` is answered with 304 if nothing changed."""
    asked = read_query(request, SieveQuery)
    return await _years(request, await timeline.of_student(account, student_id), asked)


@bp.get("/families/<family_id:uuid>/months")
@operation("A family's years and months, counted", query=FamilySieveQuery, gives=Years)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    """With an ETag: `If-None-Match` is answered with 304 if nothing changed."""
    asked = read_query(request, FamilySieveQuery)
    scope = await timeline.of_family(account, family_id, asked.whose)
    return await _years(request, scope, asked)


async def _years(request: Request, scope: Scope, asked: SieveQuery) -> HTTPResponse:
    years = present_years(await months.counted(scope, asked.sieve))
    return compressed.answer(request, msgspec.json.encode(years))


def present_years(counted: list[Counted]) -> Years:
    """Months by their years, and what has no date beside them."""
    years: dict[int, YearCount] = {}
    undated = 0
    for one in counted:
        if one.month == UNDATED.replace(day=1):
            undated = one.count
            continue
        year = years.setdefault(one.month.year, YearCount(one.month.year, 0, []))
        year.count += one.count
        year.months.append(MonthCount(one.month.month, one.count))
    return Years(list(years.values()), undated)


@bp.get("/students/<student_id:uuid>/months/<month:str>")
@operation("A month of a child's, whole, in columns", query=MonthQuery, gives=Month)
@signed_in
async def month_of_student(
    request: Request, account: Account, student_id: UUID, month: str
) -> HTTPResponse:
    """`2024-06` or `undated`. With an ETag; a month that is over comes in gzip where accepted."""
    asked = read_query(request, MonthQuery)
    return await _month(request, await timeline.of_student(account, student_id), asked, month)


@bp.get("/families/<family_id:uuid>/months/<month:str>")
@operation("A month of a family's, whole, in columns", query=FamilyMonthQuery, gives=Month)
@signed_in
async def month_of_family(
    request: Request, account: Account, family_id: UUID, month: str
) -> HTTPResponse:
    """`2024-06` or `undated`. With an ETag; a month that is over comes in gzip where accepted."""
    asked = read_query(request, FamilyMonthQuery)
    scope = await timeline.of_family(account, family_id, asked.whose)
    return await _month(request, scope, asked, month)


async def _month(request: Request, scope: Scope, asked: MonthQuery, month: str) -> HTTPResponse:
    if not timeline.is_month(month):
        raise NotFound
    place = after(asked.cursor, timeline.Place)
    found = await months.of_month(scope, asked.sieve, month, after=place)
    rows, following = cut(found, months.PAGE, lambda row: (row[1], row[0]))
    body = msgspec.json.encode(present_month(rows, dated=month != "undated", following=following))
    return compressed.answer(request, body, lasting=months.is_closed(month))


def present_month(rows: Sequence[Row], *, dated: bool, following: str = "") -> Month:
    """Rows of `months.of_month` in columns."""
    columns = zip(*rows, strict=True) if rows else [()] * 12
    ids, days, happened, titles, dimensions, students, *others = columns
    audiences, standings, drafts, media, hashes, counts = others
    children: list[UUID | None] = list(dict.fromkeys(students))
    return Month(
        count=len(rows),
        ids="".join(shortened(entry_id) for entry_id in ids),
        days=[day.day for day in days] if dated else [],
        inexact={
            str(number): dates.in_words(said)
            for number, (said, day) in enumerate(zip(happened, days, strict=True))
            if said and said != day.isoformat()
        },
        titles=list(titles),
        dimensions="".join(_DIMENSIONS.get(dimension, "-") for dimension in dimensions),
        dimension_of=list(Dimension),
        children=[children.index(one) for one in students] if len(children) > 1 else [],
        child_of=children,
        audiences="".join(_AUDIENCES[audience] for audience in audiences),
        states="".join(
            "d" if draft and standing == "passed" else _STANDINGS[standing]
            for standing, draft in zip(standings, drafts, strict=True)
        ),
        media="".join(_MEDIA[medium] for medium in media),
        hashes=[(one or "").rstrip("=") for one in hashes],
        photo_counts=list(counts),
        next=following,
    )


def shortened(entry_id: UUID) -> str:
    """An id as a month has it."""
    return base64.urlsafe_b64encode(entry_id.bytes).decode()[:SHORT]


def _whole(short: str) -> UUID:
    return UUID(bytes=base64.urlsafe_b64decode(short + "=="))


@bp.get("/students/<student_id:uuid>/covers")
@operation("The covers of a child's entries", query=CoversQuery, gives=Covers)
@signed_in
async def covers_of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    asked = read_query(request, CoversQuery)
    return await _covers(await timeline.of_student(account, student_id), asked)


@bp.get("/families/<family_id:uuid>/covers")
@operation("The covers of a family's entries", query=FamilyCoversQuery, gives=Covers)
@signed_in
async def covers_of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, FamilyCoversQuery)
    return await _covers(await timeline.of_family(account, family_id, asked.whose), asked)


async def _covers(scope: Scope, asked: CoversQuery) -> HTTPResponse:
    wanted = [_whole(short) for short in asked.entries.split(",")]
    return ok(Covers(await months.covers(scope, wanted)))
