"""Exports: a family's or a child's whole archive as one bag, to be taken home."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.students import Student


class ExportState(StrEnum):
    """Asked for → being packed → ready → gone; or given up. Never back."""

    WAITING = "waiting"
    PACKING = "packing"
    READY = "ready"
    GONE = "gone"
    CANCELLED = "cancelled"

    def may_become(self, later: "ExportState") -> bool:
        """Whether the state machine has an edge from here to `later`."""
        return later in _NEXT[self]


_NEXT = {
    ExportState.WAITING: {ExportState.PACKING, ExportState.CANCELLED},
    ExportState.PACKING: {ExportState.READY, ExportState.CANCELLED},
    ExportState.READY: {ExportState.GONE},
    ExportState.GONE: set(),
    ExportState.CANCELLED: set(),
}


class Export(Record):
    """With a student it is of that child alone. The bag is at `key` until `expires_at`.

    One `by_child` was asked for by the child itself, of age, and is that account's alone.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "exports", on_delete=RESTRICT
    )
    student: fields.ForeignKeyNullableRelation[Student] = fields.ForeignKeyField(
        "models.Student", "exports", on_delete=RESTRICT, null=True
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "exports", on_delete=RESTRICT
    )
    family_id: UUID
    student_id: UUID | None
    account_id: UUID
    by_child = fields.BooleanField(default=False, db_default=False)
    state = fields.CharEnumField(ExportState, max_length=10, default=ExportState.WAITING)
    progress = fields.SmallIntField(default=0, description="In per cent of the bytes.")
    files = fields.IntField(default=0)
    bytes = fields.BigIntField(default=0, description="Of the bag.")
    sha256 = fields.CharField(max_length=64, default="", description="Of the bag.")
    key = fields.CharField(max_length=200, default="")
    ready_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)

    class Meta:
        table = "exports"
        indexes = (("family_id", "id"), ("state", "expires_at"))
