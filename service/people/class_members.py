"""Class members: a class's teachers, its children and their guardians, as they are today."""

from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.families import Role
from models.people.schools import ClassStaff, Enrolment
from models.people.students import Student
from models.trust.consents import Consent, Purpose
from service.foundation import clock
from service.foundation.database import query
from service.people.classes import present

_BELONGS = """
select exists (
    select 1 from class_staff c
    where c.account_id = $1 and c.school_class_id = $2 and c.confirmed_at is not null
    and c.since <= $3 and (c.until is null or c.until > $3)
) or exists (
    select 1 from enrolments e join students s on s.id = e.student_id
    where e.school_class_id = $2 and e.confirmed_at is not null
    and e.since <= $3 and (e.until is null or e.until > $3) and s.erased_at is null
    and (exists (select 1 from memberships m where m.family_id = s.family_id
            and m.account_id = $1 and m.until is null and m.role >= $4)
        or exists (select 1 from student_accounts o where o.student_id = s.id
            and o.account_id = $1 and o.until is null))
) as belongs
"""


async def belongs(account: Account, class_id: UUID) -> bool:
    """Whether the account teaches the class, is one of its children, or guards one of them."""
    rows = await query(_BELONGS, account.id, class_id, clock.today(), Role.GUARDIAN.value)
    return rows[0]["belongs"]


def children_of(class_id: UUID) -> QuerySet[Student]:
    """The children whom the class's staff has taken in."""
    enrolled = Enrolment.filter(present(), school_class_id=class_id, confirmed_at__isnull=False)
    return Student.filter(id__in=Subquery(enrolled.values("student_id")), erased_at=None)


def shown_children_of(class_id: UUID) -> QuerySet[Student]:
    """Those of them of whom the class may learn: the consent to class view was not taken back."""
    agreed = Consent.filter(purpose=Purpose.CLASS, withdrawal__id__isnull=True)
    return children_of(class_id).filter(id__in=Subquery(agreed.values("student_id")))


async def teacher_of(account: Account, student_id: UUID | None) -> ClassStaff | None:
    """The account's place as a teacher of a class that the child is in; None for all others."""
    enrolled = Enrolment.filter(present(), student_id=student_id, confirmed_at__isnull=False)
    return await ClassStaff.filter(
        present(),
        account_id=account.id,
        confirmed_at__isnull=False,
        school_class_id__in=Subquery(enrolled.values("school_class_id")),
    ).first()


async def teaches(account: Account, class_id: UUID) -> bool:
    """Whether the account is a confirmed teacher of the class."""
    held = ClassStaff.filter(present(), account_id=account.id, school_class_id=class_id)
    return await held.filter(confirmed_at__isnull=False).exists()


_GUARDIANS = """
select distinct m.account_id from memberships m join students s on s.family_id = m.family_id
where s.id = any($1::uuid[]) and m.until is null and m.role >= $2
"""


async def guardians_of_shown(class_id: UUID) -> list[UUID]:
    """The accounts of the guardians of the children of whom the class may learn."""
    children = [child.id for child in await shown_children_of(class_id)]
    rows = await query(_GUARDIANS, children, Role.GUARDIAN.value)
    return [row["account_id"] for row in rows]
