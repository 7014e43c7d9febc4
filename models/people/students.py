"""Students: the children whose growth archives the families keep."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.families import Family


class Student(Record):
    """A child. The nickname may be shown; the full name never leaves the family."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "students", on_delete=RESTRICT
    )
    family_id: UUID
    nickname = fields.CharField(max_length=16)
    full_name = fields.CharField(max_length=32, default="")
    birth_date = fields.DateField()

    class Meta:
        table = "students"
