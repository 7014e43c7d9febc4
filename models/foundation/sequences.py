"""Counters that give out numbers without gaps."""

from tortoise import fields

from models.base import Record


class Sequence(Record):
    """The last number given out under a name; its row is locked until the giver commits."""

    name = fields.CharField(max_length=60, unique=True)
    given = fields.IntField(default=0)

    class Meta:
        table = "sequences"
