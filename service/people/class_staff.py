"""Class staff: a teacher asks to teach a class by its school's code; the school confirms it."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.schools import ClassStaff, SchoolClass
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, Name
from service.foundation.errors import NotFound
from service.people import classes
from service.people.classes import present
from service.trust import access, audit, notices


class ClassStaffDraft(Draft):
    """A teacher's wish to teach a class."""

    code: Annotated[str, Meta(min_length=1, max_length=64, description="The school's.")]
    class_id: UUID
    name: Annotated[Name, Meta(description="As the school knows the teacher.")]


async def ask(teacher: Account, draft: ClassStaffDraft) -> ClassStaff:
    """Ask to teach a class, which opens nothing yet; whoever asked or teaches it stays so."""
    async with transaction():
        school_class = await classes.chosen(draft.code, draft.class_id)
        of_both = ClassStaff.filter(account_id=teacher.id, school_class_id=school_class.id)
        standing = await of_both.filter(present()).first()
        if standing:
            return standing
        staff = await ClassStaff.create(
            account=teacher, school_class=school_class, name=draft.name, since=clock.today()
        )
        await audit.record(teacher, "class_staff.asked", staff)
        administrators = await access.administrators_of(school_class.school_id)
        await notices.tell_anew(administrators, NoticeKind.TEACHER_ASKED, school_class.school_id)
    return staff


async def confirm(administrator: Account, staff_id: UUID) -> ClassStaff:
    """Take a teacher who asked into the class, from today; again is fine."""
    async with transaction():
        staff = await _locked(staff_id)
        await classes.administered(administrator, staff.school_class_id)
        if not await ClassStaff.filter(present(), id=staff_id).exists():
            raise NotFound
        if staff.confirmed_at is None:
            staff.since, staff.confirmed_at = clock.today(), clock.now()
            await staff.save(update_fields=["since", "confirmed_at"])
            await audit.record(administrator, "class_staff.confirmed", staff)
            told, about = [staff.account_id], staff.school_class_id
            await notices.tell_anew(told, NoticeKind.TEACHER_CONFIRMED, about)
    return staff


async def end(account: Account, staff_id: UUID) -> None:
    """Take a teacher out of a class at once: by the administrator or the teacher; again is fine."""
    async with transaction():
        staff = await _locked(staff_id)
        if staff.account_id != account.id:
            await access.school_administered(account, staff.school_class.school_id)
        if await ClassStaff.filter(present(), id=staff_id).update(until=clock.today()):
            await audit.record(account, "class_staff.ended", staff)


async def end_all(actor: Account | None, class_id: UUID) -> None:
    """End every teacher's time with a class that ends. The caller's transaction."""
    held = ClassStaff.filter(present(), school_class_id=class_id).order_by("id")
    ids = [staff.id for staff in await held.select_for_update()]
    await ClassStaff.filter(id__in=ids).update(until=clock.today())
    await audit.record_each(actor, "class_staff.ended", ids)


async def _locked(staff_id: UUID) -> ClassStaff:
    """A teacher's time with a class, and the class; whoever else changes it waits."""
    staff = await ClassStaff.filter(id=staff_id).select_for_update().get_or_none()
    if staff is None:
        raise NotFound
    await staff.fetch_related("school_class__school")
    return staff


async def of_school(administrator: Account, school_id: UUID) -> list[ClassStaff]:
    """A school's teachers with their classes, to its administrator: those who wait come first."""
    await access.school_administered(administrator, school_id)
    found = ClassStaff.filter(present(), school_class__school_id=school_id)
    by_class = await found.select_related("school_class__school").order_by(
        "school_class__name", "id"
    )
    return sorted(by_class, key=lambda staff: staff.confirmed_at is not None)


async def own(teacher: Account, staff_id: UUID) -> ClassStaff:
    """What the account itself asked for, with the class and its school."""
    found = ClassStaff.filter(id=staff_id, account_id=teacher.id)
    staff = await found.select_related("school_class__school").get_or_none()
    if staff is None:
        raise NotFound
    return staff


async def taught_by(teacher: Account) -> list[SchoolClass]:
    """The classes that the account teaches today, with their schools."""
    found = _teaching(teacher).select_related("school_class__school").order_by("school_class__name")
    return [staff.school_class for staff in await found]


async def class_looked_after(account: Account, class_id: UUID) -> SchoolClass:
    """A class that the account teaches today or whose school it administers; else NotFound."""
    if not await _teaching(account).filter(school_class_id=class_id).exists():
        return await classes.administered(account, class_id)
    return await classes.one_living(class_id)


async def teachers_of(school_class: SchoolClass) -> list[UUID]:
    """Accounts: who teaches a class today; where nobody does, the school's administrators."""
    teaching = ClassStaff.filter(present(), school_class=school_class, confirmed_at__isnull=False)
    found = [staff.account_id for staff in await teaching]
    return found or await access.administrators_of(school_class.school_id)


def _teaching(teacher: Account) -> QuerySet[ClassStaff]:
    return ClassStaff.filter(present(), account_id=teacher.id, confirmed_at__isnull=False)
