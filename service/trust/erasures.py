"""Erasures: asking for deletion for good, thinking better of it, and the proof that it was done."""

from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.families import Family, Membership, Role
from models.people.students import StudentAccount
from models.trust.erasures import ErasedKind, Erasure
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, NotFound, Refusal
from service.trust import access, audit, kinship, notices, tombstones
from service.trust.access.viewers import OF_AGE, born_by

WAITING = {
    ErasedKind.STUDENT: timedelta(days=7),
    ErasedKind.FAMILY: timedelta(days=7),
    ErasedKind.ACCOUNT: timedelta(days=15),
}
"""How long whoever asked, or another guardian, may think better of it."""
IN_THE_TRASH = (ErasedKind.PHOTOS, ErasedKind.ENTRY, ErasedKind.POST)


async def ask_for_student(account: Account, student_id: UUID) -> Erasure:
    """Have a child's archive deleted for good; the erasure under way if there is one."""
    async with transaction():
        viewer = await access.viewer(account)
        student = await access.students_visible_to(viewer).get_or_none(id=student_id)
        if student is None:
            raise NotFound
        await locked(ErasedKind.STUDENT, student.id)  # before the family, as a purge takes them
        await _lock(student.family_id)
        await access.deciding_for(account, student.family_id, student.id)
        return await _ask(account, ErasedKind.STUDENT, student.id, student.family_id)


async def ask_for_family(owner: Account, family_id: UUID) -> Erasure:
    """Have a family with all it keeps deleted for good; a grown child's archive is not its own."""
    async with transaction():
        await access.family_for(owner, family_id, Role.VIEWER)
        await _lock(family_id)
        await access.family_for(owner, family_id, Role.OWNER)
        return await _ask(owner, ErasedKind.FAMILY, family_id, family_id)


async def ask_for_account(account: Account) -> Erasure:
    """Have the account deleted for good, with the families that nobody else belongs to.

    What it wrote in other families is theirs and stays, without its name.
    """
    async with transaction():
        await _lock(*await alone_in(account.id))
        await Account.filter(id=account.id).select_for_update(no_key=True).first()
        return await _ask(account, ErasedKind.ACCOUNT, account.id, None)


async def _lock(*families: UUID) -> None:
    """Racers find the first one's erasure. Before all else of a family, as when it is removed."""
    await Family.filter(id__in=families).order_by("id").select_for_update(no_key=True)


async def _ask(
    account: Account, kind: ErasedKind, subject_id: UUID, family_id: UUID | None
) -> Erasure:
    present = await waiting_for(subject_id)
    if present and not await _is_outgrown(present):
        return present
    await _require_possible(kind, subject_id, family_id, account.id)
    if present:
        await call_off(account, present)
    erasure = await begin(account, kind, subject_id, family_id, WAITING[kind])
    if family_id:
        others = {*await kinship.guardians_of(family_id)} - {account.id}
        await notices.tell(others, NoticeKind.ERASURE_ASKED, erasure.id, family_id)
    return erasure


async def _is_outgrown(erasure: Erasure) -> bool:
    """Whether a child came of age meanwhile: who asked no longer decides, and it asks anew."""
    if erasure.kind is not ErasedKind.STUDENT:
        return False
    return await _others_grown(Q(student_id=erasure.subject_id), erasure.asked_by_id)


async def begin(
    account: Account,
    kind: ErasedKind,
    subject_id: UUID,
    family_id: UUID | None,
    wait: timedelta,
) -> Erasure:
    """Begin an erasure that is carried out after `wait`, unless it is called off before.

    The caller's transaction; the caller has made sure that the account may ask for it.
    """
    now = clock.now()
    erasure = await Erasure.create(
        kind=kind,
        subject_id=subject_id,
        family_id=family_id,
        asked_by_id=account.id,
        created_at=now,
        due_at=now + wait,
    )
    await audit.record(account, "erasure.asked", erasure)
    return erasure


async def locked(kind: ErasedKind, subject_id: UUID) -> Erasure | None:
    """The erasure of a subject that can still be called off, held for the caller's transaction."""
    asked = waiting().filter(kind=kind, subject_id=subject_id)
    return await asked.select_for_update().first()


async def call_off(account: Account, erasure: Erasure) -> None:
    """Call off an erasure that the caller holds and that has not begun to remove anything."""
    erasure.cancelled_at = clock.now()
    await erasure.save(update_fields=["cancelled_at"])
    await tombstones.take_away(erasure.id)
    await audit.record(account, "erasure.cancelled", erasure)


async def waiting_for(subject_id: UUID) -> Erasure | None:
    """The erasure of an account, a child or a family that can still be cancelled."""
    return await waiting().filter(subject_id=subject_id).first()


async def refuse_while_waiting(family_id: UUID, student_id: UUID | None) -> None:
    """Refuse to show anything new outside of a family, or of a child, that is to be erased.

    A family of one goes with that account.
    """
    members = await Membership.filter(family_id=family_id, until=None).limit(2)
    alone = [one.account_id for one in members] if len(members) == 1 else []
    leaving = [family_id, *alone, *([student_id] if student_id else [])]
    if await waiting().filter(subject_id__in=leaving).exists():
        detail = "正在等待彻底删除，不能再给家里以外的人看；想分享，请先取消删除"
        raise Conflict("student.leaving", detail)


