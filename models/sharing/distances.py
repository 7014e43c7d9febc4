"""Distances: whose posts an account does not want to meet, and whom a family does not let near."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family


class Mute(Record):
    """An account's feed leaves a family's posts out (不看); nobody is told."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "mutes", on_delete=RESTRICT
    )
    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "mutes", on_delete=RESTRICT
    )
    account_id: UUID
    family_id: UUID

    class Meta:
        table = "mutes"
        unique_together = (("account_id", "family_id"),)


class Block(Record):
    """A family keeps an account away (不让看): its posts are not there for it. Nobody is told."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "blocks", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "blocks", on_delete=RESTRICT
    )
    blocked_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "blocks_made", on_delete=RESTRICT
    )
    family_id: UUID
    account_id: UUID
    blocked_by_id: UUID

    class Meta:
        table = "blocks"
        unique_together = (("family_id", "account_id"),)
        indexes = (("account_id",),)
