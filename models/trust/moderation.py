"""Safety checks: what was asked of WeChat about which content, and what it answered."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class Standing(StrEnum):
    """Where a piece of content stands with the safety check. Only PASSED is shown to others."""

    PENDING = "pending"
    PASSED = "passed"
    REVIEW = "review"
    RISKY = "risky"

    @property
    def settled(self) -> bool:
        """Whether no later machine verdict may change it."""
        return self is not Standing.PENDING


class Subject(StrEnum):
    PHOTO = "photo"
    ENTRY = "entry"
    POST = "post"


class Check(Record):
    """One question to WeChat about one subject; `trace_id` ties an asynchronous answer to it.

    `account_id` is whose words or picture it is: WeChat wants an openid that is about.
    """

    account_id = fields.UUIDField()
    subject = fields.CharEnumField(Subject, max_length=10)
    subject_id = fields.UUIDField()
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    label = fields.IntField(null=True)
    asked_again = fields.BooleanField(default=False)
    trace_id = fields.CharField(max_length=64, null=True, unique=True)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "checks"
        indexes = (("subject_id",),)


class EarlyVerdict(Record):
    """A verdict that overtook the commit of its question; kept until the question asks for it."""

    trace_id = fields.CharField(max_length=64, unique=True)
    standing = fields.CharEnumField(Standing, max_length=10)
    label = fields.IntField(null=True)

    class Meta:
        table = "early_verdicts"
