"""Families: founding one, naming it, and the account's own place in each."""

from dataclasses import dataclass
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Family, Membership, Relation, Role
from models.people.students import StudentAccount
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import Conflict, NotFound
from service.people import persons
from service.trust import access, audit, moderation

_HOMES = """
select f.id, f.name, m.role, m.relation, exists (
        select 1 from disputes d where d.family_id = f.id and d.settled_at is null) as disputed
from memberships m join families f on f.id = m.family_id
where m.account_id = $1 and m.until is null and ($2::uuid is null or m.family_id = $2)
order by m.since
"""
"""One statement for what every phone asks when it opens."""


@dataclass(frozen=True)
class Home:
    """An account's open place in a family, with what is to be known of that family."""

    id: UUID
    name: str
    role: Role
    relation: Relation
    disputed: bool


async def found(account: Account, name: str, relation: Relation) -> Family:
    """Create a family that the account owns; its name is one that WeChat has passed."""
    await moderation.require_clean(account, name, "name")
    async with transaction():
        family = await Family.create(name=name)
        await join(account, family.id, Role.OWNER, relation)
        await audit.record(account, "family.founded", family)
    return family


async def rename(guardian: Account, family_id: UUID, name: str) -> None:
    """Call a family something else; others read its name, so WeChat has to pass it first."""
    await access.guarded_family(guardian, family_id)
    await moderation.require_clean(guardian, name, "name")
    async with transaction():
        await access.guarded_family(guardian, family_id)
        if not await Family.filter(id=family_id, erased_at=None).update(name=name):
            raise NotFound  # an erasure was waited for
        await audit.record(guardian, "family.renamed", family_id)


async def lock(family_id: UUID) -> None:
    """Let everybody who writes about a family's members wait until the caller has committed.

    Not the key: what is recorded for the family meanwhile refers to its row and need not wait.
    """
    await Family.filter(id=family_id).select_for_update(no_key=True).first()


async def join(account: Account, family_id: UUID, role: Role, relation: Relation) -> Membership:
    """Open a membership, or return the open one as it is. Part of the caller's transaction."""
    await lock(family_id)
    present = await Membership.get_or_none(account=account, family_id=family_id, until=None)
    if present:
        return present
    if await StudentAccount.exists(account=account, student__family_id=family_id, until=None):
        raise Conflict("membership.student", "你是这个家的孩子，用自己的身份看就好")
    await persons.of_member(account, family_id, relation)
    return await Membership.create(
        account=account, family_id=family_id, role=role, relation=relation, since=clock.now()
    )


async def of(account: Account) -> list[Home]:
    """The account's homes, oldest first."""
    return await _homes(account, None)


async def one_of(account: Account, family_id: UUID) -> Home:
    """The account's home in this family; NotFound for a stranger."""
    for home in await _homes(account, family_id):
        return home
    raise NotFound


async def _homes(account: Account, family_id: UUID | None) -> list[Home]:
    rows = await query(_HOMES, account.id, family_id)
    return [
        Home(row["id"], row["name"], Role(row["role"]), Relation(row["relation"]), row["disputed"])
        for row in rows
    ]


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
    access.count_family(family_id)
    return membership
