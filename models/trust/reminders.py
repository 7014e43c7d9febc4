"""Reminders: subscribe messages of WeChat that somebody accepted, and those that are to go out."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class ReminderKind(StrEnum):
    """What a person may accept, each for itself; nothing tells of what was not done."""

    ON_THIS_DAY = "on_this_day"
    TASK_DUE = "task_due"
    STORY_ADDED = "story_added"
    POST_SHOWN = "post_shown"
    POST_COMMENTED = "post_commented"


class Subscription(Record):
    """How many messages of a kind an account has accepted: each acceptance is good for one."""

    account_id = fields.UUIDField()
    kind = fields.CharEnumField(ReminderKind, max_length=16)
    left = fields.IntField(default=0)

    class Meta:
        table = "subscriptions"
        unique_together = (("account_id", "kind"),)


class Reminder(Record):
    """One message to one account about one thing, sent at most once; no words of anybody."""

    account_id = fields.UUIDField()
    kind = fields.CharEnumField(ReminderKind, max_length=16)
    subject_id = fields.UUIDField()
    day = fields.DateField(description="Once a day at most for each subject.")
    family_id = fields.UUIDField(null=True)
    sent_at = fields.DatetimeField(null=True)
    dropped = fields.CharField(max_length=24, default="", description="Why it was not sent.")

    class Meta:
        table = "reminders"
        unique_together = (("account_id", "kind", "subject_id", "day"),)
        indexes = (("sent_at", "id"),)
