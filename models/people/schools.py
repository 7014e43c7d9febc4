"""Schools and classes; enrolments and class staff are dated, so that access ends with them."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.regions import Region
from models.people.students import Student


class School(Record):
    """A school in its district. `serial` counts its codes: each renewal ends the one before.

    `approval` is the reference of the authority's paper by which it takes part.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "models.Region", "schools", on_delete=RESTRICT
    )
    region_id: UUID
    name = fields.CharField(max_length=60)
    approval = fields.CharField(max_length=60, default="", db_default="")
    serial = fields.SmallIntField(default=0)
    code_hash = fields.CharField(max_length=64, unique=True)

    class Meta:
        table = "schools"
        unique_together = (("region_id", "name"),)


class SchoolClass(Record):
    """A class of a school year; `until` is the first day on which it is no more.

    Whoever opened it with the release before this one left that empty, for an hour at most.
    """

    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField(
        "models.School", "classes", on_delete=RESTRICT
    )
    school_id: UUID
    name = fields.CharField(max_length=30)
    until = fields.DateField(null=True)

    class Meta:
        table = "school_classes"


class ClassCard(Record):
    """A teacher's card in the class's group chat, by which families ask for a place."""

    school_class: fields.ForeignKeyRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "cards", on_delete=RESTRICT
    )
    issued_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "class_cards", on_delete=RESTRICT
    )
    school_class_id: UUID
    issued_by_id: UUID
    code_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "class_cards"
        indexes = (("school_class_id", "expires_at"),)


class Enrolment(Record):
    """A child's time in a class; `until` is the first day outside it.

    It counts from the confirmation by the class's staff on; until then `name` tells them who asks.
    """

    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "enrolments", on_delete=RESTRICT
    )
    school_class: fields.ForeignKeyRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "enrolments", on_delete=RESTRICT
    )
    student_id: UUID
    school_class_id: UUID
    name = fields.CharField(max_length=16, default="")
    since = fields.DateField()
    until = fields.DateField(null=True)
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "enrolments"
        indexes = (("student_id", "until"), ("school_class_id", "until"))


class ClassStaff(Record):
    """A teacher's time with a class; it counts from the school's confirmation on."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "classes", on_delete=RESTRICT
    )
    school_class: fields.ForeignKeyRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "staff", on_delete=RESTRICT
    )
    account_id: UUID
    school_class_id: UUID
    name = fields.CharField(max_length=16, default="")
    since = fields.DateField()
    until = fields.DateField(null=True)
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "class_staff"
        indexes = (("account_id", "until"), ("school_class_id", "until"))
