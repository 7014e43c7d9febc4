"""Invitations: a guardian hands on a code, a relative joins with it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment, RoleWord
from handlers.people import families as family_handlers
from handlers.people.families import FamilyView
from models.people.accounts import Account
from models.people.families import Relation, Role
from service.foundation.drafts import Draft
from service.people import invitations

bp = Blueprint("invitations")


class InvitationDraft(Draft):
    """Whom to let in."""

    role: Literal["viewer", "contributor", "editor"] = "contributor"
    uses: Annotated[int, Meta(ge=1, le=invitations.MOST_USES, description="How many.")] = 1


class InvitationView(msgspec.Struct):
    """An invitation as its issuer hands it on."""

    id: UUID
    code: str
    role: RoleWord
    expires_at: Moment


class Acceptance(Draft):
    """A relative's yes."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    relation: Relation


async def shown(account: Account, invitation_id: UUID) -> InvitationView:
    invitation = await invitations.issued(account, invitation_id)
    return InvitationView(
        invitation.id,
        invitations.code_of(invitation),
        invitation.role.name.lower(),
        invitation.expires_at,
    )


@bp.post("/families/<family_id:uuid>/invitations")
@operation(
    "Invite relatives",
    takes=InvitationDraft,
    example={"role": "contributor", "uses": 2},
    gives=InvitationView,
    status=201,
    refuses=(403,),
)
@signed_in
@creates(shown)
async def issue(request: Request, account: Account, family_id: UUID) -> UUID:
    draft = read(request, InvitationDraft)
    role = Role[draft.role.upper()]
    return (await invitations.issue(account, family_id, role, draft.uses)).id


@bp.post("/memberships")
@operation(
    "Join a family with a code",
    takes=Acceptance,
    example={"code": "Zr8Qm2Vt6XcK1pLd9WbN4g", "relation": "爷爷"},
    gives=FamilyView,
    status=201,
    refuses=(404,),
)
@signed_in
@limited("join", most=10, seconds=600)
@creates(family_handlers.shown)
async def accept(request: Request, account: Account) -> UUID:
    draft = read(request, Acceptance)
    return (await invitations.accept(account, draft.code, draft.relation)).family_id
