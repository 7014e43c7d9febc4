"""Entries of the growth archive and the family archive, and the photos they hold."""

from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.photos import Photo
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person
from models.people.students import Student
from models.trust.consents import Consent
from models.trust.moderation import Standing


class Audience(IntEnum):
    """Who may see it, narrow to wide (可见范围)."""

    GUARDIANS = 10
    FAMILY = 20
    CLASS = 30
    PUBLIC = 40

    @property
    def word(self) -> str:
        """The word of the API and of the stored requests."""
        return self.name.lower()


class Dimension(StrEnum):
    """教育部 2014 综合素质评价 dimensions, and two of the family's own."""

    MORALITY = "思想品德"
    STUDY = "学业水平"
    HEALTH = "身心健康"
    ART = "艺术素养"
    PRACTICE = "社会实践"
    FAMILY_LIFE = "家庭生活"
    MILESTONE = "里程碑"


UNDATED = date.max
"""Where an entry without a date sorts: before all others, so that somebody adds it."""


class Entry(Record):
    """One thing worth keeping. Without a student it belongs to the family archive.

    `unfinished` is its author's alone, who has not recorded it yet. What a student writes is a
    draft (`draft`) until a guardian confirms it. `version` counts its changes.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "entries", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "entries", on_delete=RESTRICT
    )
    student: fields.ForeignKeyNullableRelation[Student] = fields.ForeignKeyField(
        "models.Student", "entries", on_delete=RESTRICT, null=True
    )
    consent: fields.ForeignKeyNullableRelation[Consent] = fields.ForeignKeyField(
        "models.Consent", "entries", on_delete=RESTRICT, null=True
    )
    family_id: UUID
    author_id: UUID
    student_id: UUID | None
    consent_id: UUID | None
    title = fields.CharField(max_length=60, default="")
    story = fields.TextField(default="")
    dimension = fields.CharEnumField(Dimension, max_length=10, null=True)
    audience = fields.IntEnumField(Audience, default=Audience.FAMILY)
    happened = fields.CharField(max_length=40, default="")
    place = fields.CharField(max_length=60, default="", db_default="")
    milestone = fields.CharField(
        max_length=20, default="", db_default="", description="The template it is of."
    )
    sort_day = fields.DateField(default=UNDATED)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    draft = fields.BooleanField(default=False)
    unfinished = fields.BooleanField(default=False, db_default=False)
    version = fields.IntField(default=1, db_default=1)
    deleted_at = fields.DatetimeField(null=True)
    persons: fields.ReverseRelation["EntryPerson"]
    pictures: fields.ReverseRelation["EntryPhoto"]

    class Meta:
        table = "entries"
        indexes = (("student_id", "sort_day", "id"), ("family_id", "sort_day", "id"))


class EntryRevision(Record):
    """An entry as it stood before a change: what it said, who changed it, whether it was passed."""

    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "revisions", on_delete=RESTRICT
    )
    changed_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "revisions", on_delete=RESTRICT
    )
    entry_id: UUID
    changed_by_id: UUID
    version = fields.IntField()
    title = fields.CharField(max_length=60, default="")
    story = fields.TextField(default="")
    happened = fields.CharField(max_length=40, default="")
    place = fields.CharField(max_length=60, default="")
    dimension = fields.CharEnumField(Dimension, max_length=10, null=True)
    audience = fields.IntEnumField(Audience)
    standing = fields.CharEnumField(Standing, max_length=10)

    class Meta:
        table = "entry_revisions"
        unique_together = (("entry_id", "version"),)


class TimelineMonth(Record):
    """How many entries a month of a timeline holds: of a child, or of the family's own.

    `told` are those that the whole family reads, `kept` those that only guardians do; what has not
    passed its check is its author's and in neither. The database counts, and keeps one row for each
    month: see the migration.
    """

    family_id = fields.UUIDField()
    student_id = fields.UUIDField(null=True)
    month = fields.DateField(description="Its first day; of undated entries 9999-12-01.")
    told = fields.IntField(default=0)
    kept = fields.IntField(default=0)

    class Meta:
        table = "timeline_months"


class EntryPhoto(Record):
    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "pictures", on_delete=RESTRICT
    )
    photo: fields.ForeignKeyRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "entry_places", on_delete=RESTRICT
    )
    entry_id: UUID
    photo_id: UUID
    position = fields.IntField(description="Ascending, with gaps where photos were moved out.")

    class Meta:
        table = "entry_photos"
        indexes = (("photo_id",),)
        unique_together = (("entry_id", "photo_id"),)


class EntryPerson(Record):
    """Somebody of whom an entry tells."""

    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "persons", on_delete=RESTRICT
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", "entries", on_delete=RESTRICT
    )
    entry_id: UUID
    person_id: UUID

    class Meta:
        table = "entry_persons"
        indexes = (("person_id",),)
        unique_together = (("entry_id", "person_id"),)
