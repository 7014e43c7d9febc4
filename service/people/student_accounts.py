"""Student accounts: a guardian's code lets a child sign in as itself, and how that ends."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from models.base import uuid7
from models.people.accounts import Account
from models.people.students import StudentAccount, StudentInvitation
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.errors import Conflict, NotFound
from service.people import families, students
from service.trust import access, audit, kinship

LIFE = timedelta(days=7)


async def invite(guardian: Account, student_id: UUID) -> StudentInvitation:
    """Invite a child to sign in with a WeChat of its own: one code, for a week, for once."""
    async with transaction():
        student = await students.decided_for(guardian, student_id)
        await _require_not_signing_in(student_id)
        invitation_id = uuid7()
        invitation = await StudentInvitation.create(
            id=invitation_id,
            created_at=clock.now(),
            student=student,
            issued_by=guardian,
            code_hash=tokens.hashed(tokens.derived_code("student-invitation", invitation_id)),
            expires_at=clock.now() + LIFE,
        )
        await audit.record(guardian, "student_invitation.issued", invitation)
    return invitation


def code_of(invitation: StudentInvitation) -> str:
    """The code that its issuer hands on (128 bits; only its hash is stored)."""
    return tokens.derived_code("student-invitation", invitation.id)


async def issued(guardian: Account, invitation_id: UUID) -> StudentInvitation:
    """An invitation that the account itself issued."""
    invitation = await StudentInvitation.get_or_none(id=invitation_id, issued_by=guardian)
    if invitation is None:
        raise NotFound
    return invitation


async def open_for(guardian: Account, student_id: UUID) -> list[StudentInvitation]:
    """The invitations that still let a child in, latest first, to whoever decides for it."""
    student = await students.decided_for(guardian, student_id)
    guardians = await kinship.guardians_of(student.family_id)
    living = _living().filter(student_id=student_id, used_at=None, issued_by_id__in=guardians)
    return await living.order_by("-id")


async def revoke(guardian: Account, invitation_id: UUID) -> None:
    """End an invitation at once. Any guardian of the child may; again is fine."""
    async with transaction():
        invitation = await StudentInvitation.get_or_none(id=invitation_id)
        if invitation is None:
            raise NotFound
        student = await students.decided_for(guardian, invitation.student_id)
        await families.lock(student.family_id)
        unrevoked = StudentInvitation.filter(id=invitation_id, revoked_at=None)
        if await unrevoked.update(revoked_at=clock.now()):
            await audit.record(guardian, "student_invitation.revoked", invitation)


async def accept(account: Account, code: str) -> StudentAccount:
    """Become the student of a code, once; the same account again stays what it is.

    The family is locked before the code is believed, and then the account, so that racers leave
    one account of the student and one student of the account.
    """
    async with transaction():
        await families.lock((await _of(code)).student.family_id)
        await Account.filter(id=account.id).select_for_update(no_key=True).get()
        invitation = await _of(code)
        student = invitation.student
        own = await StudentAccount.get_or_none(account=account, until=None)
        if own and own.student_id == student.id:
            return own
        if invitation.used_at:
            raise NotFound
        if await _has_left_since(account, invitation):
            raise NotFound
        if own:
            raise Conflict("student_account.another", "这个微信已经是另一位孩子的了")
        if await families.membership_or_none(account, student.family_id):
            raise Conflict("student_account.member", "你是家里的成员，请孩子用自己的微信来打开")
        await _require_not_signing_in(student.id)
        invitation.used_at = clock.now()
        await invitation.save(update_fields=["used_at"])
        bound = await StudentAccount.create(account=account, student=student, since=clock.now())
        await audit.record(account, "student_account.opened", bound)
    return bound


async def end(account: Account, student_id: UUID) -> None:
    """Let a child sign in no longer, at once: its guardian until it is 18, or itself; again too."""
    async with transaction():
        if account.is_lent or not await access.student_self(account, student_id):
            if await _was(account, student_id):
                return
            await students.decided_for(account, student_id)
        held = StudentAccount.filter(student_id=student_id, until=None)
        for bound in await held.select_for_update():
            bound.until = clock.now()
            await bound.save(update_fields=["until"])
            await audit.record(account, "student_account.ended", bound)


async def signing_in(student_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these children who have an account of their own."""
    held = StudentAccount.filter(student_id__in=list(student_ids), until=None, lent=False)
    return set(await held.values_list("student_id", flat=True))  # type: ignore[arg-type]


async def _require_not_signing_in(student_id: UUID) -> None:
    if await signing_in([student_id]):
        raise Conflict("student_account.taken", "孩子已经用自己的微信登录了")


async def _was(account: Account, student_id: UUID) -> bool:
    """Whether the account was this student once, and is nothing to it any more."""
    if not await StudentAccount.exists(account=account, student_id=student_id):
        return False
    viewer = await access.viewer(account)
    return not await access.students_visible_to(viewer).filter(id=student_id).exists()


async def _has_left_since(account: Account, invitation: StudentInvitation) -> bool:
    """Whether the account was the student after it was issued: what was ended stays ended."""
    left = StudentAccount.filter(account=account, student_id=invitation.student_id)
    return await left.filter(until__gte=invitation.created_at).exists()


def _living() -> QuerySet[StudentInvitation]:
    return StudentInvitation.filter(revoked_at=None, expires_at__gt=clock.now())


async def _of(code: str) -> StudentInvitation:
    """The invitation of a code, while it lives and its issuer still decides for the child."""
    living = _living().filter(code_hash=tokens.hashed(code), student__erased_at=None)
    invitation = await living.get_or_none().select_related("student")
    if invitation is None:
        raise NotFound
    if invitation.issued_by_id not in await kinship.guardians_of(invitation.student.family_id):
        raise NotFound
    return invitation
