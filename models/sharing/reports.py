"""Reports (举报): what somebody who saw it thinks should not be there."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.trust.moderation import Review, Subject


class ReportReason(StrEnum):
    """Why. The urgent ones hide at once and call a human, see `urgent`."""

    CHILD_IN_DANGER = "child_in_danger"
    PRIVATE = "private"
    ABUSE = "abuse"
    INDECENT = "indecent"
    VIOLENT = "violent"
    FRAUD = "fraud"
    ADVERTISING = "advertising"
    NOT_THEIRS = "not_theirs"
    OTHER = "other"

    @property
    def urgent(self) -> bool:
        """A child in danger, or somebody's private things in the open."""
        return self in {ReportReason.CHILD_IN_DANGER, ReportReason.PRIVATE}


class Report(Record):
    """One person's report of one thing; without an account it came from an open page.

    `review` is the human's look that it joined: all open reports of a thing share one.
    """

    review: fields.ForeignKeyRelation[Review] = fields.ForeignKeyField(
        "models.Review", "reports", on_delete=RESTRICT
    )
    review_id: UUID
    reporter_id = fields.UUIDField(null=True)
    subject = fields.CharEnumField(Subject, max_length=20)
    subject_id = fields.UUIDField()
    reason = fields.CharEnumField(ReportReason, max_length=20)
    words = fields.CharField(max_length=300, default="")

    class Meta:
        table = "reports"
        indexes = (("subject_id",), ("reporter_id",))
        unique_together = (("review_id", "reporter_id"),)
