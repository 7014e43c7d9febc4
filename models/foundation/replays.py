"""Idempotency keys: what a creating request made the first time, so that a replay finds it."""

from tortoise import fields

from models.base import Record


class Replay(Record):
    """One `Idempotency-Key` of one account on one route; kept for 24 hours."""

    account_id = fields.UUIDField()
    route = fields.CharField(max_length=120)
    key = fields.CharField(max_length=64)
    body_hash = fields.CharField(max_length=64)
    resource_id = fields.UUIDField(null=True)

    class Meta:
        table = "replays"
        unique_together = (("account_id", "route", "key"),)
