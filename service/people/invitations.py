"""Invitations: a guardian's code that lets relatives into the family, as a card with one tap."""

from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Invitation, Membership, Relation, Role
from models.people.students import Student, StudentInvitation
from models.trust.notices import NoticeKind
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.errors import Invalid, NotFound
from service.people import families, memberships
from service.trust import access, audit, kinship

LIFE = timedelta(days=7)
MOST_USES = 20


async def issue(
    guardian: Account, family_id: UUID, role: Role, uses: int, relation: Relation | None = None
) -> Invitation:
    """Invite relatives; nobody is invited above editor. A card names the relation beforehand."""
    if role > Role.EDITOR:
        raise Invalid.field("role", "invitation.role", "邀请的家人最高是能记的身份")
    async with transaction():
        await access.guarded_family(guardian, family_id)
        invitation_id = uuid7()
        invitation = await Invitation.create(
            id=invitation_id,
            created_at=clock.now(),
            family_id=family_id,
            issued_by=guardian,
            code_hash=tokens.hashed(tokens.derived_code("invitation", invitation_id)),
            role=role,
            relation=relation,
            uses_left=uses,
            expires_at=clock.now() + LIFE,
        )
        await audit.record(guardian, "invitation.issued", invitation)
    return invitation


def code_of(invitation: Invitation) -> str:
    """The code that its issuer hands on (128 bits; only its hash is stored)."""
    return tokens.derived_code("invitation", invitation.id)


async def issued(guardian: Account, invitation_id: UUID) -> Invitation:
    """An invitation that the account itself issued."""
    own = Invitation.get_or_none(id=invitation_id, issued_by=guardian)
    invitation = await own.select_related("issued_by")
    if invitation is None:
        raise NotFound
    return invitation


async def open_in(guardian: Account, family_id: UUID) -> list[Invitation]:
    """The invitations that still let somebody into a family, latest first, to its guardians."""
    await access.guarded_family(guardian, family_id)
    guardians = await kinship.guardians_of(family_id)
    living = _living().filter(family_id=family_id, issued_by_id__in=guardians, uses_left__gt=0)
    return await living.select_related("issued_by").order_by("-id")


async def looked_at(account: Account, code: str) -> Invitation:
    """What a card says, with family and issuer, to somebody whom it would let in now."""
    invitation = await _of(code)
    if not await _lets_in(account, invitation):
        raise NotFound
    return invitation


async def accept(account: Account, code: str, relation: Relation | None = None) -> Membership:
    """Join with a code, as what the guest says or else the card. A member stays what they are.

    The family is locked before the code is believed, so that racers come one after the other.
    """
    async with transaction():
        await families.lock((await _of(code)).family_id)
        invitation = await _of(code)
        before = await families.membership_or_none(account, invitation.family_id)
        if before:
            return before
        if not await _lets_in(account, invitation):
            raise NotFound
        called = relation or invitation.relation
        if called is None:
            raise Invalid.field("relation", "relation.required", "选一选你是家里的谁")
        invitation.uses_left -= 1
        await invitation.save(update_fields=["uses_left"])
        membership = await families.join(account, invitation.family_id, invitation.role, called)
        await audit.record(account, "family.joined", membership)
        await memberships.tell_guardians(NoticeKind.MEMBER_JOINED, membership, but=account)
    return membership


async def revoke(guardian: Account, invitation_id: UUID) -> None:
    """End an invitation at once. Any guardian of the family may; again is fine."""
    async with transaction():
        invitation = await Invitation.get_or_none(id=invitation_id)
        if invitation is None:
            raise NotFound
        await access.guarded_family(guardian, invitation.family_id)
        await families.lock(invitation.family_id)
        unrevoked = Invitation.filter(id=invitation_id, revoked_at=None)
        if await unrevoked.update(revoked_at=clock.now()):
            await audit.record(guardian, "invitation.revoked", invitation)


async def revoke_of(account_id: UUID, family_id: UUID) -> None:
    """End what a leaver has issued, to relatives and to students, with the membership."""
    unrevoked = Invitation.filter(issued_by_id=account_id, revoked_at=None)
    await unrevoked.filter(family_id=family_id).update(revoked_at=clock.now())
    children = Student.filter(family_id=family_id).values("id")
    unused = StudentInvitation.filter(issued_by_id=account_id, used_at=None, revoked_at=None)
    await unused.filter(student_id__in=Subquery(children)).update(revoked_at=clock.now())


def _living() -> QuerySet[Invitation]:
    return Invitation.filter(revoked_at=None, expires_at__gt=clock.now())


async def _of(code: str) -> Invitation:
    """The invitation of a code, while it lives and its issuer is still a guardian."""
    living = _living().filter(code_hash=tokens.hashed(code))
    invitation = await living.get_or_none().select_related("family", "issued_by")
    if invitation is None:
        raise NotFound
    if invitation.issued_by_id not in await kinship.guardians_of(invitation.family_id):
        raise NotFound
    return invitation


async def _lets_in(account: Account, invitation: Invitation) -> bool:
    """Whether there is room, and the guest has not left or been removed since it was issued."""
    left = Membership.filter(
        account_id=account.id, family_id=invitation.family_id, until__gte=invitation.created_at
    )
    return invitation.uses_left > 0 and not await left.exists()
