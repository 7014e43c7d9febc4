"""Invitations: a guardian hands on a card, a relative looks at it and joins with one tap."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.addresses import counted_as
from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment, RoleWord
from handlers.people import families as family_handlers
from handlers.people.families import FamilyView, ShownRole, shown_role
from models.people.accounts import Account
from models.people.families import Invitation, Relation, Role
from service.foundation import limits
from service.foundation.drafts import Draft
from service.integrations import adapters
from service.people import invitations

bp = Blueprint("invitations")


class InvitationDraft(Draft):
    """Whom to let in. With a relation it is a card: 「我是爷爷」."""

    role: Literal["viewer", "contributor", "editor"] = "contributor"
    uses: Annotated[int, Meta(ge=1, le=invitations.MOST_USES, description="How many.")] = 1
    relation: Relation | None = None


class InvitationView(msgspec.Struct):
    """An invitation as a guardian has it."""

    id: UUID
    code: Annotated[str, Meta(description="Empty for those that another guardian has issued.")]
    role: RoleWord
    shown_role: ShownRole
    relation: Relation | None
    issued_by: Annotated[str, Meta(description="A nickname.")]
    uses_left: Count
    expires_at: Moment


class Invitations(msgspec.Struct):
    items: Annotated[list[InvitationView], Meta(description="Latest first.")]


class CardView(msgspec.Struct):
    """What the card says to whoever holds it."""

    family: str
    invited_by: str
    relation: Relation | None
    shown_role: ShownRole


class Acceptance(Draft):
    """A relative's yes. The relation may be left out where the card names it."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    relation: Relation | None = None


def _present(account: Account, invitation: Invitation) -> InvitationView:
    own = invitation.issued_by_id == account.id
    return InvitationView(
        id=invitation.id,
        code=invitations.code_of(invitation) if own else "",
        role=invitation.role.name.lower(),
        shown_role=shown_role(invitation.role),
        relation=invitation.relation,
        issued_by=invitation.issued_by.nickname,
        uses_left=invitation.uses_left,
        expires_at=invitation.expires_at,
    )


async def shown(account: Account, invitation_id: UUID) -> InvitationView:
    return _present(account, await invitations.issued(account, invitation_id))


@bp.post("/families/<family_id:uuid>/invitations")
@operation(
    "Invite relatives",
    takes=InvitationDraft,
    example={"role": "contributor", "uses": 1, "relation": "爷爷"},
    gives=InvitationView,
    status=201,
    refuses=(403,),
)
@signed_in
@limited("invitations", most=60, seconds=3600)
@creates(shown)
async def issue(request: Request, account: Account, family_id: UUID) -> UUID:
    draft = read(request, InvitationDraft)
    role = Role[draft.role.upper()]
    return (await invitations.issue(account, family_id, role, draft.uses, draft.relation)).id


@bp.get("/families/<family_id:uuid>/invitations")
@operation("The open invitations of a family", gives=Invitations, refuses=(403,))
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    found = await invitations.open_in(account, family_id)
    return ok(Invitations([_present(account, invitation) for invitation in found]))


@bp.get("/invitation-codes/<code:str>")
@operation("What a card says", gives=CardView)
@signed_in
@limited("cards", most=10, seconds=600)
async def look(request: Request, account: Account, code: str) -> HTTPResponse:
    valkey = adapters().valkey
    await limits.allow(valkey, "cards-from", counted_as(request), most=100, seconds=600)
    card = await invitations.looked_at(account, code)
    return ok(
        CardView(card.family.name, card.issued_by.nickname, card.relation, shown_role(card.role))
    )


@bp.delete("/invitations/<invitation_id:uuid>")
@operation("End an invitation at once", status=204, refuses=(403,))
@signed_in
async def revoke(request: Request, account: Account, invitation_id: UUID) -> HTTPResponse:
    await invitations.revoke(account, invitation_id)
    return gone()


@bp.post("/memberships")
@operation(
    "Join a family with a code",
    takes=Acceptance,
    example={"code": "Zr8Qm2Vt6XcK1pLd9WbN4g", "relation": "爷爷"},
    gives=FamilyView,
    status=201,
    refuses=(404, 409),
)
@signed_in
@limited("join", most=10, seconds=600)
@creates(family_handlers.shown)
async def accept(request: Request, account: Account) -> UUID:
    draft = read(request, Acceptance)
    return (await invitations.accept(account, draft.code, draft.relation)).family_id
