"""Enrolments: which class a child is in, one at a time.

Its guardian agrees to class view and asks by a card of the class's; that opens nothing before the
class's staff has confirmed it, since a card can fall into anybody's hands.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.schools import Enrolment
from models.people.students import Student
from models.trust.consents import Consent, Purpose
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, Name
from service.foundation.errors import Forbidden, NotFound
from service.people import class_cards, class_staff, students
from service.people.classes import present
from service.trust import access, audit, consents, kinship, notices


class EnrolmentDraft(Draft):
    """A class, by its card, and who the school knows the child as."""

    card: Annotated[str, Meta(min_length=1, max_length=64, description="The class's card's code.")]
    name: Annotated[Name, Meta(description="For the class's staff; forgotten once confirmed.")]


async def enrol(guardian: Account, student_id: UUID, draft: EnrolmentDraft) -> Enrolment:
    """Ask for a child's place in a class, and leave the one before; the same again is fine.

    It needs the living consent to class view. The child is locked, so that racers leave one class,
    and so that whoever takes the consent back meanwhile ends this, or is seen here.
    """
    async with transaction():
        student = await _decided_for(guardian, student_id)
        school_class = await class_cards.chosen(draft.card)
        await Student.filter(id=student.id).select_for_update().get()
        await consents.require(Purpose.CLASS, student.family_id, student.id)
        for held in await Enrolment.filter(present(), student_id=student.id):
            if held.school_class_id == school_class.id:
                return held
            await _close(guardian, held)
        enrolment = await Enrolment.create(
            student=student, school_class=school_class, name=draft.name, since=clock.today()
        )
        await audit.record(guardian, "student.enrolled", enrolment)
        teachers = await class_staff.teachers_of(school_class)
        await notices.tell_anew(teachers, NoticeKind.CHILD_PUT_DOWN, school_class.id)
    return enrolment


async def confirm(staff: Account, enrolment_id: UUID) -> None:
    """Take a child who was put down for it into the class, as its staff; again is fine."""
    async with transaction():
        enrolment = await _found(enrolment_id)
        if not await _looks_after(staff, enrolment):
            await one_seen_by(staff, enrolment_id)
            raise Forbidden("enrolment.by_school", "要由班里的老师或者学校来确认")
        child = await Student.filter(id=enrolment.student_id).select_for_update().get()
        held = await _agreed(await Enrolment.filter(present(), id=enrolment_id))
        if not held:
            raise NotFound
        await _take_in(staff, held[0], child)


async def confirm_all(staff: Account, class_id: UUID, enrolment_ids: list[UUID]) -> set[UUID]:
    """Take all of these into a class at once, as its staff; the ids of those that are in it now.

    Missing is whoever asks or agrees no more, or never asked for this class. The children are
    locked in one order, so that neither two teachers nor a family that leaves wait for each other.
    """
    async with transaction():
        await class_staff.class_looked_after(staff, class_id)
        asked = Enrolment.filter(id__in=enrolment_ids, school_class_id=class_id)
        children = Student.filter(id__in=Subquery(asked.values("student_id")), erased_at=None)
        locked = {child.id: child for child in await children.order_by("id").select_for_update()}
        waits = asked.filter(present(), student_id__in=[*locked])
        found = await _agreed(await waits.order_by("id"))
        for held in found:
            await _take_in(staff, held, locked[held.student_id])
    return {held.id for held in found}


async def _take_in(staff: Account, held: Enrolment, child: Student) -> None:
    if held.confirmed_at is None:
        held.confirmed_at, held.name = clock.now(), ""
        await held.save(update_fields=["confirmed_at", "name"])
        await audit.record(staff, "student.taken_into_class", held)
        guardians = await kinship.guardians_of(child.family_id)
        await notices.tell_anew(guardians, NoticeKind.CHILD_TAKEN_IN, child.id, child.family_id)


async def waiting(staff: Account, class_id: UUID) -> list[Enrolment]:
    """The children who wait for a class, with their names, to its staff; the first one first."""
    await class_staff.class_looked_after(staff, class_id)
    asked = _living_in(class_id).filter(confirmed_at=None).order_by("id")
    return await _agreed(await asked.select_related("student"))


async def end(account: Account, enrolment_id: UUID) -> None:
    """Take a child out of a class at once, as its guardian or as class staff; again is fine."""
    async with transaction():
        enrolment = await _found(enrolment_id)
        if not await _looks_after(account, enrolment):
            await _decided_for(account, enrolment.student_id)
        await Student.filter(id=enrolment.student_id).select_for_update().get()
        for held in await Enrolment.filter(present(), id=enrolment_id):
            await _close(account, held)


async def end_on(consent_ids: list[UUID]) -> None:
    """End the wait for a class when the consent to class view ends that it stands on.

    Whoever was taken in stays, unseen: a new consent brings it back without the staff.
    """
    ended = Consent.filter(id__in=consent_ids, purpose=Purpose.CLASS)
    children = Student.filter(id__in=Subquery(ended.values("student_id"))).order_by("id")
    locked = [child.id for child in await children.select_for_update(no_key=True)]
    for held in await Enrolment.filter(present(), student_id__in=locked, confirmed_at=None):
        await _close(None, held)


async def end_all(actor: Account | None, class_id: UUID) -> None:
    """Take all children out of a class that ends, and forget who waits. The caller's transaction.

    The children are locked in one order, as when a class takes them in.
    """
    held = Enrolment.filter(present(), school_class_id=class_id)
    children = Student.filter(id__in=Subquery(held.values("student_id"))).order_by("id")
    await children.select_for_update()
    for one in await held.order_by("id"):
        await _close(actor, one)


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


async def of_class(account: Account, class_id: UUID) -> list[Enrolment]:
    """The children of a class whose consent to class view lives, to its teachers and school."""
    await class_staff.class_looked_after(account, class_id)
    enrolled = _living_in(class_id).filter(confirmed_at__isnull=False)
    agreed = await _agreed(await enrolled.select_related("student"))
    return sorted(agreed, key=lambda one: one.student.nickname)


def _living_in(class_id: UUID) -> QuerySet[Enrolment]:
    return Enrolment.filter(present(), school_class_id=class_id, student__erased_at=None)


async def _agreed(found: list[Enrolment]) -> list[Enrolment]:
    """Those whose guardians' consent to class view was not taken back."""
    shown = await _consented([one.student_id for one in found])
    return [one for one in found if one.student_id in shown]


