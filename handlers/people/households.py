"""Households: a family joins the city's programme (建档户), and leaves it whenever it likes."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.people.regions import Household
from service.foundation.drafts import Draft
from service.people import households, regions

bp = Blueprint("households")


class HouseholdDraft(Draft):
    """Where a family joins."""

    region_id: Annotated[UUID, Meta(description="A district, town or community.")]


class HouseholdView(msgspec.Struct):
    """A family's place in the programme."""

    number: Annotated[str, Meta(description="The household number (户号), such as XZ000123.")]
    region_id: UUID
    region: Annotated[str, Meta(description="Such as 「珠海市 香洲区 拱北街道」.")]
    since: Moment


async def _present(household: Household) -> HouseholdView:
    region = household.region
    name = regions.full_name(await regions.chain(region))
    return HouseholdView(household.number, region.id, name, household.since)


async def shown(account: Account, household_id: UUID) -> HouseholdView:
    return await _present(await households.seen_by(account, household_id))


@bp.post("/families/<family_id:uuid>/household")
@operation(
    "Join the city's programme, or move within it",
    takes=HouseholdDraft,
    example={"region_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"},
    gives=HouseholdView,
    status=201,
    refuses=(403,),
)
@signed_in
@creates(shown)
async def join(request: Request, account: Account, family_id: UUID) -> UUID:
    draft = read(request, HouseholdDraft)
    return (await households.join(account, family_id, draft.region_id)).id


@bp.get("/families/<family_id:uuid>/household")
@operation("A family's place in the city's programme", gives=HouseholdView, refuses=(403,))
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(await _present(await households.of(account, family_id)))


@bp.delete("/families/<family_id:uuid>/household")
@operation("Leave the city's programme; the number stays the family's", status=204, refuses=(403,))
@signed_in
async def leave(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await households.leave(account, family_id)
    return gone()
