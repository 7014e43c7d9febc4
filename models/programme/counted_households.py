"""Counted households (建档户): by which version of the rule, and by which items."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.regions import Household


class CountedHousehold(Record):
    """A household from the moment at which a rule counted it; `numbers` are the items' 档号."""

    household: fields.ForeignKeyRelation[Household] = fields.ForeignKeyField(
        "models.Household", "counted", on_delete=RESTRICT
    )
    household_id: UUID
    rule = fields.CharField(max_length=12)
    numbers = fields.JSONField()
    until = fields.DatetimeField(null=True, description="Since then the rule is no longer met.")

    class Meta:
        table = "counted_households"
        indexes = (("household_id", "until"),)
