"""Invitations: a guardian's code that lets relatives into the family."""

from datetime import timedelta
from uuid import UUID

from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Invitation, Membership, Relation, Role
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.errors import Invalid, NotFound
from service.people import families
from service.trust import access, audit

LIFE = timedelta(days=7)
MOST_USES = 20


async def issue(guardian: Account, family_id: UUID, role: Role, uses: int) -> Invitation:
    """Invite relatives; nobody is invited above editor."""
    if role > Role.EDITOR:
        raise Invalid.field("role", "invitation.role", "邀请的家人最高是能记的身份")
    async with transaction():
        await access.guarded_family(guardian, family_id)
        invitation_id = uuid7()
        invitation = await Invitation.create(
            id=invitation_id,
            family_id=family_id,
            issued_by=guardian,
            code_hash=tokens.hashed(tokens.derived_code("invitation", invitation_id)),
            role=role,
            uses_left=uses,
            expires_at=clock.now() + LIFE,
        )
        await audit.record(guardian, "invitation.issued", invitation)
    return invitation


def code_of(invitation: Invitation) -> str:
    """The code that its issuer hands on (≥ 80 bits; only its hash is stored)."""
    return tokens.derived_code("invitation", invitation.id)


async def issued(guardian: Account, invitation_id: UUID) -> Invitation:
    """An invitation that the account itself issued."""
    invitation = await Invitation.get_or_none(id=invitation_id, issued_by=guardian)
    if invitation is None:
        raise NotFound
    return invitation


async def accept(account: Account, code: str, relation: Relation) -> Membership:
    """Join with a code. A member stays what they are and uses nothing up.

    The invitation is locked first, so that racers come one after the other.
    """
    async with transaction():
        invitation = (
            await Invitation.filter(code_hash=tokens.hashed(code), expires_at__gt=clock.now())
            .select_for_update()
            .get_or_none()
        )
        if invitation is None:
            raise NotFound
        before = await families.membership_or_none(account, invitation.family_id)
        if before:
            return before
        if invitation.uses_left == 0:
            raise NotFound
        invitation.uses_left -= 1
        await invitation.save(update_fields=["uses_left"])
        membership = await families.join(account, invitation.family_id, invitation.role, relation)
        await audit.record(account, "family.joined", membership)
    return await families.membership_in(account, membership.family_id)
