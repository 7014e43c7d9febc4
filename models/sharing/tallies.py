"""Tallies: how many likes and comments a post has, without a lock that everybody waits for."""

from tortoise import fields

from models.base import Record


class Tally(Record):
    """What was counted up to some moment. The database adds what came since: see the migration."""

    post_id = fields.UUIDField(unique=True)
    likes = fields.IntField(default=0)
    comments = fields.IntField(default=0)

    class Meta:
        table = "tallies"


class TallyChange(Record):
    """One change that no tally holds yet: an insert each, so that nobody waits for anybody."""

    post_id = fields.UUIDField(db_index=True)
    likes = fields.IntField(default=0)
    comments = fields.IntField(default=0)

    class Meta:
        table = "tally_changes"
