"""The consent ledger: a grant is a row, a withdrawal is another; neither is ever changed."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record


class Purpose(StrEnum):
    """What a guardian agrees to, each on its own (个人信息保护法 §23, §25, §29)."""

    ARCHIVE = "archive"
    CLASS = "class"
    SHOW = "show"
    EXHIBITION = "exhibition"
    MEDIA = "media"
    DONATION = "donation"


class Capacity(StrEnum):
    """As what somebody agrees: from 14 on a child agrees for itself (个人信息保护法 §31)."""

    GUARDIAN = "guardian"
    CHILD = "child"


class Consent(Record):
    """One person's grant for one child, or for the family's own things when student is null."""

    account_id = fields.UUIDField()
    family_id = fields.UUIDField()
    student_id = fields.UUIDField(null=True)
    purpose = fields.CharEnumField(Purpose, max_length=20)
    version = fields.CharField(max_length=20)
    text_hash = fields.CharField(max_length=64)
    capacity = fields.CharEnumField(Capacity, max_length=10, default=Capacity.GUARDIAN)
    withdrawal: fields.BackwardOneToOneRelation["ConsentWithdrawal"]

    class Meta:
        table = "consents"
        indexes = (("family_id", "student_id", "purpose"),)


class ConsentWithdrawal(Record):
    """The end of a grant; whatever stood on that grant stays dark for good."""

    consent: fields.OneToOneRelation[Consent] = fields.OneToOneField(
        "models.Consent", "withdrawal", on_delete=RESTRICT
    )
    consent_id: UUID
    account_id = fields.UUIDField()

    class Meta:
        table = "consent_withdrawals"
