"""Grants: a staff member's reasoned, approved and time-boxed look at one child's archive."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class GrantReason(StrEnum):
    COMPLAINT = "complaint"
    SAFETY = "safety"
    GUARDIAN_ASKED = "guardian_asked"
    LEGAL = "legal"


class GrantState(StrEnum):
    """ASKED → APPROVED or REFUSED, by somebody else; an approved one ends with its time."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class AccessGrant(Record):
    """Asked for by the holder of one office, decided by the holder of another."""

    student_id = fields.UUIDField(db_index=True)
    account_id = fields.UUIDField(description="Who asks to look.")
    office_id = fields.UUIDField(description="The appointment by which they ask.")
    reason = fields.CharEnumField(GrantReason, max_length=20)
    words = fields.CharField(max_length=500)
    state = fields.CharEnumField(GrantState, max_length=10, default=GrantState.ASKED)
    minutes = fields.SmallIntField()
    decided_by_id = fields.UUIDField(null=True)
    decided_office_id = fields.UUIDField(null=True, description="The decider's appointment.")
    decided_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)

    class Meta:
        table = "access_grants"
        indexes = (("account_id", "id"),)
