"""Families: founding one, and its members."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment, RoleWord
from models.people.accounts import Account
from models.people.families import District, Membership, Relation
from service.foundation.drafts import Draft, text
from service.people import families

bp = Blueprint("families")


class FamilyDraft(Draft):
    """A new family."""

    name: Annotated[str, text(20, description="What the family calls itself.")]
    relation: Relation
    district: District | None = None


class FamilyView(msgspec.Struct):
    """A family as one of its members has it."""

    id: UUID
    name: str
    district: District | None
    role: RoleWord
    relation: Relation


class MemberView(msgspec.Struct):
    """Somebody of the family."""

    nickname: str
    role: RoleWord
    relation: Relation
    since: Moment


class Members(msgspec.Struct):
    items: Annotated[list[MemberView], Meta(description="Longest in the family first.")]


def present_family(membership: Membership) -> FamilyView:
    family, role = membership.family, membership.role.name.lower()
    return FamilyView(family.id, family.name, family.district, role, membership.relation)


async def shown(account: Account, family_id: UUID) -> FamilyView:
    return present_family(await families.membership_in(account, family_id))


@bp.post("/families")
@operation(
    "Found a family",
    takes=FamilyDraft,
    example={"name": "陈家", "relation": "妈妈", "district": "香洲区"},
    gives=FamilyView,
    status=201,
)
@signed_in
@limited("families", most=20, seconds=3600)
@creates(shown)
async def found(request: Request, account: Account) -> UUID:
    draft = read(request, FamilyDraft)
    return (await families.found(account, draft.name, draft.relation, draft.district)).id


@bp.get("/families/<family_id:uuid>")
@operation("One of the account's families", gives=FamilyView)
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(await shown(account, family_id))


@bp.get("/families/<family_id:uuid>/members")
@operation("Everybody of a family", gives=Members)
@signed_in
async def members(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    found = await families.members(account, family_id)
    return ok(
        Members(
            [
                MemberView(m.account.nickname, m.role.name.lower(), m.relation, m.since)
                for m in found
            ]
        )
    )
