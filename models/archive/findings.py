"""Findings: what the reconciler and the fixity audit found wrong between rows and objects."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class FindingKind(StrEnum):
    """ORPHAN: an object without a row; MISSING: a row without its object; DIFFERS: other facts
    than recorded; DAMAGED: other bytes than recorded.
    """

    ORPHAN = "orphan"
    MISSING = "missing"
    DIFFERS = "differs"
    DAMAGED = "damaged"


class Finding(Record):
    """One thing that is wrong with one object, until it is settled; none is ever removed.

    An open ORPHAN is in quarantine: its object stays, and nothing of ours reads it.
    """

    kind = fields.CharEnumField(FindingKind, max_length=10)
    key = fields.CharField(max_length=750, description="As long as Kodo lets any be.")
    photo_id = fields.UUIDField(null=True)
    bytes = fields.BigIntField(default=0)
    etag = fields.CharField(max_length=40, default="")
    settled_at = fields.DatetimeField(null=True)
    settled_as = fields.CharField(max_length=20, default="")

    class Meta:
        table = "findings"
        indexes = (("settled_at", "kind"), ("key",))


class Walk(Record):
    """How far a walk over all objects has come; the next step goes on from there."""

    name = fields.CharField(max_length=20, unique=True)
    marker = fields.TextField(default="", description="Kodo's word for the next page.")
    key = fields.CharField(max_length=750, default="", description="The last one looked at.")
    began_at = fields.DatetimeField()

    class Meta:
        table = "walks"
