"""Erasures: what was asked to be deleted for good, when it is due, and the receipt of it."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record


class ErasedKind(StrEnum):
    """PHOTOS: what one act has put into the trash; that act is the subject. ENTRY, POST: one."""

    ACCOUNT = "account"
    STUDENT = "student"
    FAMILY = "family"
    PHOTOS = "photos"
    ENTRY = "entry"
    POST = "post"


class Erasure(Record):
    """Asked for, then cancelled or done; the row is the tombstone and holds opaque ids only."""

    kind = fields.CharEnumField(ErasedKind, max_length=10)
    subject_id = fields.UUIDField(db_index=True)
    family_id = fields.UUIDField(null=True)
    asked_by_id = fields.UUIDField()
    due_at = fields.DatetimeField()
    cancelled_at = fields.DatetimeField(null=True)
    purged_at = fields.DatetimeField(null=True, description="The rows are gone.")
    done_at = fields.DatetimeField(null=True, description="The objects are gone, too.")
    receipt = fields.JSONField(default=dict, description="How many of each kind.")
    objects: fields.ReverseRelation["DoomedObject"]

    class Meta:
        table = "erasures"


class DoomedObject(Record):
    """An object whose row is gone; it stays listed until the store has confirmed its end."""

    erasure: fields.ForeignKeyRelation[Erasure] = fields.ForeignKeyField(
        "models.Erasure", "objects", on_delete=RESTRICT
    )
    erasure_id: UUID
    key = fields.CharField(max_length=200)

    class Meta:
        table = "doomed_objects"
