"""Restrictions: an account or a family that may not show or comment for a while, and why."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class Restricted(StrEnum):
    """What is restricted: showing to others than the family (posts, pages, links), or comments."""

    SHOWING = "showing"
    COMMENTING = "commenting"


class Restriction(Record):
    """Of exactly one of `account_id` and `family_id`; it ends by itself at `until`."""

    account_id = fields.UUIDField(null=True)
    family_id = fields.UUIDField(null=True)
    what = fields.CharEnumField(Restricted, max_length=12)
    reason = fields.CharField(max_length=80)
    until = fields.DatetimeField()
    imposed_by_id = fields.UUIDField()
    lifted_at = fields.DatetimeField(null=True)
    lifted_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "restrictions"
        indexes = (("account_id",), ("family_id",))
