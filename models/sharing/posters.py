"""Posters: a picture file of a post with its words and a code, for the phone's album."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.sharing.share_links import ShareLink


class PosterShape(StrEnum):
    """Width : height."""

    SQUARE = "1:1"
    TALL = "4:5"


class Poster(Record):
    """Drawn by a job and kept, to be handed out no longer than its link lives.

    `digest` is that of what it was drawn from: once the link shows anything else, it is drawn anew.
    """

    link: fields.ForeignKeyRelation[ShareLink] = fields.ForeignKeyField(
        "models.ShareLink", "posters", on_delete=RESTRICT
    )
    asked_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "posters", on_delete=RESTRICT
    )
    link_id: UUID
    asked_by_id: UUID
    shape = fields.CharEnumField(PosterShape, max_length=4)
    key = fields.CharField(max_length=200, default="")
    etag = fields.CharField(max_length=40, default="")
    bytes = fields.IntField(default=0)
    digest = fields.CharField(max_length=64, default="")

    class Meta:
        table = "posters"
        indexes = (("key",),)
        unique_together = (("link_id", "shape"),)
