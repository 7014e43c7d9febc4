"""Successions: a guardian takes a family over whose owner is out of reach for good.

The family asks, an archivist who has seen the paper approves, and two weeks later a job carries it
out. The owner ends it with one press, or by using the mini-program at all: whoever does is not out
of reach. The archive learns the household's number and the asker's relation, and nobody's name.
"""

from uuid import UUID

from models.people.accounts import Account, Session
from models.people.families import Dispute, Membership, Role, Succession, SuccessionState
from models.people.regions import Household
from models.trust.notices import NoticeKind
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import families, memberships
from service.trust import access, audit, erasures, kinship, notices

OPEN = [state for state in SuccessionState if state.may_become(SuccessionState.LAPSED)]


async def ask(guardian: Account, family_id: UUID) -> Succession:
    """Ask to take a family over; one's own that is open where there is one."""
    async with transaction():
        await access.guarded_family(guardian, family_id)
        await families.lock(family_id)
        await access.guarded_family(guardian, family_id)  # it may have waited for their leaving
        present = await _open_in(family_id)
        if present and present.heir.account_id == guardian.id:
            return present
        if present:
            raise Conflict("succession.open", "已经有一位管理人申请了，等有了结果再说")
        return await _begin(guardian, family_id)


async def _begin(guardian: Account, family_id: UUID) -> Succession:
    heir = await families.membership_in(guardian, family_id)
    if heir.role is Role.OWNER:
        raise Conflict("succession.own", "你就是这个家的主人，不用申请")
    await _require_possible(family_id)
    owner = await Membership.get(family_id=family_id, until=None, role=Role.OWNER)
    asked = await Succession.create(
        family_id=family_id, owner=owner, heir=heir, created_at=clock.now()
    )
    await audit.record(guardian, "succession.asked", asked)
    await tell(NoticeKind.SUCCESSION_ASKED, asked, but=guardian)
    return asked


async def _require_possible(family_id: UUID) -> None:
    """Whose paper the archive may look at, and who stays as they are for now."""
    if not await Household.exists(family_id=family_id, until=None):
        detail = "参加了家庭建档的家，才能请档案馆核对材料、换一位主人"
        raise Conflict("succession.no_household", detail)
    await access.require_undisputed(family_id)
    if await erasures.waiting_for(family_id):
        raise Conflict("succession.erasing", "这个家正在等待彻底删除，现在不能换主人")


async def end(account: Account, family_id: UUID) -> None:
    """Take back what one asked for oneself, or refuse it as the owner; again is fine."""
    async with transaction():
        await access.guarded_family(account, family_id)
        await families.lock(family_id)
        await access.guarded_family(account, family_id)
        asked = await _open_in(family_id)
        if asked is None:
            return
        if asked.owner.account_id == account.id:
            await conclude(account, asked, SuccessionState.REFUSED)
        elif asked.heir.account_id == account.id:
            await conclude(account, asked, SuccessionState.TAKEN_BACK)
        else:
            raise Forbidden("succession.not_yours", "申请的人才能收回，家的主人才能说不同意")


async def end_of(account_id: UUID, family_id: UUID) -> None:
    """End what a leaver had asked for, in the transaction of the leaving."""
    asked = await _open_in(family_id)
    if asked and asked.heir.account_id == account_id:
        await conclude(None, asked, SuccessionState.LAPSED)


async def of(guardian: Account, family_id: UUID) -> Succession:
    """What is open in a family, to its guardians; NotFound where nothing is."""
    await access.guarded_family(guardian, family_id)
    asked = await _open_in(family_id)
    if asked is None:
        raise NotFound
    return asked


async def seen_by(guardian: Account, succession_id: UUID) -> Succession:
    """One, open or over, to the guardians of its family."""
    asked = await one(succession_id)
    await access.guarded_family(guardian, asked.family_id)
    return asked


@jobs.job("successions.carry_out", cron="40 20 * * *")
async def carry_out() -> None:
    """Each night (04:40 in China): carry out what is due, and end what no longer stands."""
    for asked in await Succession.filter(state__in=OPEN).order_by("id"):
        await _carry_on(asked.id, asked.family_id)


async def _carry_on(succession_id: UUID, family_id: UUID) -> None:
    """One, looked at again behind the family's lock; in a dispute it waits, as an erasure does."""
    async with transaction():
        await families.lock(family_id)
        asked = await _open_in(family_id)
        if asked is None or asked.id != succession_id:
            return
        if not await stands(asked):
            await conclude(None, asked, SuccessionState.LAPSED)
        elif asked.due_at and asked.due_at <= clock.now() and not await _is_disputed(family_id):
            await memberships.pass_on(None, asked.owner, asked.heir)
            await _close(None, asked, SuccessionState.CARRIED_OUT)
            await tell(NoticeKind.SUCCESSION_CARRIED_OUT, asked, but=None)


async def stands(asked: Succession) -> bool:
    """Whether owner and heir are what they were, nothing erases the family, and no owner came."""
    roles = asked.owner.until, asked.owner.role, asked.heir.until, asked.heir.role
    if roles != (None, Role.OWNER, None, Role.GUARDIAN):
        return False
    came = Session.filter(account_id=asked.owner.account_id, used_at__gt=asked.created_at)
    return not (await came.exists() or await erasures.waiting_for(asked.family_id))


async def _is_disputed(family_id: UUID) -> bool:
    return await Dispute.exists(family_id=family_id, settled_at=None)


async def _open_in(family_id: UUID) -> Succession | None:
    asked = Succession.get_or_none(family_id=family_id, state__in=OPEN)
    return await asked.select_related("owner", "heir")


async def one(succession_id: UUID) -> Succession:
    """One with its owner and heir, whoever asks."""
    asked = await Succession.get_or_none(id=succession_id).select_related("owner", "heir")
    if asked is None:
        raise NotFound
    return asked


async def conclude(actor: Account | None, asked: Succession, state: SuccessionState) -> None:
    """End one that is locked as this, with the owner staying; the guardians are told."""
    await _close(actor, asked, state)
    await tell(NoticeKind.SUCCESSION_ENDED, asked, but=actor)


async def _close(actor: Account | None, asked: Succession, state: SuccessionState) -> None:
    asked.state = state
    await asked.save(update_fields=["state"])
    await audit.record(actor, f"succession.{state}", asked)


async def tell(kind: NoticeKind, asked: Succession, *, but: Account | None) -> None:
    """Tell the family's guardians, but not whoever did it; the caller's transaction."""
    told = set(await kinship.guardians_of(asked.family_id)) - {but.id if but else None}
    await notices.tell(told, kind, asked.id, asked.family_id)
