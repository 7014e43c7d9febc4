"""Handovers: a guardian hands the phone to the child, who writes as itself for half an hour.

The child acts by an account without WeChat, one for all its handovers, for which the guardian
vouches. It is nowhere the child's own sign-in, and lives no longer than the guardian's place.
"""

from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.base import uuid7
from models.people.accounts import Account, Session
from models.people.students import Student, StudentAccount
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.errors import Conflict, NotFound
from service.people import families, students
from service.trust import audit
from service.trust.access.viewers import OF_AGE, born_by

LIFE = timedelta(minutes=30)
DEVICE = "交给孩子用的手机"
"""What the session is called among the guardian's devices."""


async def hand_over(guardian: Account, student_id: UUID) -> Session:
    """A session for the child on the guardian's phone, in place of all earlier ones of both.

    Whoever decides for the child does, until it is 18. Neither two guardians of a child nor two
    taps of one leave more than one: they wait for each other.
    """
    async with transaction():
        student = await students.decided_for(guardian, student_id)
        if student.birth_date <= born_by(OF_AGE):
            raise Conflict("handover.grown", "孩子已经成年，请用自己的微信登录")
        await families.lock(student.family_id)
        await Account.filter(id=guardian.id).select_for_update(no_key=True).get()
        account = await _account_of(student, guardian)
        await end_of(guardian)  # what another guardian lent this child is this one's by now
        session = await _opened(account)
        await audit.record(guardian, "student.handed_over", student)
        await audit.record(account, "session.opened", session)
    return session


def token_of(session: Session) -> str:
    """The token of a lent session (128 bits; only its hash is stored)."""
    return tokens.derived_code("handover", session.id)


async def lent(guardian: Account, session_id: UUID) -> tuple[Session, UUID]:
    """A living session that the guardian has handed over, with its child; else NotFound."""
    session = await _living().filter(_by(guardian), id=session_id).get_or_none()
    lent_by = session and StudentAccount.filter(account_id=session.account_id, lent=True)
    own = await lent_by.filter(until=None).first() if lent_by else None
    if session is None or own is None:
        raise NotFound
    return session, own.student_id


async def end_of(guardian: Account) -> None:
    """End what the guardian has handed over, in the caller's transaction."""
    for session in await _living().filter(_by(guardian)):
        if await Session.filter(id=session.id, revoked_at=None).update(revoked_at=clock.now()):
            await audit.record(guardian, "session.closed", session)


def _by(guardian: Account) -> Q:
    return Q(account__vouched_by_id=guardian.id)


def _living() -> QuerySet[Session]:
    lent = Q(account__vouched_by_id__isnull=False)
    return Session.filter(lent, revoked_at=None, expires_at__gt=clock.now())


async def _account_of(student: Student, guardian: Account) -> Account:
    """The child's account for lent phones, called as the child is; the guardian vouches for it."""
    account, _ = await Account.get_or_create(openid=f"student:{student.id}")
    account.vouched_by_id, account.nickname = guardian.id, student.nickname
    await account.save(update_fields=["vouched_by_id", "nickname"])
    place = {"account_id": account.id, "student_id": student.id, "lent": True, "until": None}
    if not await StudentAccount.exists(**place):
        await StudentAccount.create(**place, since=clock.now())
    return account


async def _opened(account: Account) -> Session:
    now = clock.now()
    session = Session(id=uuid7(), account=account, device=DEVICE, created_at=now, used_at=now)
    session.token_hash = tokens.hashed(token_of(session))
    session.expires_at = now + LIFE
    await session.save(force_create=True)
    return session
