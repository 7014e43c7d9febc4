"""Memberships: the members of a family, their roles, leaving, removing, handing over."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment, PictureUrl, RoleWord
from handlers.people import families as family_handlers
from handlers.people.families import FamilyView, ShownRole, shown_role
from models.people.accounts import Account
from models.people.families import Membership, Relation, Role
from service.archive import avatars
from service.foundation.drafts import Draft
from service.people import memberships

bp = Blueprint("memberships")

GivenRole = Literal["viewer", "contributor", "editor", "guardian"]


class MembershipChange(Draft):
    """What is to change of a member; what is left out stays."""

    role: GivenRole | msgspec.UnsetType = msgspec.UNSET
    relation: Relation | msgspec.UnsetType = msgspec.UNSET


class HandOver(Draft):
    """Who is to be the family's owner."""

    membership_id: Annotated[UUID, Meta(description="Of another guardian.")]


class MemberView(msgspec.Struct):
    """Somebody of the family; `id` is the membership's."""

    id: UUID
    nickname: str
    role: RoleWord
    shown_role: ShownRole
    relation: Relation
    avatar: PictureUrl
    since: Moment
    oneself: Annotated[bool, Meta(description="Whether it is who asks.")]


class Members(msgspec.Struct):
    items: Annotated[list[MemberView], Meta(description="Longest in the family first.")]


async def _present_members(found: list[Membership], viewer: Account) -> list[MemberView]:
    """Members as their relatives see them; an avatar once it was checked."""
    urls = await avatars.urls(membership.account.avatar_id for membership in found)
    return [_present(one, urls.get(one.account.avatar_id, ""), viewer) for one in found]


def _present(membership: Membership, avatar: str, viewer: Account) -> MemberView:
    return MemberView(
        id=membership.id,
        nickname=membership.account.nickname,
        role=membership.role.name.lower(),
        shown_role=shown_role(membership.role),
        relation=membership.relation,
        avatar=avatar,
        since=membership.since,
        oneself=membership.account_id == viewer.id,
    )


@bp.get("/families/<family_id:uuid>/members")
@operation("Everybody of a family", gives=Members)
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    found = await memberships.of_family(account, family_id)
    return ok(Members(await _present_members(found, account)))


@bp.put("/memberships/<membership_id:uuid>")
@operation(
    "Give a member another role or relation",
    takes=MembershipChange,
    example={"role": "editor", "relation": "外婆"},
    gives=MemberView,
    refuses=(403, 409),
)
@signed_in
@limited("members", most=60, seconds=600)
async def change(request: Request, account: Account, membership_id: UUID) -> HTTPResponse:
    draft = read(request, MembershipChange)
    role = Role[draft.role.upper()] if isinstance(draft.role, str) else None
    relation = None if isinstance(draft.relation, msgspec.UnsetType) else draft.relation
    changed = await memberships.change(account, membership_id, role=role, relation=relation)
    return ok((await _present_members([changed], account))[0])


@bp.delete("/memberships/<membership_id:uuid>")
@operation("Leave a family, or take somebody out of it", status=204, refuses=(403, 409))
@signed_in
async def end(request: Request, account: Account, membership_id: UUID) -> HTTPResponse:
    await memberships.end(account, membership_id)
    return gone()


@bp.post("/families/<family_id:uuid>/ownership")
@operation(
    "Hand the family over to another guardian",
    takes=HandOver,
    example={"membership_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"},
    gives=FamilyView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@limited("ownership", most=20, seconds=3600)
@creates(family_handlers.shown)
async def hand_over(request: Request, account: Account, family_id: UUID) -> UUID:
    await memberships.hand_over(account, family_id, read(request, HandOver).membership_id)
    return family_id
