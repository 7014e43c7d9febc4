"""Persons: anyone a family's archive tells of, living or dead, with or without an account."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.families import Family


class Person(Record):
    """`born` and `died` are EDTF and may be empty; `account_id` is a member's own account."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "persons", on_delete=RESTRICT
    )
    family_id: UUID
    account_id = fields.UUIDField(null=True)
    name = fields.CharField(max_length=16)
    relation = fields.CharField(max_length=16, default="")
    born = fields.CharField(max_length=40, default="")
    died = fields.CharField(max_length=40, default="")
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "persons"
        indexes = (("family_id", "id"),)
