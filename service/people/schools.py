"""Schools: classes, the children enrolled in them and their teachers, all dated."""

from uuid import UUID

from models.people.accounts import Account
from models.people.families import District
from models.people.schools import ClassStaff, Enrolment, School, SchoolClass
from models.people.students import Student
from models.trust.consents import Purpose
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import access, audit, consents


async def open_class(teacher: Account, school: str, district: District, name: str) -> SchoolClass:
    """A class with its first teacher; the school is made when it is new."""
    async with transaction():
        found, _ = await School.get_or_create(name=school, district=district)
        school_class = await SchoolClass.create(school=found, name=name)
        await ClassStaff.create(account=teacher, school_class=school_class, since=clock.today())
        await audit.record(teacher, "class.opened", school_class)
    return school_class


async def enrol(guardian: Account, student: Student, class_id: UUID) -> Enrolment:
    """Enrol a child from today, once; it needs the guardian's consent to class view."""
    async with transaction():
        await access.guarded_family(guardian, student.family_id)
        await consents.require(Purpose.CLASS, student.family_id, student.id)
        if not await SchoolClass.exists(id=class_id):
            raise NotFound
        await Student.filter(id=student.id).select_for_update().get()
        present = await Enrolment.get_or_none(student=student, school_class_id=class_id, until=None)
        if present:
            return present
        enrolment = await Enrolment.create(
            student=student, school_class_id=class_id, since=clock.today()
        )
        await audit.record(guardian, "student.enrolled", enrolment)
    return enrolment
