"""Household lists: the households of a region, nameless, to its archivists."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.people import household_lists

bp = Blueprint("household_lists")


class Within(PageQuery, kw_only=True):
    """The region whose households are listed, with all below it."""

    region: Annotated[
        str,
        Meta(pattern=r"^[0-9]{12}$(?!\n)", max_length=12, description="统计用区划代码, 12 digits."),
    ]


class HouseholdsQuery(Within, kw_only=True):
    """Which households."""

    number: (
        Annotated[
            str,
            Meta(
                pattern=r"^[A-Z]{2}[0-9]{6,9}$(?!\n)",
                max_length=11,
                description="The one of this number (户号) alone.",
            ),
        ]
        | None
    ) = None


class ListedHousehold(msgspec.Struct):
    """A household, without any name."""

    number: Annotated[str, Meta(description="The household number (户号), such as XZ000123.")]
    region: str
    since: Moment
    student_ids: Annotated[list[UUID], Meta(description="By age, the oldest first.")]


@bp.get("/staff/households")
@operation(
    "The households of a region, by number",
    query=HouseholdsQuery,
    gives=Page[ListedHousehold],
    refuses=(404,),
)
@signed_in
@limited("household-lists", most=120, seconds=600)
async def index(request: Request, account: Account) -> HTTPResponse:
    query = read_query(request, HouseholdsQuery)
    place = after(query.cursor, str)
    found, following = cut(
        await household_lists.page(account, query.region, after=place, number=query.number),
        household_lists.PAGE,
        lambda listed: listed.household.number,
    )
    views = [
        ListedHousehold(
            one.household.number, one.household.region.name, one.household.since, one.student_ids
        )
        for one in found
    ]
    return ok(Page(views, following))
