"""Grants: staff ask to look into a child's archive, a second person approves or refuses."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.trust.grants import AccessGrant, GrantReason, GrantState
from service.trust import grants
from service.trust.grants import Asked, GrantDraft

bp = Blueprint("grants")

REASONS = {
    GrantReason.COMPLAINT: "处理投诉",
    GrantReason.SAFETY: "孩子的安全",
    GrantReason.GUARDIAN_ASKED: "监护人请求帮助",
    GrantReason.LEGAL: "依法协助",
}


class GrantedChild(msgspec.Struct):
    """A child, without its name."""

    household: Annotated[str, Meta(description="The household number (户号).")]
    place: Annotated[int, Meta(ge=1, description="Which of the household's children, by age.")]
    children: Annotated[int, Meta(ge=1, description="How many the household has.")]


class GrantView(msgspec.Struct):
    """A wish to look into a child's archive, to whoever asked and whoever may decide."""

    id: UUID
    student_id: UUID
    child: Annotated[
        GrantedChild | None, Meta(description="Null once that office no longer reaches it.")
    ]
    asked_by: Annotated[str, Meta(description="As staff know them.")]
    region: Annotated[str, Meta(description="Of the office by which they ask.")]
    mine: Annotated[bool, Meta(description="Whether the account asked for it itself.")]
    reason: GrantReason
    reason_words: str
    words: str
    minutes: Annotated[int, Meta(description="From the approval on.")]
    state: GrantState
    asked_at: Moment
    decided_at: Moment | None
    expires_at: Moment | None


async def _present(account: Account, found: Sequence[AccessGrant]) -> list[GrantView]:
    return [_view(account, one) for one in await grants.asked(found)]


def _view(account: Account, one: Asked) -> GrantView:
    grant = one.grant
    return GrantView(
        id=grant.id,
        student_id=grant.student_id,
        child=_child(one),
        asked_by=one.office.name,
        region=one.office.region.name,
        mine=grant.account_id == account.id,
        reason=grant.reason,
        reason_words=REASONS[grant.reason],
        words=grant.words,
        minutes=grant.minutes,
        state=grant.state,
        asked_at=grant.created_at,
        decided_at=grant.decided_at,
        expires_at=grant.expires_at,
    )


def _child(one: Asked) -> GrantedChild | None:
    if one.household is None:
        return None
    place = one.children.index(one.grant.student_id) + 1
    return GrantedChild(one.household.number, place, len(one.children))


async def shown(account: Account, grant_id: UUID) -> GrantView:
    return (await _present(account, [await grants.own(account, grant_id)]))[0]


@bp.post("/access-grants")
@operation(
    "Ask to look into a child's archive",
    takes=GrantDraft,
    example={
        "student_id": "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6",
        "reason": "complaint",
        "words": "家长投诉：班级里看到的照片不是自己家孩子的。",
        "minutes": 30,
    },
    gives=GrantView,
    status=201,
    refuses=(403, 404),
)
@signed_in
@limited("access-grants", most=20, seconds=600)
@creates(shown)
async def ask(request: Request, account: Account) -> UUID:
    return (await grants.ask(account, read(request, GrantDraft))).id


@bp.get("/access-grants")
@operation(
    "One's own grants, and those that one may decide or has let run; latest first",
    query=PageQuery,
    gives=Page[GrantView],
)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await grants.of(account, after=place), grants.PAGE, lambda grant: grant.id
    )
    return ok(Page(await _present(account, found), following))


@bp.post("/access-grants/<grant_id:uuid>/approval")
@operation(
    "Approve a colleague's look, as an archivist of the district or the city",
    gives=GrantView,
    refuses=(403, 409),
)
@signed_in
async def approve(request: Request, account: Account, grant_id: UUID) -> HTTPResponse:
    return ok((await _present(account, [await grants.approve(account, grant_id)]))[0])


@bp.post("/access-grants/<grant_id:uuid>/refusal")
@operation(
    "Refuse a colleague's look, as an archivist of the district or the city",
    gives=GrantView,
    refuses=(403, 409),
)
@signed_in
async def refuse(request: Request, account: Account, grant_id: UUID) -> HTTPResponse:
    return ok((await _present(account, [await grants.refuse(account, grant_id)]))[0])
