"""Successions: a guardian asks to take a family over, the owner refuses, an archivist decides."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.people.families import Relation, Succession, SuccessionState
from models.people.regions import Household
from service.people import succession_decisions, successions
from service.people.succession_decisions import ApprovalDraft

bp = Blueprint("successions")

Due = Annotated[Moment | None, Meta(description="When it takes effect; null until approved.")]
Reference = Annotated[str, Meta(description="Of the paper that was seen; empty until approved.")]


class SuccessionView(msgspec.Struct):
    """A succession as the family's guardians have it."""

    id: UUID
    family_id: UUID
    state: SuccessionState
    relation: Annotated[Relation, Meta(description="Of whoever asks.")]
    mine: Annotated[bool, Meta(description="Whether the account asked for it itself.")]
    refusable: Annotated[
        bool, Meta(description="Whether the account is the owner, who may refuse.")
    ]
    reference: Reference
    asked_at: Moment
    due_at: Due


class SuccessionCase(msgspec.Struct):
    """A succession as the archivist has it, before whom the asker lays the paper."""

    id: UUID
    household: Annotated[str, Meta(description="The household number (户号).")]
    region: str
    relation: Annotated[Relation, Meta(description="Of whoever asks.")]
    state: SuccessionState
    reference: Reference
    asked_at: Moment
    due_at: Due


class SuccessionCases(msgspec.Struct):
    items: Annotated[list[SuccessionCase], Meta(description="Oldest first.")]


def _present(asked: Succession, viewer: Account) -> SuccessionView:
    return SuccessionView(
        id=asked.id,
        family_id=asked.family_id,
        state=asked.state,
        relation=asked.heir.relation,
        mine=asked.heir.account_id == viewer.id,
        refusable=asked.owner.account_id == viewer.id,
        reference=asked.reference,
        asked_at=asked.created_at,
        due_at=asked.due_at,
    )


def _case(asked: Succession, home: Household) -> SuccessionCase:
    return SuccessionCase(
        id=asked.id,
        household=home.number,
        region=home.region.name,
        relation=asked.heir.relation,
        state=asked.state,
        reference=asked.reference,
        asked_at=asked.created_at,
        due_at=asked.due_at,
    )


async def shown(account: Account, succession_id: UUID) -> SuccessionView:
    return _present(await successions.seen_by(account, succession_id), account)


@bp.post("/families/<family_id:uuid>/succession")
@operation(
    "Ask to take over a family whose owner is out of reach for good",
    gives=SuccessionView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("successions", most=20, seconds=3600)
@creates(shown)
async def ask(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await successions.ask(account, family_id)).id


@bp.get("/families/<family_id:uuid>/succession")
@operation("What is open of it in a family", gives=SuccessionView, refuses=(403,))
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(_present(await successions.of(account, family_id), account))


@bp.delete("/families/<family_id:uuid>/succession")
@operation("Take back what one asked for, or refuse it as the owner", status=204, refuses=(403,))
@signed_in
async def end(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await successions.end(account, family_id)
    return gone()


@bp.get("/successions")
@operation("The open successions that one's office may decide", gives=SuccessionCases)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    found = await succession_decisions.before(account)
    return ok(SuccessionCases([_case(asked, home) for asked, home in found]))


@bp.post("/successions/<succession_id:uuid>/approval")
@operation(
    "Have a family handed over two weeks from now, as its archivist who has seen the paper",
    takes=ApprovalDraft,
    example={"reference": "死亡证明核验 2026-12"},
    gives=SuccessionCase,
    refuses=(403, 409),
)
@signed_in
async def approve(request: Request, account: Account, succession_id: UUID) -> HTTPResponse:
    draft = read(request, ApprovalDraft)
    return ok(_case(*await succession_decisions.approve(account, succession_id, draft)))


@bp.post("/successions/<succession_id:uuid>/refusal")
@operation("Decline a succession as the family's archivist", status=204, refuses=(403, 409))
@signed_in
async def decline(request: Request, account: Account, succession_id: UUID) -> HTTPResponse:
    await succession_decisions.decline(account, succession_id)
    return gone()
