"""Measurements: a child's height, weight and eyesight on a day."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.students import Student


class Quantity(StrEnum):
    """What is measured, and drawn as a curve."""

    HEIGHT = "height"
    WEIGHT = "weight"
    EYESIGHT = "eyesight"


class Measurement(Record):
    """What was measured on one day, in whole units; at least one of the four is there.

    Eyesight is in tenths of the five-mark record (GB 11533): 50 is 5.0, which is normal.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "measurements", on_delete=RESTRICT
    )
    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "measurements", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "measurements", on_delete=RESTRICT
    )
    family_id: UUID
    student_id: UUID
    author_id: UUID
    day = fields.DateField()
    height_mm = fields.IntField(null=True)
    weight_g = fields.IntField(null=True)
    left_eye = fields.SmallIntField(null=True)
    right_eye = fields.SmallIntField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "measurements"
        indexes = (("student_id", "day"),)
