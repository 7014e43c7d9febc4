"""Families: founding one, naming it, and how the account stands in it."""

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
from handlers.edge.shapes import RoleWord
from models.people.accounts import Account
from models.people.families import Relation, Role
from service.foundation.drafts import Draft, text
from service.people import families
from service.people.families import Home

bp = Blueprint("families")

ShownRole = Annotated[
    str,
    Meta(
        description="The role in the words that families read.",
        extra_json_schema={"enum": ["只看", "能记", "管理"]},
    ),
]
FamilyName = Annotated[str, text(20, description="What the family calls itself.")]


class FamilyDraft(Draft):
    """A new family."""

    name: FamilyName
    relation: Relation


class FamilyChange(Draft):
    """What a family is to be called."""

    name: FamilyName


class FamilyView(msgspec.Struct):
    """A family as one of its members has it."""

    id: UUID
    name: str
    role: RoleWord
    shown_role: ShownRole
    relation: Relation
    disputed: Annotated[bool, Meta(description="Nothing new is shared or deleted meanwhile.")]


def shown_role(role: Role) -> str:
    """Three roles are shown: who looks, who adds, who decides."""
    if role >= Role.GUARDIAN:
        return "管理"
    return "能记" if role >= Role.CONTRIBUTOR else "只看"


def present_family(home: Home) -> FamilyView:
    return FamilyView(
        id=home.id,
        name=home.name,
        role=home.role.name.lower(),
        shown_role=shown_role(home.role),
        relation=home.relation,
        disputed=home.disputed,
    )


async def shown(account: Account, family_id: UUID) -> FamilyView:
    return present_family(await families.one_of(account, family_id))


@bp.post("/families")
@operation(
    "Found a family",
    takes=FamilyDraft,
    example={"name": "陈家", "relation": "妈妈"},
    gives=FamilyView,
    status=201,
    refuses=(409, 503),
)
@signed_in
@limited("families", most=20, seconds=3600)
@creates(shown)
async def found(request: Request, account: Account) -> UUID:
    draft = read(request, FamilyDraft)
    return (await families.found(account, draft.name, draft.relation)).id


@bp.get("/families/<family_id:uuid>")
@operation("One of the account's families", gives=FamilyView)
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(await shown(account, family_id))


@bp.put("/families/<family_id:uuid>")
@operation(
    "Call a family something else",
    takes=FamilyChange,
    example={"name": "陈家大院"},
    gives=FamilyView,
    refuses=(403, 409, 503),
)
@signed_in
@limited("family-names", most=20, seconds=600)
async def rename(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await families.rename(account, family_id, read(request, FamilyChange).name)
    return ok(await shown(account, family_id))
