"""Classes: what a school's administrator opens, and a school's code shows to its teachers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from tortoise.expressions import Q

from models.people.accounts import Account
from models.people.schools import School, SchoolClass
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, NotFound
from service.people import schools
from service.trust import access, audit

ClassName = Annotated[str, text(30, description="Such as 「四年级2班」.")]


class ClassDraft(Draft):
    """A new class."""

    name: ClassName


def year_end(day: date) -> date:
    """When a class ends that is opened on a day: the 1 September two months away or further."""
    return date(day.year + (day > date(day.year, 7, 1)), 9, 1)


async def open_class(administrator: Account, school_id: UUID, name: str) -> SchoolClass:
    """Open a class of this school year; a school has one of each name at a time."""
    async with transaction():
        await access.school_administered(administrator, school_id)
        await School.filter(id=school_id).select_for_update().get()
        await require_free(school_id, name)
        until = year_end(clock.today())
        school_class = await SchoolClass.create(school_id=school_id, name=name, until=until)
        await audit.record(administrator, "class.opened", school_class)
    return school_class


async def require_free(school_id: UUID, name: str) -> None:
    """Refuse the name of another class of the school, which the caller has locked."""
    if await SchoolClass.exists(living(), school_id=school_id, name=name):
        raise Conflict("class.exists", "学校里已经有这个班了")


async def administered(administrator: Account, class_id: UUID) -> SchoolClass:
    """A class of a school whose administrator the account is."""
    school_class = await one_living(class_id)
    await access.school_administered(administrator, school_class.school_id)
    return school_class


async def one_living(class_id: UUID) -> SchoolClass:
    """A class that has not ended; else NotFound."""
    school_class = await SchoolClass.get_or_none(living(), id=class_id)
    if school_class is None:
        raise NotFound
    return school_class


async def of_school(administrator: Account, school_id: UUID) -> list[SchoolClass]:
    """The classes of a school, to its administrator."""
    await access.school_administered(administrator, school_id)
    return await _classes(school_id)


async def shown_by(code: str) -> tuple[School, list[SchoolClass]]:
    """The school that a code opens, with its district, and its classes to choose from."""
    school = await schools.opened_by(code)
    return school, await _classes(school.id)


async def chosen(code: str, class_id: UUID) -> SchoolClass:
    """The class that a teacher asks for by its school's code, within the caller's transaction."""
    school = await schools.locked_by(code)
    school_class = await locked(class_id)
    if school_class is None or school_class.school_id != school.id:
        raise NotFound
    return school_class


async def locked(class_id: UUID) -> SchoolClass | None:
    """A class that has not ended, and does not before the caller's transaction has."""
    found = SchoolClass.filter(living(), id=class_id)
    return await found.select_for_update(no_key=True).get_or_none()


def living() -> Q:
    """Which classes have not ended: `until` is the first day on which one is no more."""
    return Q(until=None) | Q(until__gt=clock.today())


def present() -> Q:
    """Which enrolments and class staff count today: `until` is the first day outside."""
    return Q(since__lte=clock.today()) & living()


async def _classes(school_id: UUID) -> list[SchoolClass]:
    return await SchoolClass.filter(living(), school_id=school_id).order_by("name")
