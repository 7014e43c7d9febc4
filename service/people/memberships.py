"""Memberships: who belongs to a family, as what, how that changes and how it ends."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Membership, Relation, Role
from models.trust.erasures import ErasedKind
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.people import families
from service.trust import access, audit, kinship, notices, personal_data

Reaction = Callable[[UUID, UUID], Awaitable[None]]
_when_ended: list[Reaction] = []
_EMPTY = {"families": 1, "memberships": 1, "persons": 1}
"""So many rows a family has that its owner has founded and left as it was."""
_TRACES = {"invitations", "notices", "reminders", "replays"}


def when_ended(reaction: Reaction) -> None:
    """Run `reaction(account_id, family_id)` in the transaction that ends a membership."""
    _when_ended.append(reaction)


async def of_family(account: Account, family_id: UUID) -> list[Membership]:
    """Everybody of a family, to one of them, longest in it first."""
    await access.family_for(account, family_id, Role.VIEWER)
    return await (
        Membership.filter(family_id=family_id, until=None)
        .select_related("account")
        .order_by("since", "id")
    )


async def end(account: Account, membership_id: UUID) -> None:
    """Leave a family, or take somebody below guardian out of it; again is fine.

    Access ends with the next request. Whoever comes back has a new membership.
    """
    async with transaction():
        membership = await _named(account, membership_id)
        if membership.account_id != account.id:
            await access.guarded_family(account, membership.family_id)
        if membership.until is not None:
            return
        await _require_endable(account, membership)
        await close(account, membership)


async def close(actor: Account | None, membership: Membership) -> None:
    """End a membership with all that stood on it, in the caller's transaction; again is fine."""
    await families.lock(membership.family_id)
    await membership.refresh_from_db()
    if membership.until is not None:
        return
    membership.until = clock.now()
    await membership.save(update_fields=["until"])
    for reaction in _when_ended:
        await reaction(membership.account_id, membership.family_id)
    await audit.record(actor, "membership.ended", membership)
    await tell_guardians(NoticeKind.MEMBER_LEFT, membership, but=actor)


async def change(
    account: Account,
    membership_id: UUID,
    *,
    role: Role | None = None,
    relation: Relation | None = None,
) -> Membership:
    """Give somebody another role or relation; what is None stays."""
    async with transaction():
        membership = await _named(account, membership_id)
        if membership.until is not None:
            raise NotFound
        own = await families.membership_in(account, membership.family_id)
        before = membership.role, membership.relation
        _require_changeable(own, membership, role or membership.role)
        membership.role = role or membership.role
        membership.relation = relation or membership.relation
        if before != (membership.role, membership.relation):
            await membership.save(update_fields=["role", "relation"])
            await audit.record(account, "membership.changed", membership)
    await membership.fetch_related("account")
    return membership


async def hand_over(owner: Account, family_id: UUID, membership_id: UUID) -> None:
    """Make another guardian the owner; the former owner stays a guardian."""
    async with transaction():
        await access.family_for(owner, family_id, Role.VIEWER)
        await families.lock(family_id)
        own = await families.membership_in(owner, family_id)
        if own.role is not Role.OWNER:
            raise Forbidden("ownership.not_yours", "只有家的主人可以把家交给别人")
        heir = await Membership.get_or_none(id=membership_id, family_id=family_id, until=None)
        if heir is None:
            raise NotFound
        if heir.id == own.id:
            return
        if heir.role is not Role.GUARDIAN:
            raise Conflict("ownership.guardian_only", "先让对方成为管理人，再把家交过去")
        await access.require_undisputed(family_id)
        await pass_on(owner, own, heir)


async def pass_on(actor: Account | None, owner: Membership, heir: Membership) -> None:
    """Have one member own the family instead of another, who stays a guardian.

    The caller's transaction, which holds the family and has made sure that they may.
    """
    for membership, role in ((owner, Role.GUARDIAN), (heir, Role.OWNER)):
        membership.role = role
        await membership.save(update_fields=["role"])
    await audit.record(actor, "ownership.handed_over", heir)


async def tell_guardians(
    kind: NoticeKind, membership: Membership, *, but: Account | None = None
) -> None:
    """Tell a family's guardians of a membership, but not whoever did it."""
    told = set(await kinship.guardians_of(membership.family_id)) - {but.id if but else None}
    await notices.tell(told, kind, membership.id, membership.family_id)


async def _named(account: Account, membership_id: UUID) -> Membership:
    """One's own membership, past ones too, or one of one's family; the family's row is locked."""
    membership = await Membership.get_or_none(id=membership_id)
    if membership is None:
        raise NotFound
    if membership.account_id != account.id:
        await access.family_for(account, membership.family_id, Role.VIEWER)
    await families.lock(membership.family_id)
    membership = await Membership.get_or_none(id=membership_id)
    if membership is None:  # an erasure was waited for
        raise NotFound
    return membership


async def _require_endable(account: Account, membership: Membership) -> None:
    """Guardians are not removed by each other, and no family is left without its owner."""
    if membership.account_id == account.id:
        if membership.role is Role.OWNER and await _leaves_anything(membership.family_id):
            raise _hand_over_first()
        return
    _require_below_guardian(membership)
    await access.require_undisputed(membership.family_id)


async def _leaves_anything(family_id: UUID) -> bool:
    """Whether a family keeps more than its own name: without an owner nobody could erase it."""
    kept = await personal_data.summary(ErasedKind.FAMILY, family_id)
    return any(
        one.count > _EMPTY.get(one.kind, 0)
        for one in kept
        if not one.why and one.kind not in _TRACES
    )


def _require_changeable(own: Membership, membership: Membership, role: Role) -> None:
    """A guardian changes whoever stands below; everybody may call oneself what they are, or less.

    Ownership is only ever handed over.
    """
    oneself = own.id == membership.id
    reaches = oneself or own.role >= Role.GUARDIAN
    if not reaches or role > max(membership.role, own.role):
        raise Forbidden("role.too_low", "这件事需要家里的管理人来做")
    if role == membership.role:
        return
    if role is Role.OWNER:
        raise Invalid.field("role", "membership.ownership", "家的主人只能由现在的主人交接")
    if oneself and membership.role is Role.OWNER:
        raise _hand_over_first()
    if not oneself:
        _require_below_guardian(membership)


def _hand_over_first() -> Conflict:
    return Conflict("membership.owner", "你是家的主人，先把家交给另一位管理人，或者删除这个家")


def _require_below_guardian(membership: Membership) -> None:
    if membership.role >= Role.GUARDIAN:
        raise Forbidden("membership.guardian", "管理人之间不能互相移走或改身份，请先商量")
