"""Students: opening a child's growth archive, the child's profile, and who reads it."""

from datetime import date
from typing import Annotated
from unicodedata import normalize
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person
from models.people.students import Sex, Student, StudentAccount
from models.trust.consents import Purpose
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, Name
from service.foundation.errors import Invalid, NotFound
from service.people import comings_of_age
from service.trust import access, audit, consents, moderation
from service.trust.access import Viewer
from service.trust.consents import ConsentDraft

OLDEST_YEARS = 25
FullName = Annotated[str, Meta(max_length=32, description="For guardians and the child alone.")]
KnownSex = Annotated[Sex, Meta(description="For the growth reference alone; it may stay unsaid.")]


class StudentDraft(Draft):
    """A child's profile, and the guardian's consent to keep it."""

    family_id: UUID
    nickname: Name
    birth_date: date
    consent_version: Annotated[str, Meta(max_length=20, description="Of the text shown.")]
    full_name: FullName = ""
    sex: KnownSex | None = None


class StudentChange(Draft):
    """What is to change of a child's profile; what is left out stays."""

    nickname: Name | UnsetType = UNSET
    full_name: FullName | UnsetType = UNSET
    birth_date: date | UnsetType = UNSET
    sex: KnownSex | UnsetType | None = UNSET


async def open_archive(guardian: Account, draft: StudentDraft) -> Student:
    """Open a growth archive: the guardian's consent to keep the child's data is part of it."""
    _require_plausible(draft.birth_date)
    _require_apart(draft.nickname, draft.full_name)
    await access.guarded_family(guardian, draft.family_id)
    await moderation.require_clean(guardian, draft.nickname, "nickname")
    async with transaction():
        # whoever leaves the family at this moment comes first or finds the child
        await Family.filter(id=draft.family_id).select_for_update(no_key=True).first()
        await access.guarded_family(guardian, draft.family_id)
        person = await Person.create(
            family_id=draft.family_id, name=draft.nickname, born=draft.birth_date.isoformat()
        )
        student = await Student.create(
            family_id=draft.family_id,
            person=person,
            nickname=draft.nickname,
            full_name=draft.full_name,
            birth_date=draft.birth_date,
            sex=draft.sex,
        )
        await consents.grant(
            guardian,
            ConsentDraft(
                family_id=draft.family_id,
                purpose=Purpose.ARCHIVE,
                version=draft.consent_version,
                student_id=student.id,
            ),
        )
        await audit.record(guardian, "student.archived", student)
    return student


async def change(account: Account, student_id: UUID, draft: StudentChange) -> Student:
    """Correct a child's profile; the person that the archive tells of is called alike."""
    student = await decided_for(account, student_id)
    if isinstance(draft.nickname, str) and draft.nickname != student.nickname:
        await moderation.require_clean(account, draft.nickname, "nickname")
    async with transaction():
        await Student.filter(id=student_id).select_for_update(no_key=True).get()
        student = await decided_for(account, student_id)
        born = student.birth_date
        if _apply(student, draft):
            await comings_of_age.require_kept(account, student, born)
            await student.save(update_fields=["nickname", "full_name", "birth_date", "sex"])
            await Person.filter(id=student.person_id).update(
                name=student.nickname, born=student.birth_date.isoformat()
            )
            await _lent_to(student_id).update(nickname=student.nickname)
            await comings_of_age.take_back(student)
            await audit.record(account, "student.changed", student)
    return student


def _lent_to(student_id: UUID) -> QuerySet[Account]:
    """The account by which the child writes on a guardian's phone: called as the child is."""
    lent = StudentAccount.filter(student_id=student_id, lent=True)
    return Account.filter(id__in=Subquery(lent.values("account_id")))


def _apply(student: Student, draft: StudentChange) -> bool:
    """Write the change into the child's row, as far as it can be right; whether there was any."""
    before = _profile(student)
    if isinstance(draft.birth_date, date):
        _require_plausible(draft.birth_date)
        student.birth_date = draft.birth_date
    if isinstance(draft.nickname, str):
        student.nickname = draft.nickname
    if isinstance(draft.full_name, str):
        student.full_name = draft.full_name
    if not isinstance(draft.sex, UnsetType):
        student.sex = draft.sex  # type: ignore[assignment]
    _require_apart(student.nickname, student.full_name)
    return before != _profile(student)


def _profile(student: Student) -> tuple[str, str, date, Sex | None]:
    return student.nickname, student.full_name, student.birth_date, student.sex


def _require_plausible(birth_date: date) -> None:
    today = clock.today()
    if not today.replace(year=today.year - OLDEST_YEARS, day=1) <= birth_date <= today:
        raise Invalid.field("birth_date", "student.birth_date", "生日看起来不对，请再看一下")


def _require_apart(nickname: str, full_name: str) -> None:
    """Refuse a nickname that is the full name: the one is shown outside, the other never."""
    spelled = _spelled(full_name)
    if spelled and _spelled(nickname) == spelled:
        detail = "小名会给别人看到，请不要用孩子的全名"
        raise Invalid.field("nickname", "student.nickname_is_full_name", detail)


def _spelled(name: str) -> str:
    """A name as it is read: without spaces, dots and whatever else is put between."""
    return "".join(c for c in normalize("NFKC", name).casefold() if c.isalnum())


async def seen_by(account: Account, student_id: UUID) -> Student:
    """A child of one of the account's families, or the account's own student."""
    viewer = await access.viewer(account)
    student = await access.students_visible_to(viewer).get_or_none(id=student_id)
    if student is None:
        raise NotFound
    access.count_family(student.family_id)
    return student


async def decided_for(account: Account, student_id: UUID) -> Student:
    """A child that the account sees, and decides for: a guardian's, from 18 on its own."""
    student = await seen_by(account, student_id)
    await access.deciding_for(account, student.family_id, student.id)
    return student


async def all_seen_by(account: Account) -> list[Student]:
    """The children of the account's families, and its own student, eldest first."""
    viewer = await access.viewer(account)
    return await access.students_visible_to(viewer).order_by("birth_date", "id")


async def is_child_of(viewer: Viewer, family_id: UUID) -> bool:
    """Whether the viewer is one of the family's students, signed in as such."""
    own = access.students_visible_to(viewer).filter(id__in=viewer.selves)
    return await own.filter(family_id=family_id).exists()


async def at_home(viewer: Viewer, family_id: UUID) -> bool:
    """Whether the viewer belongs to a family, as a member or as its student."""
    return viewer.is_family(family_id) or await is_child_of(viewer, family_id)


def full_name_for(viewer: Viewer, student: Student) -> str:
    """The full name, to guardians and the child itself; empty to everybody else."""
    told = viewer.guards(student.family_id) or student.id in viewer.selves
    return student.full_name if told else ""


def shown_outside(student: Student | None) -> tuple[str, str]:
    """All that others learn of a child: nickname and age band; empty where there is no child."""
    if student is None:
        return "", ""
    return student.nickname, age_band(student.birth_date, clock.today())


def age_band(birth_date: date, on: date) -> str:
    """How old a child is shown to be outside the family: 「3岁以下」, 「6-8岁」 …

    All children of a year change bands on New Year's Day: a change on the birthday would tell it.
    """
    years = on.year - birth_date.year
    bands = ((3, "3岁以下"), (6, "3-5岁"), (9, "6-8岁"), (12, "9-11岁"), (15, "12-14岁"))
    return next((word for below, word in bands if years < below), "15岁以上")
