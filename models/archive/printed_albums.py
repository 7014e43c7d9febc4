"""Printed albums: a family's photos of a year, or of a theme, as a book to be printed."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person
from models.people.students import Student


class AlbumState(StrEnum):
    """Asked for → being printed → ready; never back."""

    WAITING = "waiting"
    PRINTING = "printing"
    READY = "ready"

    def may_become(self, later: "AlbumState") -> bool:
        """Whether the state machine has an edge from here to `later`."""
        return later in _NEXT[self]


_NEXT = {
    AlbumState.WAITING: {AlbumState.PRINTING},
    AlbumState.PRINTING: {AlbumState.READY},
    AlbumState.READY: set(),
}


class PrintedAlbum(Record):
    """Of a year, of a person, of a child, of a class of filed items, or of several of these."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "printed_albums", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "printed_albums", on_delete=RESTRICT
    )
    student: fields.ForeignKeyNullableRelation[Student] = fields.ForeignKeyField(
        "models.Student", "printed_albums", on_delete=RESTRICT, null=True
    )
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "models.Person", "printed_albums", on_delete=RESTRICT, null=True
    )
    family_id: UUID
    account_id: UUID
    student_id: UUID | None
    person_id: UUID | None
    title = fields.CharField(max_length=40)
    subtitle = fields.CharField(max_length=40, default="")
    year = fields.SmallIntField(null=True)
    class_code = fields.CharField(max_length=4, default="")
    state = fields.CharEnumField(AlbumState, max_length=10, default=AlbumState.WAITING)
    progress = fields.SmallIntField(default=0, description="In per cent.")
    pages = fields.IntField(default=0)
    photos = fields.IntField(default=0)
    pdf_key = fields.CharField(max_length=200, default="")
    pdf_bytes = fields.BigIntField(default=0)
    pdf_sha256 = fields.CharField(max_length=64, default="")
    ready_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "printed_albums"
        indexes = (("family_id", "id"), ("student_id",), ("person_id",))
