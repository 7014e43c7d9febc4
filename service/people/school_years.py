"""School years: a class lives for one, is moved up into the next, or ends, and never comes back.

A teacher is to see a class's children while there is a class of theirs, and not for ever after.
"""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from models.people.accounts import Account
from models.people.schools import School, SchoolClass
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import class_staff, classes, enrolments
from service.people.classes import ClassName
from service.trust import access, audit, notices

TOLD_BEFORE = timedelta(days=30)

_LEFT_IN = """
select c.id from school_classes c where c.until <= $1 and (
    exists (select 1 from enrolments e where e.school_class_id = c.id
        and (e.until is null or e.until > $1))
    or exists (select 1 from class_staff s where s.school_class_id = c.id
        and (s.until is null or s.until > $1)))
order by c.id
"""


class ClassChange(Draft):
    """What is to change of a class; what is left out stays."""

    name: ClassName | UnsetType = UNSET
    until: (
        Annotated[
            date,
            Meta(description="The first day without it. Today or a day gone by ends it at once."),
        ]
        | UnsetType
    ) = UNSET


async def change(administrator: Account, class_id: UUID, draft: ClassChange) -> SchoolClass:
    """Move a class up by a name and a day, or end it, as its school's administrator.

    One that has ended is ended again, and changed in no other way.
    """
    async with transaction():
        school_class = await _locked(administrator, class_id)
        if _has_ended(school_class):
            if not _ends(draft):
                raise Conflict("class.ended", "这个班已经结束了，可以新开一个班")
        elif await _apply(school_class, draft):
            await school_class.save(update_fields=["name", "until"])
            if _ends(draft):
                await _end(administrator, school_class)
            else:
                await audit.record(administrator, "class.changed", school_class)
    return school_class


async def _locked(administrator: Account, class_id: UUID) -> SchoolClass:
    """A class of the administrator's school, and the school: its names are given one by one."""
    found = await SchoolClass.get_or_none(id=class_id)
    if found is None:
        raise NotFound
    await access.school_administered(administrator, found.school_id)
    await School.filter(id=found.school_id).select_for_update().get()
    await access.school_administered(administrator, found.school_id)
    return await SchoolClass.filter(id=class_id).select_for_update(no_key=True).get()


def _has_ended(school_class: SchoolClass) -> bool:
    return school_class.until is not None and school_class.until <= clock.today()


def _ends(draft: ClassChange) -> bool:
    return isinstance(draft.until, date) and draft.until <= clock.today()


async def _apply(school_class: SchoolClass, draft: ClassChange) -> bool:
    """Write the change into the class, as far as it can be right; whether there was any."""
    before = school_class.name, school_class.until
    if isinstance(draft.name, str) and draft.name != school_class.name:
        await classes.require_free(school_class.school_id, draft.name)
        school_class.name = draft.name
    if isinstance(draft.until, date):
        _require_near(draft.until)
        school_class.until = max(draft.until, clock.today())
    return before != (school_class.name, school_class.until)


def _require_near(until: date) -> None:
    """A class is moved up by one year, not for good: at most to the second 1 September."""
    today = clock.today()
    latest = today.year + 1 + (today >= date(today.year, 9, 1))
    if until > date(latest, 9, 1):
        raise Invalid.field("until", "class.until", f"最晚到{latest}年8月31日，到时候可以再升级")


async def _end(actor: Account | None, school_class: SchoolClass) -> None:
    """Let everybody out of a class that is locked: who waits for its lock finds that it ended."""
    await enrolments.end_all(actor, school_class.id)
    await class_staff.end_all(actor, school_class.id)
    await audit.record(actor, "class.ended", school_class)


@jobs.job("school_years.end", cron="0 * * * *")
async def end() -> None:
    """Each hour, and so as the day begins in China: end the classes whose day has come.

    From that day on a class takes nobody in and shows its staff nothing; what its families show
    each other goes with this. Those that the release before has opened are given their day.
    """
    await SchoolClass.filter(until=None).update(until=classes.year_end(clock.today()))
    for row in await query(_LEFT_IN, clock.today()):
        async with transaction():
            found = SchoolClass.filter(id=row["id"], until__lte=clock.today())
            school_class = await found.select_for_update(no_key=True).get_or_none()
            if school_class:
                await _end(None, school_class)


@jobs.job("school_years.tell", cron="27 21 * * *")
async def tell() -> None:
    """Each morning (05:27 in China): tell the schools of whose classes one ends within 30 days."""
    today = clock.today()
    ending = SchoolClass.filter(until__gt=today, until__lte=today + TOLD_BEFORE)
    for school_id in await ending.distinct().values_list("school_id", flat=True):
        await _tell(school_id)  # type: ignore[arg-type]


async def _tell(school_id: UUID) -> None:
    """Tell a school's administrators, once for all its classes; what they were told is the mark.

    Last year's notice makes way for this year's.
    """
    async with transaction():
        told = Notice.filter(kind=NoticeKind.CLASS_ENDING, subject_id=school_id)
        await told.filter(created_at__lte=clock.now() - TOLD_BEFORE).delete()
        administrators = await access.administrators_of(school_id)
        await notices.tell(administrators, NoticeKind.CLASS_ENDING, school_id)
