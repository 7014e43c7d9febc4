"""What relatives add to an entry: their own telling of it, comments, and warm reactions."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.growth import Entry
from models.archive.photos import Photo
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.trust.moderation import Standing


class Story(Record):
    """A member's own words or voice on an entry (共同讲述); a part of the archive.

    `standing` is the check of its words; a recording has a check of its own. One that was taken
    back keeps no words.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "stories", on_delete=RESTRICT
    )
    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "stories", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "stories", on_delete=RESTRICT
    )
    recording: fields.ForeignKeyNullableRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "stories", on_delete=RESTRICT, null=True
    )
    family_id: UUID
    entry_id: UUID
    author_id: UUID
    recording_id: UUID | None
    words = fields.CharField(max_length=2000, default="")
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    announced_at = fields.DatetimeField(null=True, description="Others were told of it, once.")
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "stories"
        indexes = (("entry_id", "id"), ("recording_id",))


class EntryComment(Record):
    """What somebody of the family says to an entry; talk, not archive.

    One that was taken back keeps no words.
    """

    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "comments", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "entry_comments", on_delete=RESTRICT
    )
    entry_id: UUID
    author_id: UUID
    words = fields.CharField(max_length=300)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "entry_comments"
        indexes = (("entry_id", "id"),)


class Warmth(StrEnum):
    """The reactions there are: all of them kind."""

    LOVE = "喜欢"
    HUG = "抱抱"
    APPLAUSE = "鼓掌"
    LAUGH = "笑出声"
    MISS = "想念"


class EntryReaction(Record):
    """One person's reaction to an entry: one at a time."""

    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "reactions", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "entry_reactions", on_delete=RESTRICT
    )
    entry_id: UUID
    account_id: UUID
    warmth = fields.CharEnumField(Warmth, max_length=8)

    class Meta:
        table = "entry_reactions"
        unique_together = (("entry_id", "account_id"),)
