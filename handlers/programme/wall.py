"""The class wall: what families show their class."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Nickname
from models.people.accounts import Account
from service.programme import wall
from service.trust import access

bp = Blueprint("wall")


class WallQuery(PageQuery):
    """Which part of the wall."""

    task_id: Annotated[UUID | None, Meta(description="The answers to one task alone.")] = None


class Shown(msgspec.Struct):
    """An entry on the wall, and whose it is."""

    nickname: Nickname
    entry: EntryView


@bp.get("/classes/<class_id:uuid>/wall")
@operation(
    "What a class is shown of its children, the latest recorded first",
    query=WallQuery,
    gives=Page[Shown],
)
@signed_in
async def index(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    asked = read_query(request, WallQuery)
    place = after(asked.cursor, UUID)
    found = await wall.page(account, class_id, task_id=asked.task_id, after=place)
    page, following = cut(found, wall.PAGE, lambda entry: entry.id)
    views = await present_entries(page, await access.viewer(account))
    shown = [
        Shown(entry.student.nickname if entry.student else "", view)
        for entry, view in zip(page, views, strict=True)
    ]
    return ok(Page(shown, following))
