"""Booklets (成长册): a child's term in print, from the choice of entries to the locked PDF."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.growth import Entry
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.schools import SchoolClass
from models.people.students import Student
from models.trust.moderation import Standing


class BookletState(StrEnum):
    """选材 → 孩子确认 → 学校寄语 → 锁定; never back. Without a class, confirmed → locked."""

    CHOOSING = "choosing"
    CONFIRMED = "confirmed"
    ENDORSED = "endorsed"
    LOCKED = "locked"

    def may_become(self, later: "BookletState") -> bool:
        """Whether the state machine has an edge from here to `later`."""
        return later in _NEXT[self]


_NEXT = {
    BookletState.CHOOSING: {BookletState.CONFIRMED},
    BookletState.CONFIRMED: {BookletState.ENDORSED, BookletState.LOCKED},
    BookletState.ENDORSED: {BookletState.LOCKED},
    BookletState.LOCKED: set(),
}


class Booklet(Record):
    """`content` is what was locked, word for word: the PDF is made of it alone.

    Its teacher is of the class that it was sent to; `standing` is the check of the teacher's words.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "booklets", on_delete=RESTRICT
    )
    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "booklets", on_delete=RESTRICT
    )
    maker: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "booklets", on_delete=RESTRICT
    )
    school_class: fields.ForeignKeyNullableRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "booklets", on_delete=RESTRICT, null=True
    )
    teacher: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", "endorsed_booklets", on_delete=RESTRICT, null=True
    )
    family_id: UUID
    student_id: UUID
    maker_id: UUID
    school_class_id: UUID | None
    teacher_id: UUID | None
    title = fields.CharField(max_length=40)
    since = fields.DateField()
    until = fields.DateField(description="The last day of the term.")
    state = fields.CharEnumField(BookletState, max_length=10, default=BookletState.CHOOSING)
    confirmed_by_id = fields.UUIDField(null=True)
    confirmed_at = fields.DatetimeField(null=True)
    teacher_name = fields.CharField(max_length=16, default="")
    teacher_words = fields.CharField(max_length=500, default="")
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PASSED)
    endorsed_at = fields.DatetimeField(null=True)
    locked_at = fields.DatetimeField(null=True)
    content = fields.JSONField(null=True)
    progress = fields.SmallIntField(default=0, description="Of the PDF, in per cent.")
    pdf_key = fields.CharField(max_length=200, default="")
    pdf_bytes = fields.BigIntField(default=0)
    pdf_sha256 = fields.CharField(max_length=64, default="")
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "booklets"
        indexes = (("student_id", "id"), ("school_class_id", "state"))


class BookletEntry(Record):
    """An entry chosen for a booklet, at its place."""

    booklet: fields.ForeignKeyRelation[Booklet] = fields.ForeignKeyField(
        "models.Booklet", "chosen", on_delete=RESTRICT
    )
    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "booklets", on_delete=RESTRICT
    )
    booklet_id: UUID
    entry_id: UUID
    position = fields.SmallIntField()

    class Meta:
        table = "booklet_entries"
        unique_together = (("booklet_id", "entry_id"),)
        indexes = (("entry_id",),)
