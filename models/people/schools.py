"""Schools and classes; enrolments and class staff are dated, so that access ends with them."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import District
from models.people.students import Student


class School(Record):
    name = fields.CharField(max_length=60)
    district = fields.CharEnumField(District)

    class Meta:
        table = "schools"
        unique_together = (("district", "name"),)


class SchoolClass(Record):
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField(
        "models.School", "classes", on_delete=RESTRICT
    )
    school_id: UUID
    name = fields.CharField(max_length=30)

    class Meta:
        table = "school_classes"


class Enrolment(Record):
    """A child's time in a class; `until` is the first day outside it."""

    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "enrolments", on_delete=RESTRICT
    )
    school_class: fields.ForeignKeyRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "enrolments", on_delete=RESTRICT
    )
    student_id: UUID
    school_class_id: UUID
    since = fields.DateField()
    until = fields.DateField(null=True)

    class Meta:
        table = "enrolments"


class ClassStaff(Record):
    """A teacher's time with a class."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "classes", on_delete=RESTRICT
    )
    school_class: fields.ForeignKeyRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "staff", on_delete=RESTRICT
    )
    account_id: UUID
    school_class_id: UUID
    since = fields.DateField()
    until = fields.DateField(null=True)

    class Meta:
        table = "class_staff"
