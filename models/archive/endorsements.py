"""Endorsements: a teacher's words on what a family shows its class, and the teacher's phrases."""

from uuid import UUID

from tortoise import fields

from models.archive.growth import Entry
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.schools import SchoolClass
from models.trust.moderation import Standing


class Endorsement(Record):
    """One teacher's words on one entry; the family reads them once they are checked.

    `entry_version` is what the teacher had before the eyes: an entry may be changed afterwards.
    """

    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "endorsements", on_delete=RESTRICT
    )
    teacher: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "endorsements", on_delete=RESTRICT
    )
    school_class: fields.ForeignKeyRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "endorsements", on_delete=RESTRICT
    )
    entry_id: UUID
    teacher_id: UUID
    school_class_id: UUID
    teacher_name = fields.CharField(max_length=16, description="As the school knows the teacher.")
    words = fields.CharField(max_length=300)
    entry_version = fields.IntField()
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "endorsements"
        unique_together = (("entry_id", "teacher_id"),)
        indexes = (("teacher_id",),)


class Phrase(Record):
    """A teacher's own sentence to endorse with; checked once, so that its use need not wait."""

    teacher: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "phrases", on_delete=RESTRICT
    )
    teacher_id: UUID
    words = fields.CharField(max_length=100)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)

    class Meta:
        table = "phrases"
        unique_together = (("teacher_id", "words"),)
