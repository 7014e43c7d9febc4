"""Disputes: a guardian freezes sharing and deletion, takes it back, or the archivist settles it."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.people import disputes

bp = Blueprint("disputes")


class DisputeView(msgspec.Struct):
    """A dispute as the family has it."""

    id: UUID
    family_id: UUID
    mine: Annotated[bool, Meta(description="Whether it is the account's own to take back.")]
    opened_at: Moment


class CaseView(msgspec.Struct):
    """A dispute as the archivist has it, who calls on the household."""

    id: UUID
    household: Annotated[str, Meta(description="The household number (户号).")]
    region: str
    opened_at: Moment


class Cases(msgspec.Struct):
    items: Annotated[list[CaseView], Meta(description="Oldest first.")]


async def shown(account: Account, dispute_id: UUID) -> DisputeView:
    dispute = await disputes.seen_by(account, dispute_id)
    mine = dispute.opened_by_id == account.id
    return DisputeView(dispute.id, dispute.family_id, mine, dispute.created_at)


@bp.post("/families/<family_id:uuid>/dispute")
@operation(
    "Freeze sharing and deletion while the guardians disagree",
    gives=DisputeView,
    status=201,
    refuses=(403,),
)
@signed_in
@limited("disputes", most=20, seconds=3600)
@creates(shown)
async def declare(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await disputes.declare(account, family_id)).id


@bp.delete("/families/<family_id:uuid>/dispute")
@operation("Take back the dispute that one has opened", status=204, refuses=(403,))
@signed_in
async def take_back(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await disputes.take_back(account, family_id)
    return gone()


@bp.get("/disputes")
@operation("The open disputes that one's office may settle", gives=Cases)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    found = await disputes.before(account)
    return ok(
        Cases(
            [CaseView(one.id, home.number, home.region.name, one.created_at) for one, home in found]
        )
    )


@bp.post("/disputes/<dispute_id:uuid>/settlement")
@operation("Settle a dispute as the family's archivist", status=204, refuses=(403,))
@signed_in
async def settle(request: Request, account: Account, dispute_id: UUID) -> HTTPResponse:
    await disputes.settle(account, dispute_id)
    return gone()
