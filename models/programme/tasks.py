"""Tasks: what a class, or the city as a theme, invites families to record, and their answers."""

from uuid import UUID

from tortoise import fields

from models.archive.growth import Entry
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.regions import Region
from models.people.schools import SchoolClass
from models.people.students import Student
from models.trust.moderation import Standing


class Task(Record):
    """An invitation for a period: a class's, or a region's theme for every family of it.

    A class's task may take up a theme (`theme`). Exactly one of class and region is there.
    """

    school_class: fields.ForeignKeyNullableRelation[SchoolClass] = fields.ForeignKeyField(
        "models.SchoolClass", "tasks", on_delete=RESTRICT, null=True
    )
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "models.Region", "themes", on_delete=RESTRICT, null=True
    )
    theme: fields.ForeignKeyNullableRelation["Task"] = fields.ForeignKeyField(
        "models.Task", "tasks", on_delete=RESTRICT, null=True
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "tasks", on_delete=RESTRICT
    )
    school_class_id: UUID | None
    region_id: UUID | None
    theme_id: UUID | None
    author_id: UUID
    title = fields.CharField(max_length=40)
    words = fields.CharField(max_length=500, default="", description="What to bring.")
    since = fields.DateField()
    until = fields.DateField(description="The last day.")
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    closed_at = fields.DatetimeField(null=True, description="Taken back before its time.")

    class Meta:
        table = "tasks"
        indexes = (("school_class_id", "until"), ("region_id", "until"))


class Answer(Record):
    """A child's entry as the answer to a task: one for each child.

    Whether the class sees it is the entry's own audience; here stands only that it was answered.
    """

    task: fields.ForeignKeyRelation[Task] = fields.ForeignKeyField(
        "models.Task", "answers", on_delete=RESTRICT
    )
    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "answers", on_delete=RESTRICT
    )
    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "answers", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "answers", on_delete=RESTRICT
    )
    task_id: UUID
    student_id: UUID
    entry_id: UUID
    account_id: UUID

    class Meta:
        table = "answers"
        unique_together = (("task_id", "student_id"),)
        indexes = (("entry_id",), ("student_id",))
