"""Families: founding one, and who belongs to it."""

from uuid import UUID

from models.people.accounts import Account
from models.people.families import District, Family, Membership, Relation, Role
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import access, audit


async def found(
    account: Account, name: str, relation: Relation, district: District | None = None
) -> Family:
    """Create a family that the account owns."""
    async with transaction():
        family = await Family.create(name=name, district=district)
        await join(account, family.id, Role.OWNER, relation)
        await audit.record(account, "family.founded", family)
    return family


async def join(account: Account, family_id: UUID, role: Role, relation: Relation) -> Membership:
    """Open a membership, or return the open one as it is. Part of the caller's transaction."""
    await Family.filter(id=family_id).select_for_update().first()
    present = await Membership.get_or_none(account=account, family_id=family_id, until=None)
    if present:
        return present
    return await Membership.create(
        account=account, family_id=family_id, role=role, relation=relation, since=clock.now()
    )


async def of(account: Account) -> list[Membership]:
    """The account's open memberships with their families, oldest first."""
    return (
        await Membership.filter(account=account, until=None)
        .select_related("family")
        .order_by("since")
    )


async def membership_or_none(account: Account, family_id: UUID) -> Membership | None:
    """The account's place in a family, with the family; None for a stranger."""
    return await Membership.get_or_none(
        account=account, family_id=family_id, until=None
    ).select_related("family")


async def membership_in(account: Account, family_id: UUID) -> Membership:
    """The account's place in a family, with the family; NotFound for a stranger."""
    membership = await membership_or_none(account, family_id)
    if membership is None:
        raise NotFound
    return membership


async def members(account: Account, family_id: UUID) -> list[Membership]:
    """Everybody of a family, to one of them."""
    await access.family_for(account, family_id, Role.VIEWER)
    return (
        await Membership.filter(family_id=family_id, until=None)
        .select_related("account", "family")
        .order_by("since")
    )
