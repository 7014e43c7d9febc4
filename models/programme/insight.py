"""Counts for the bureau's figures, kept by the database as posts are written."""

from tortoise import fields

from models.base import Record


class ShownCount(Record):
    """How many posts a family shows to everybody on one grant, under one topic or none.

    With the grant it goes dark, so it is counted apart from it: see the migration.
    """

    family_id = fields.UUIDField()
    consent_id = fields.UUIDField()
    topic_id = fields.UUIDField(null=True)
    posts = fields.IntField(default=0)

    class Meta:
        table = "shown_counts"
