"""Authority: who may do what to a family, to a child, to what they made."""

from datetime import datetime
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Dispute, Family, Membership, Role
from models.people.students import Student, StudentAccount
from service.foundation import limits, settings
from service.foundation.database import query
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.trust.access.viewers import OF_AGE, born_by

AS_MANY_AS = 3
"""All members of a family together may ask for what so many of them may."""


async def family_for(account: Account, family_id: UUID, at_least: Role) -> Family:
    """A family of the account's in which it stands at `at_least` or higher."""
    membership = await Membership.get_or_none(
        account_id=account.id, family_id=family_id, until=None
    ).select_related("family")
    if membership is None:
        raise NotFound
    count_family(family_id)
    if membership.role < at_least:
        raise Forbidden("role.too_low", "这件事需要家里的管理人来做")
    return membership.family


def count_family(family_id: UUID) -> None:
    """One more thing for a family, by one who is of it: nobody else uses up what it may ask for."""
    most = settings.current().most_requests * AS_MANY_AS
    if most:
        limits.allow_here("family", str(family_id), most=most, seconds=60)


async def guarded_family(account: Account, family_id: UUID) -> Family:
    """A family whose guardian the account is."""
    return await family_for(account, family_id, Role.GUARDIAN)


async def student_of(family_id: UUID, student_id: UUID | None) -> Student | None:
    """The family's child that a request names; None where it names none."""
    if student_id is None:
        return None
    student = await Student.get_or_none(id=student_id, family_id=family_id, erased_at=None)
    if student is None:
        raise NotFound
    return student


async def student_self(account: Account, student_id: UUID) -> Student | None:
    """The student who acts with this account, its own or a lent one; None for everybody else."""
    own = await StudentAccount.get_or_none(
        account_id=account.id, student_id=student_id, until=None
    ).select_related("student")
    return own.student if own else None


async def deciding_for(account: Account, family_id: UUID, student_id: UUID | None) -> None:
    """Require that the account decides for the child, or for the family's own things.

    A guardian decides until the child is 18 and signs in; from then on the child alone does.
    """
    if student_id is None:
        await guarded_family(account, family_id)
        return
    oneself = await student_self(account, student_id)
    if oneself is None:
        await guarded_family(account, family_id)
    student = await student_of(family_id, student_id)
    adult = student is not None and student.birth_date <= born_by(OF_AGE)
    if oneself is not None and (account.is_lent or not adult):
        raise Forbidden("student.not_of_age", "这件事要请监护人来做")
    signs_in = StudentAccount.filter(student_id=student_id, until=None, lent=False)
    if oneself is None and adult and await signs_in.exists():
        raise Forbidden("student.grown", "孩子已经成年，这件事由本人决定")


async def taking_home(account: Account, family_id: UUID, student_id: UUID | None) -> bool:
    """Require that the account may have an archive packed; True where it is a child's own, by it.

    A child may once it decides for itself. A guardian may always: what is packed is what it reads.
    """
    if student_id and await student_self(account, student_id):
        await deciding_for(account, family_id, student_id)
        return True
    await guarded_family(account, family_id)
    await student_of(family_id, student_id)
    return False


_VOUCHED = """
select 1 from student_accounts own join students s on s.id = own.student_id
join memberships m on m.family_id = s.family_id
where own.account_id = $1 and own.lent and own.until is null
and s.erased_at is null and s.birth_date > $3
and m.account_id = $2 and m.until is null and m.role >= $4 and m.since <= $5
"""


async def is_vouched_for(account: Account, since: datetime) -> bool:
    """Whether the guardian who lent the phone guards the child now, and has since that moment."""
    guards = account.id, account.vouched_by_id, born_by(OF_AGE), Role.GUARDIAN.value, since
    return bool(await query(_VOUCHED, *guards))


async def contributing_to(
    account: Account, family_id: UUID, student_id: UUID | None, at_least: Role = Role.CONTRIBUTOR
) -> bool:
    """Require that the account may add to the archive; True where it adds as the student itself.

    A student adds to the own archive alone, and no further than the family reads.
    """
    if student_id and at_least <= Role.CONTRIBUTOR and await student_self(account, student_id):
        await student_of(family_id, student_id)
        return True
    await family_for(account, family_id, at_least)
    await student_of(family_id, student_id)
    return False


async def hold(family_id: UUID) -> None:
    """Let an erasure in the family wait for the caller's transaction; before its rows are locked.

    An erasure takes the family first, so whoever takes it last would wait in a circle with it.
    """
    await query("select 1 from families where id = $1 for key share", family_id)


async def hold_steady(family_id: UUID) -> None:
    """Let whatever changes the family itself wait too: a dispute, a leaving, a withdrawal."""
    await query("select 1 from families where id = $1 for share", family_id)


async def require_undisputed(family_id: UUID) -> None:
    """Refuse to show or to delete anything while the guardians of a family are in dispute.

    Whoever declares one meanwhile waits for the caller's transaction.
    """
    await hold_steady(family_id)
    if await Dispute.exists(family_id=family_id, settled_at=None):
        raise Conflict("family.disputed", "家里的管理人之间有分歧，商量好之前不能分享或删除")
