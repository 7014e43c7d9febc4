"""Disputes: guardians who disagree freeze sharing and deletion until it is settled.

Whoever opened a dispute takes it back, or the archivists of the family's district settle it. It
also ends when the one who opened it leaves the family: nobody else could take it back.
"""

from uuid import UUID

from models.people.accounts import Account
from models.people.families import Dispute, Role
from models.people.regions import Household
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import Forbidden, NotFound
from service.people import families
from service.trust import access, audit, jurisdiction, kinship, notices

_AT_HOME = "dispute.of_family", "这是自己家的分歧，要由别的档案人员来调解"


async def declare(guardian: Account, family_id: UUID) -> Dispute:
    """Open a dispute in a family, or return the one that is open."""
    async with transaction():
        await access.guarded_family(guardian, family_id)
        await families.lock(family_id)
        await access.guarded_family(guardian, family_id)  # it may have waited for their leaving
        present = await _open_in(family_id)
        if present:
            return present
        dispute = await Dispute.create(family_id=family_id, opened_by=guardian)
        await audit.record(guardian, "dispute.opened", dispute)
        await _tell(NoticeKind.DISPUTE_OPENED, dispute, but=guardian)
    return dispute


async def take_back(account: Account, family_id: UUID) -> None:
    """End the dispute that the account itself opened; again is fine."""
    async with transaction():
        await access.family_for(account, family_id, Role.VIEWER)
        await families.lock(family_id)
        dispute = await _open_in(family_id)
        if dispute and dispute.opened_by_id == account.id:
            await _end(account, "dispute.taken_back", dispute)
            return
        await access.guarded_family(account, family_id)
        if dispute:
            raise Forbidden("dispute.not_yours", "由提出的管理人撤回，或者请区里的档案人员来调解")


async def take_back_of(account_id: UUID, family_id: UUID) -> None:
    """End what a leaver had opened, in the transaction of the leaving."""
    dispute = await _open_in(family_id)
    if dispute and dispute.opened_by_id == account_id:
        await _end(None, "dispute.taken_back", dispute)


async def settle(archivist: Account, dispute_id: UUID) -> None:
    """End a dispute as an archivist of the family's district or of the city; again is fine."""
    async with transaction():
        await families.lock((await _to_settle(archivist, dispute_id)).family_id)
        dispute = await _to_settle(archivist, dispute_id)  # it may have waited for an erasure
        if dispute.settled_at is None:
            await _end(archivist, "dispute.settled", dispute)


async def _to_settle(archivist: Account, dispute_id: UUID) -> Dispute:
    """A dispute that is the account's to settle, by where the household is; none at home."""
    dispute = await Dispute.get_or_none(id=dispute_id)
    if dispute is None:
        raise NotFound
    await jurisdiction.household_before(archivist, dispute.family_id, at_home=_AT_HOME)
    return dispute


async def seen_by(account: Account, dispute_id: UUID) -> Dispute:
    """A dispute of one of the account's families."""
    dispute = await Dispute.get_or_none(id=dispute_id)
    if dispute is None:
        raise NotFound
    await access.family_for(account, dispute.family_id, Role.VIEWER)
    return dispute


async def before(archivist: Account) -> list[tuple[Dispute, Household]]:
    """The open disputes that the account may settle, oldest first, with the households."""
    undecided = Dispute.filter(settled_at=None)
    homes = await jurisdiction.households_before(archivist, undecided)
    found = await undecided.filter(family_id__in=[*homes]).order_by("id")
    return [(dispute, homes[dispute.family_id]) for dispute in found]


async def _open_in(family_id: UUID) -> Dispute | None:
    return await Dispute.get_or_none(family_id=family_id, settled_at=None)


async def _end(actor: Account | None, action: str, dispute: Dispute) -> None:
    dispute.settled_at = clock.now()
    await dispute.save(update_fields=["settled_at"])
    await audit.record(actor, action, dispute)
    await _tell(NoticeKind.DISPUTE_SETTLED, dispute, but=actor)


async def _tell(kind: NoticeKind, dispute: Dispute, *, but: Account | None) -> None:
    told = set(await kinship.guardians_of(dispute.family_id)) - {but.id if but else None}
    await notices.tell(told, kind, dispute.id, dispute.family_id)
