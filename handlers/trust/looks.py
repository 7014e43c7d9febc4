"""Looks: 「谁看过孩子的档案」, to the guardians and, from 14 on, to the child itself."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Moment
from handlers.trust.grants import REASONS
from models.people.accounts import Account
from models.people.regions import Level
from models.trust.grants import GrantReason
from service.trust import looks

bp = Blueprint("looks")

_STAFF = "档案人员"
_LEVELS = {Level.CITY: "市", Level.DISTRICT: "区"}


class LookView(msgspec.Struct):
    """The looks by one grant: by an office, not by a name. `id` is the grant's."""

    id: UUID
    office: Annotated[str, Meta(description="Such as 「拱北街道档案人员」.")]
    reason: GrantReason
    reason_words: str
    approved_by: Annotated[str, Meta(description="The level: 「区级档案人员」.")]
    approved_at: Moment
    expires_at: Moment
    looks: Annotated[int, Meta(ge=1, description="How many times something was opened.")]
    first_at: Moment
    last_at: Moment


def _present(row: dict[str, Any]) -> LookView:
    reason = GrantReason(row["reason"])
    return LookView(
        id=row["id"],
        office=row["region"] + _STAFF,
        reason=reason,
        reason_words=REASONS[reason],
        approved_by=f"{_LEVELS[Level(row['decided_level'])]}级{_STAFF}",
        approved_at=row["decided_at"],
        expires_at=row["expires_at"],
        looks=row["looks"],
        first_at=row["first_at"],
        last_at=row["last_at"],
    )


@bp.get("/students/<student_id:uuid>/looks")
@operation(
    "Which staff looked at a child's archive, latest first",
    query=PageQuery,
    gives=Page[LookView],
    refuses=(403,),
)
@signed_in
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await looks.at(account, student_id, after=place), looks.PAGE, lambda row: row["id"]
    )
    return ok(Page([_present(row) for row in found], following))
