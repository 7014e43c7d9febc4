"""Erasing people: what stays of an account, a child or a family is a row without any words."""

from datetime import date
from uuid import UUID

from models.people.accounts import Account, Session
from models.people.families import Dispute, Family, Invitation, Membership, Succession
from models.people.persons import Person
from models.people.regions import Household
from models.people.schools import ClassStaff, Enrolment
from models.people.staff import Appointment
from models.people.students import ComingOfAge, Student, StudentAccount, StudentInvitation
from models.trust.erasures import ErasedKind
from service.foundation import clock
from service.foundation.database import query
from service.people import class_cards, desks, memberships
from service.trust.personal_data import Holding

ERASED_NAME = "已注销的用户"
"""What relatives read beside that which an erased account left in their archive."""
UNKNOWN_BIRTH = date(1, 1, 1)

_OF_FAMILY = "属于家庭的档案，由家里决定去留"
_OF_STUDENT = {
    ErasedKind.STUDENT: "student_id = $1",
    ErasedKind.FAMILY: "student_id in (select id from students where family_id = $1)",
}


async def _erase_accounts(ids: list[UUID]) -> None:
    await query(
        "update accounts set openid = 'erased:' || id, unionid = null, nickname = $2,"
        " avatar_id = null, phone_sealed = null, erased_at = $3 where id = any($1::uuid[])",
        *(ids, ERASED_NAME, clock.now()),
    )


async def _erase_families(ids: list[UUID]) -> None:
    await Family.filter(id__in=ids).update(name="", erased_at=clock.now())


async def _erase_students(ids: list[UUID]) -> None:
    """The child, and the person that the child is in the family."""
    await query(
        "update persons set name = '', relation = '', born = '', died = '', account_id = null,"
        " removed_at = $2 where id in (select person_id from students where id = any($1::uuid[]))",
        *(ids, clock.now()),
    )
    await Student.filter(id__in=ids).update(
        nickname="",
        full_name="",
        birth_date=UNKNOWN_BIRTH,
        sex=None,
        avatar_id=None,
        erased_at=clock.now(),
    )


async def _close_memberships(ids: list[UUID]) -> None:
    """Leave the families that live on, with all that stood on the memberships."""
    for membership in await Membership.filter(id__in=ids).order_by("family_id"):
        await memberships.close(None, membership)


async def _unlink_persons(ids: list[UUID]) -> None:
    """The families keep their persons, but none by the nickname that the account had."""
    await query(
        "update persons p set account_id = null, name = case when p.name = a.nickname"
        " then coalesce(nullif(p.relation, ''), '家人') else p.name end"
        " from accounts a where a.id = p.account_id and p.id = any($1::uuid[])",
        ids,
    )


async def _close_households(ids: list[UUID]) -> None:
    """The number stays taken for good; where exactly the family lived does not."""
    await query(
        "update households set until = coalesce(until, $2), region_id = district_id"
        " where id = any($1::uuid[])",
        *(ids, clock.now()),
    )


async def _end_offices(ids: list[UUID]) -> None:
    await query(
        "update appointments set name = '', until = coalesce(until, $2) where id = any($1::uuid[])",
        *(ids, clock.now()),
    )


async def _end_class_staff(ids: list[UUID]) -> None:
    await query(
        "update class_staff set name = '', until = least(until, $2) where id = any($1::uuid[])",
        *(ids, clock.today()),
    )


_LENT = {
    ErasedKind.STUDENT: "id in (select account_id from student_accounts where lent and "
    "student_id = $1)",
    ErasedKind.FAMILY: "id in (select account_id from student_accounts where lent and "
    "student_id in (select id from students where family_id = $1))",
}
"""The account by which a child wrote on a guardian's phone: it is called as the child is."""

_IN_A_SUCCESSION = (
    "decided_by_id = $1 or exists (select 1 from memberships m"
    " where m.account_id = $1 and m.id in (successions.owner_id, successions.heir_id))"
)
"""Asked for, to be taken from, or approved as an archivist."""

_NAMED_OR_OPEN = "account_id = $1 and (name <> '' or until is null)"

HOLDINGS = [
    Holding(
        StudentInvitation,
        "给孩子的登录邀请",
        _OF_STUDENT,
        stays={ErasedKind.ACCOUNT: "issued_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(StudentAccount, "孩子的登录", _OF_STUDENT | {ErasedKind.ACCOUNT: "account_id = $1"}),
    Holding(ComingOfAge, "14岁和18岁的提醒", _OF_STUDENT),
    Holding(Enrolment, "班级", _OF_STUDENT),
    *class_cards.HOLDINGS,
    Holding(ClassStaff, "任教的班级", {ErasedKind.ACCOUNT: _NAMED_OR_OPEN}, clear=_end_class_staff),
    Holding(Appointment, "职务", {ErasedKind.ACCOUNT: _NAMED_OR_OPEN}, clear=_end_offices),
    Holding(
        Dispute,
        "家里的分歧",
        {ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "opened_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(
        Succession,
        "接手这个家的申请",
        {ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: _IN_A_SUCCESSION},
        why=_OF_FAMILY,
    ),
    Holding(
        Invitation,
        "家人邀请",
        {ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "issued_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(
        Household,
        "家庭编号的登记",
        {ErasedKind.FAMILY: "family_id = $1 and (until is null or region_id <> district_id)"},
        clear=_close_households,
    ),
    Holding(
        Student,
        "孩子的资料",
        {
            ErasedKind.STUDENT: "id = $1 and erased_at is null",
            ErasedKind.FAMILY: "family_id = $1 and erased_at is null",
        },
        clear=_erase_students,
    ),
    Holding(
        Person,
        "家里人的名字",
        {ErasedKind.FAMILY: "family_id = $1 and id not in (select person_id from students)"},
    ),
    Holding(Person, "家里人的名字", {ErasedKind.ACCOUNT: "account_id = $1"}, clear=_unlink_persons),
    Holding(Membership, "谁是家里人", {ErasedKind.FAMILY: "family_id = $1"}),
    Holding(
        Membership,
        "谁是家里人",
        {ErasedKind.ACCOUNT: "account_id = $1 and until is null"},
        stays={ErasedKind.ACCOUNT: "account_id = $1 and until is not null"},
        why="曾经是家里人，只留一个编号，没有名字",
        clear=_close_memberships,
    ),
    *desks.HOLDINGS,
    Holding(Session, "登录的设备", {ErasedKind.ACCOUNT: "account_id = $1"}),
    Holding(
        Family,
        "家庭资料",
        {ErasedKind.FAMILY: "id = $1 and erased_at is null"},
        clear=_erase_families,
    ),
    Holding(
        Account,
        "账号资料",
        {ErasedKind.ACCOUNT: "id = $1 and erased_at is null"},
        clear=_erase_accounts,
    ),
    Holding(Account, "账号资料", _LENT, clear=_erase_accounts),
]
