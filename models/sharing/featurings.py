"""Featurings (精选): a curator proposes a post for the wall, another one confirms it."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.sharing.posts import Post


class Featuring(Record):
    """Four eyes: it stands from `confirmed_at` until `ended_at`. Of staff only the ids."""

    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "models.Post", "featurings", on_delete=RESTRICT
    )
    post_id: UUID
    proposed_by_id = fields.UUIDField()
    confirmed_by_id = fields.UUIDField(null=True)
    confirmed_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "featurings"
        indexes = (("post_id", "id"),)
