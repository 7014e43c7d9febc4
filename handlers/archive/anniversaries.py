"""Anniversaries: what happened on this day in earlier years (那年今天)."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.archive.timeline import WhoseQuery
from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.shapes import Count
from models.people.accounts import Account
from service.archive import anniversaries, timeline
from service.archive.timeline import Scope
from service.foundation import clock

bp = Blueprint("anniversaries")


class AnniversaryView(msgspec.Struct):
    """This day, so many years ago."""

    years: Annotated[int, Meta(ge=1)]
    words: Annotated[str, Meta(description="「3年前的今天」")]
    day: date
    count: Count
    entries: Annotated[list[EntryView], Meta(description="The 6 recorded last.")]


class Anniversaries(msgspec.Struct):
    items: Annotated[list[AnniversaryView], Meta(description="The latest year first.")]


@bp.get("/students/<student_id:uuid>/on-this-day")
@operation("This day in a child's earlier years", gives=Anniversaries)
@signed_in
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return await _on_this_day(await timeline.of_student(account, student_id))


@bp.get("/families/<family_id:uuid>/on-this-day")
@operation("This day in a family's earlier years", query=WhoseQuery, gives=Anniversaries)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, WhoseQuery)
    return await _on_this_day(await timeline.of_family(account, family_id, asked.whose))


async def _on_this_day(scope: Scope) -> HTTPResponse:
    found = await anniversaries.on_this_day(scope, clock.today())
    together = [entry for one in found for entry in one.entries]
    shown = {view.id: view for view in await present_entries(together, scope.viewer)}
    return ok(
        Anniversaries(
            [
                AnniversaryView(
                    one.years, one.words, one.day, one.count, [shown[e.id] for e in one.entries]
                )
                for one in found
            ]
        )
    )
