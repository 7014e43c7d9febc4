"""Enrolments: which class a child is in, one at a time, by its guardian's choice and consent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.expressions import Q, Subquery

from models.people.accounts import Account
from models.people.schools import Enrolment
from models.people.students import Student
from models.trust.consents import Consent, Purpose
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import NotFound
from service.people import class_staff, classes, students
from service.people.classes import present
from service.trust import access, audit, consents


class EnrolmentDraft(Draft):
    """A class, and its school's code."""

    code: Annotated[str, Meta(min_length=1, max_length=64, description="The school's.")]
    class_id: UUID


async def enrol(guardian: Account, student_id: UUID, draft: EnrolmentDraft) -> Enrolment:
    """Put a child into a class from today on, out of the one before; the same again is fine.

    It needs the living consent to class view. The child is locked, so that racers leave one class.
    """
    async with transaction():
        student = await _decided_for(guardian, student_id)
        school_class = await classes.chosen(draft.code, draft.class_id)
        await consents.require(Purpose.CLASS, student.family_id, student.id)
        await Student.filter(id=student.id).select_for_update().get()
        for held in await Enrolment.filter(present(), student_id=student.id):
            if held.school_class_id == school_class.id:
                return held
            await _close(guardian, held)
        enrolment = await Enrolment.create(
            student=student, school_class=school_class, since=clock.today()
        )
        await audit.record(guardian, "student.enrolled", enrolment)
    return enrolment


async def end(guardian: Account, enrolment_id: UUID) -> None:
    """Take a child out of its class at once; again is fine."""
    async with transaction():
        enrolment = await Enrolment.get_or_none(id=enrolment_id)
        if enrolment is None:
            raise NotFound
        await _decided_for(guardian, enrolment.student_id)
        await Student.filter(id=enrolment.student_id).select_for_update().get()
        for held in await Enrolment.filter(present(), id=enrolment_id):
            await _close(guardian, held)


async def of_student(account: Account, student_id: UUID) -> list[Enrolment]:
    """A child's classes with their schools, the latest first, to the family."""
    student = await students.seen_by(account, student_id)
    found = Enrolment.filter(student_id=student.id).select_related("school_class__school")
    return await found.order_by("-since", "-id")


async def one_seen_by(account: Account, enrolment_id: UUID) -> Enrolment:
    """One enrolment with its class and school, to the family."""
    found = Enrolment.filter(id=enrolment_id).select_related("school_class__school")
    enrolment = await found.get_or_none()
    if enrolment is None:
        raise NotFound
    await students.seen_by(account, enrolment.student_id)
    return enrolment


async def of_class(account: Account, class_id: UUID) -> list[Student]:
    """The children of a class whose consent to class view lives, to its teachers and school."""
    await class_staff.class_looked_after(account, class_id)
    enrolled = Enrolment.filter(present(), school_class_id=class_id, student__erased_at=None)
    children = [one.student for one in await enrolled.select_related("student")]
    shown = await _consented([child.id for child in children])
    return sorted(
        (child for child in children if child.id in shown), key=lambda child: child.nickname
    )


async def _decided_for(guardian: Account, student_id: UUID) -> Student:
    """A child of the family, for which the account decides."""
    student = await students.seen_by(guardian, student_id)
    await access.deciding_for(guardian, student.family_id, student.id)
    return student


async def _close(guardian: Account, enrolment: Enrolment) -> None:
    enrolment.until = clock.today()
    await enrolment.save(update_fields=["until"])
    await audit.record(guardian, "student.left_class", enrolment)


async def _consented(student_ids: list[UUID]) -> set[UUID]:
    """Those of these children whose consent to class view was not taken back."""
    living = Consent.filter(purpose=Purpose.CLASS, withdrawal__id__isnull=True)
    found = await living.filter(student_id__in=student_ids).values_list("student_id", flat=True)
    return set(found)  # type: ignore[arg-type]


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many classes could see a child by these grants at a moment, for the receipt."""
    given = Consent.filter(id__in=consent_ids, purpose=Purpose.CLASS)
    day = at.astimezone(clock.CHINA).date()
    enrolled = Enrolment.filter(student_id__in=Subquery(given.values("student_id")))
    return await enrolled.filter(Q(until=None) | Q(until__gt=day), since__lte=day).count()
