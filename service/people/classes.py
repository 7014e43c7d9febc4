"""Classes: what a school's administrator opens, and a school's code shows to its teachers."""

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


class ClassDraft(Draft):
    """A new class."""

    name: Annotated[str, text(30, description="Such as 「四年级2班」.")]


async def open_class(administrator: Account, school_id: UUID, name: str) -> SchoolClass:
    """Open a class; a school has one of each name."""
    async with transaction():
        await access.school_administered(administrator, school_id)
        await School.filter(id=school_id).select_for_update().get()
        if await SchoolClass.exists(school_id=school_id, name=name):
            raise Conflict("class.exists", "学校里已经有这个班了")
        school_class = await SchoolClass.create(school_id=school_id, name=name)
        await audit.record(administrator, "class.opened", school_class)
    return school_class


async def administered(administrator: Account, class_id: UUID) -> SchoolClass:
    """A class of a school whose administrator the account is."""
    school_class = await SchoolClass.get_or_none(id=class_id)
    if school_class is None:
        raise NotFound
    await access.school_administered(administrator, school_class.school_id)
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
    school_class = await SchoolClass.get_or_none(id=class_id, school_id=school.id)
    if school_class is None:
        raise NotFound
    return school_class


def present() -> Q:
    """Which enrolments and class staff count today: `until` is the first day outside."""
    today = clock.today()
    return Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))


async def _classes(school_id: UUID) -> list[SchoolClass]:
    return await SchoolClass.filter(school_id=school_id).order_by("name")
