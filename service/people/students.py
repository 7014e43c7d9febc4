"""Students: opening a child's growth archive, and reading the child's profile."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.people.accounts import Account
from models.people.students import Student
from models.trust.consents import Purpose
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, Name
from service.foundation.errors import Invalid, NotFound
from service.trust import access, audit, consents
from service.trust.consents import ConsentDraft

OLDEST_YEARS = 25


class StudentDraft(Draft):
    """A child's profile, and the guardian's consent to keep it."""

    family_id: UUID
    nickname: Name
    birth_date: date
    consent_version: Annotated[str, Meta(max_length=20, description="Of the text shown.")]
    full_name: Annotated[str, Meta(max_length=32, description="Never leaves the family.")] = ""


async def open_archive(guardian: Account, draft: StudentDraft) -> Student:
    """Open a growth archive: the guardian's consent to keep the child's data is part of it."""
    _plausible(draft.birth_date)
    async with transaction():
        await access.guarded_family(guardian, draft.family_id)
        student = await Student.create(
            family_id=draft.family_id,
            nickname=draft.nickname,
            full_name=draft.full_name,
            birth_date=draft.birth_date,
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


def _plausible(birth_date: date) -> None:
    today = clock.today()
    if not today.replace(year=today.year - OLDEST_YEARS, day=1) <= birth_date <= today:
        raise Invalid.field("birth_date", "student.birth_date", "生日看起来不对，请再看一下")


async def seen_by(account: Account, student_id: UUID) -> Student:
    """A child of one of the account's families."""
    viewer = await access.viewer(account)
    student = await access.students_visible_to(viewer).get_or_none(id=student_id)
    if student is None:
        raise NotFound
    return student


async def all_seen_by(account: Account) -> list[Student]:
    """The children of the account's families, eldest first."""
    viewer = await access.viewer(account)
    return await access.students_visible_to(viewer).order_by("birth_date", "id")


def shown_outside(student: Student | None) -> tuple[str, str]:
    """All that others learn of a child: nickname and age band; empty where there is no child."""
    if student is None:
        return "", ""
    return student.nickname, age_band(student.birth_date, clock.today())


def age_band(birth_date: date, on: date) -> str:
    """How old a child is shown to be outside the family: 「3岁以下」, 「6-8岁」 …"""
    years = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    bands = ((3, "3岁以下"), (6, "3-5岁"), (9, "6-8岁"), (12, "9-11岁"), (15, "12-14岁"))
    return next((word for below, word in bands if years < below), "15岁以上")
