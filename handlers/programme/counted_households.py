"""Counted households (建档户): whether one is, by which items, or why not yet."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.paging import Page, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment
from handlers.people.household_lists import Within
from models.people.accounts import Account
from service.people import household_lists
from service.programme import counted_households, household_rules
from service.programme.counted_households import Counted
from service.programme.household_rules import Lack

bp = Blueprint("counted_households")


class LackView(msgspec.Struct):
    lack: Lack
    words: Annotated[str, Meta(description="What to do about it, in kind words.")]


class CountedView(msgspec.Struct):
    """What a rule says of a household: counted by these items, or not yet for want of these."""

    number: Annotated[str, Meta(description="The household number (户号).")]
    rule: Annotated[str, Meta(description="The version of the rule, such as 2026-1.")]
    counted: bool
    since: Annotated[Moment | None, Meta(description="When it was first counted, if it is.")]
    item_numbers: Annotated[list[str], Meta(description="档号 of the items that met the rule.")]
    lacks: list[LackView]


class Standings(Page[CountedView], kw_only=True):
    """A page of households, and how many there are in the whole region."""

    households: Count
    counted: Count


class StandingsQuery(Within, kw_only=True):
    """Which households."""

    counted: Annotated[bool | None, Meta(description="Those that are, or that are not.")] = None


def _present(one: Counted) -> CountedView:
    verdict = one.verdict
    return CountedView(
        number=one.household.number,
        rule=verdict.rule,
        counted=verdict.counted,
        since=one.since,
        item_numbers=list(verdict.by),
        lacks=[LackView(lack, household_rules.words(lack, verdict)) for lack in verdict.lacks],
    )


@bp.get("/families/<family_id:uuid>/household/standing")
@operation(
    "Whether a family's household is counted, by which items, or why not yet",
    gives=CountedView,
    refuses=(403,),
)
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(_present(await counted_households.of_family(account, family_id)))


@bp.get("/staff/household-standings")
@operation(
    "Which households of a region are counted, by which items, and why the others are not yet",
    query=StandingsQuery,
    gives=Standings,
    refuses=(404,),
)
@signed_in
@limited("household-lists", most=120, seconds=600)
@costly("tables")
async def index(request: Request, account: Account) -> HTTPResponse:
    query = read_query(request, StandingsQuery)
    place = after(query.cursor, str)
    found = await counted_households.page(account, query.region, after=place, counted=query.counted)
    shown, following = cut(found, household_lists.PAGE, lambda one: one.household.number)
    figures = await counted_households.figures(account, query.region)
    views = [_present(one) for one in shown]
    return ok(
        Standings(
            items=views, next=following, households=figures.households, counted=figures.counted
        )
    )