def waiting() -> QuerySet[Erasure]:
    """The erasures that were neither cancelled nor begun."""
    return Erasure.filter(cancelled_at=None, purged_at=None)


async def seen_by(account: Account, erasure_id: UUID) -> Erasure:
    """An erasure, to whoever asked for it, the guardians of the family and the child itself.

    Who has left the family since sees no more of it than the receipt. An account that is gone
    cannot look itself: its receipt is shown to whoever holds the id.
    """
    erasure = await Erasure.get_or_none(id=erasure_id)
    if erasure is None:
        raise NotFound
    kept = erasure.kind is ErasedKind.ACCOUNT and erasure.done_at
    if kept or (erasure.asked_by_id == account.id and await _is_of(account, erasure)):
        return erasure
    if not account.is_lent and await access.student_self(account, erasure.subject_id):
        return erasure
    if erasure.family_id is None or account.id not in await kinship.guardians_of(erasure.family_id):
        raise NotFound
    return erasure


async def _is_of(account: Account, erasure: Erasure) -> bool:
    """Whether it is still the asker's: while it waits, of a family only to those who are in it."""
    if erasure.family_id is None or erasure.purged_at:
        return True
    return erasure.family_id in await kinship.homes_of(account.id)


async def cancel(account: Account, erasure_id: UUID) -> None:
    """Think better of it: whoever decides for the child, the family's owner, oneself. Again is
    fine, and too late once anything was removed. What lies in the trash is restored instead.
    """
    async with transaction():
        asked = Erasure.filter(id=erasure_id).exclude(kind__in=IN_THE_TRASH)
        erasure = await asked.select_for_update().get_or_none()
        if erasure is None:
            raise NotFound
        await _require_cancelling(account, erasure)
        if erasure.purged_at:
            raise Conflict("erasure.too_late", "等待的时间已经过了，内容已经删除，不能再取消")
        if erasure.cancelled_at is None:
            await call_off(account, erasure)


async def _require_cancelling(account: Account, erasure: Erasure) -> None:
    if erasure.kind is ErasedKind.ACCOUNT or erasure.family_id is None:
        if erasure.asked_by_id != account.id:
            raise NotFound
    elif erasure.purged_at:
        await seen_by(account, erasure.id)
    elif erasure.kind is ErasedKind.FAMILY:
        await access.family_for(account, erasure.family_id, Role.OWNER)
    else:
        await access.deciding_for(account, erasure.family_id, erasure.subject_id)


async def held_up_by(erasure: Erasure) -> str:
    """Why an erasure cannot be carried out as things are, in a sentence; empty if it can."""
    try:
        await _require_possible(
            erasure.kind, erasure.subject_id, erasure.family_id, erasure.asked_by_id
        )
    except Refusal as refusal:
        return refusal.detail
    return ""


async def _require_possible(
    kind: ErasedKind, subject_id: UUID, family_id: UUID | None, asked_by: UUID
) -> None:
    """Asked again when it is due: by then a child may have grown up.

    A grown child's own archive is no matter of its parents' dispute.
    """
    oneself = grown(Q(student_id=subject_id)).filter(account_id=asked_by)
    if family_id and not await oneself.exists():
        await access.require_undisputed(family_id)
    if kind is ErasedKind.STUDENT:
        await _require_own_word(Q(student_id=subject_id), asked_by)
    if kind is ErasedKind.FAMILY:
        await _require_own_word(Q(student__family_id=subject_id), asked_by)
    if kind is not ErasedKind.ACCOUNT:
        return
    alone = await alone_in(subject_id)
    owned = Membership.filter(account_id=subject_id, until=None, role=Role.OWNER)
    if await owned.exclude(family_id__in=alone).exists():
        detail = "家里还有其他人，先把家交给另一位管理人，或者先删除这个家，再注销账号"
        raise Conflict("account.last_guardian", detail)
    for family in alone:
        await access.require_undisputed(family)
    await _require_own_word(Q(student__family_id__in=alone), asked_by)


async def _require_own_word(children: Q, asked_by: UUID) -> None:
    """The archive of a child of age, which signs in by itself, goes by that child's word alone."""
    if await _others_grown(children, asked_by):
        raise Forbidden("student.grown", "孩子已经成年，成长档案由孩子本人决定")


async def _others_grown(children: Q, account_id: UUID) -> bool:
    return await grown(children).exclude(account_id=account_id).exists()


def grown(children: Q) -> QuerySet[StudentAccount]:
    """The own sign-ins of those of these children who are of age."""
    own = StudentAccount.filter(children, until=None, lent=False)
    return own.filter(student__erased_at=None, student__birth_date__lte=born_by(OF_AGE))


async def alone_in(account_id: UUID) -> list[UUID]:
    """The families of which the account is the only member."""
    own = await Membership.filter(account_id=account_id, until=None)
    others = Membership.filter(family_id__in=[one.family_id for one in own], until=None)
    shared = {one.family_id for one in await others.exclude(account_id=account_id)}
    return [one.family_id for one in own if one.family_id not in shared]