async def _found(enrolment_id: UUID) -> Enrolment:
    enrolment = await Enrolment.get_or_none(id=enrolment_id)
    if enrolment is None:
        raise NotFound
    return enrolment


async def _looks_after(account: Account, enrolment: Enrolment) -> bool:
    """Whether the account is of the staff of the class."""
    try:
        await class_staff.class_looked_after(account, enrolment.school_class_id)
    except NotFound:
        return False
    return True


async def _decided_for(guardian: Account, student_id: UUID) -> Student:
    """A child of the family, for which the account decides."""
    student = await students.seen_by(guardian, student_id)
    await access.deciding_for(guardian, student.family_id, student.id)
    return student


async def _close(actor: Account | None, enrolment: Enrolment) -> None:
    enrolment.until, enrolment.name = clock.today(), ""
    await enrolment.save(update_fields=["until", "name"])
    await audit.record(actor, "student.left_class", enrolment)


async def _consented(student_ids: list[UUID]) -> set[UUID]:
    """Those of these children whose consent to class view was not taken back."""
    living = Consent.filter(purpose=Purpose.CLASS, withdrawal__id__isnull=True)
    found = await living.filter(student_id__in=student_ids).values_list("student_id", flat=True)
    return set(found)  # type: ignore[arg-type]


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many classes could see a child by these grants at a moment, for the receipt."""
    given = Consent.filter(id__in=consent_ids, purpose=Purpose.CLASS)
    day = at.astimezone(clock.CHINA).date()
    enrolled = Enrolment.filter(
        student_id__in=Subquery(given.values("student_id")), confirmed_at__lte=at
    )
    return await enrolled.filter(Q(until=None) | Q(until__gt=day), since__lte=day).count()
