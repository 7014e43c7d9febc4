"""The tree 市→区→镇街→社区, and the households that joined the city's programme."""

from enum import IntEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.families import Family


class Level(IntEnum):
    """Higher in the tree is smaller, as in the statistical code."""

    CITY = 10
    DISTRICT = 20
    TOWN = 30
    COMMUNITY = 40


class Region(Record):
    """A node. `path` holds the codes from the root down, so that a subtree is a prefix."""

    parent: fields.ForeignKeyNullableRelation["Region"] = fields.ForeignKeyField(
        "models.Region", "children", on_delete=RESTRICT, null=True
    )
    parent_id: UUID | None
    level = fields.IntEnumField(Level)
    code = fields.CharField(max_length=12, unique=True)
    name = fields.CharField(max_length=40)
    path = fields.CharField(max_length=80, db_index=True)
    prefix = fields.CharField(max_length=2, default="", description="Of household numbers.")

    class Meta:
        table = "regions"


class Household(Record):
    """A family in the programme, from `since` until `until` (open while null).

    `number` (户号) belongs to the family within `district` for good; `region` is as fine as known.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "households", on_delete=RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "models.Region", "households", on_delete=RESTRICT
    )
    district: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "models.Region", "households_of_district", on_delete=RESTRICT
    )
    family_id: UUID
    region_id: UUID
    district_id: UUID
    number = fields.CharField(max_length=12, unique=True)
    since = fields.DatetimeField()
    until = fields.DatetimeField(null=True)

    class Meta:
        table = "households"
        unique_together = (("family_id", "district_id"),)
