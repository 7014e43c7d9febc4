"""Filing (归档): what a family's archive holds as items, each under its archival number (档号)."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.growth import UNDATED, Entry
from models.archive.photos import Photo
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person
from models.people.students import Student
from models.trust.moderation import Standing


class Category(StrEnum):
    """门类: what kind of thing it is (DA/T 13-2022)."""

    PHOTO = "ZP"
    SOUND = "LY"
    FILM = "LX"
    OBJECT = "SW"
    PAPER = "WS"

    @property
    def word(self) -> str:
        """As it is written on a label."""
        return {"ZP": "照片", "LY": "录音", "LX": "录像", "SW": "实物", "WS": "文书"}[self.value]


class Retention(StrEnum):
    """保管期限: for ever, or so many years."""

    PERMANENT = "Y"
    THIRTY = "D30"
    TEN = "D10"

    @property
    def word(self) -> str:
        """As it is written on a label."""
        return {"Y": "永久", "D30": "30年", "D10": "10年"}[self.value]


class OpenLevel(StrEnum):
    """开放级别: whose eyes it is for. What is of a closed class is CLOSED for good."""

    CLOSED = "closed"
    FAMILY = "family"
    OPEN = "open"

    @property
    def word(self) -> str:
        """As it is written in a catalogue."""
        return {"closed": "仅监护人", "family": "家人", "open": "可以展示"}[self.value]


class FamilyArchive(Record):
    """How a family files: by which scheme, and under which number outside the programme.

    `fonds` stands for a household number where there is none; once given it is the family's for
    good. `confirmed_at` is a guardian's word that this is the family's archive.
    """

    family: fields.OneToOneRelation[Family] = fields.OneToOneField(
        "models.Family", "archive", on_delete=RESTRICT
    )
    family_id: UUID
    scheme = fields.CharField(max_length=8)
    fonds = fields.CharField(max_length=12, unique=True, null=True)
    confirmed_at = fields.DatetimeField(null=True)
    confirmed_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "family_archives"


class Box(Record):
    """A box (盒) on a shelf at home, numbered from 1 within its family."""

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "boxes", on_delete=RESTRICT
    )
    family_id: UUID
    number = fields.IntField()
    title = fields.CharField(max_length=40)
    location = fields.CharField(max_length=60, default="")
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "boxes"
        unique_together = (("family_id", "number"),)


class FiledItem(Record):
    """An item (件). Its number, and what the number says, never change.

    `scheme` is the version under which `class_code` was given. `responsible` (责任者) made the
    thing, `filed_by` (著录者) described it, `source` tells where it came from and `location` where
    it lies.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "filed_items", on_delete=RESTRICT
    )
    student: fields.ForeignKeyNullableRelation[Student] = fields.ForeignKeyField(
        "models.Student", "filed_items", on_delete=RESTRICT, null=True
    )
    entry: fields.ForeignKeyNullableRelation[Entry] = fields.ForeignKeyField(
        "models.Entry",
        "filed_items",
        on_delete=fields.OnDelete.SET_NULL,
        null=True,
        description="From which it was filed.",
    )
    filed_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "filed_items", on_delete=RESTRICT
    )
    box: fields.ForeignKeyNullableRelation[Box] = fields.ForeignKeyField(
        "models.Box", "items", on_delete=RESTRICT, null=True
    )
    family_id: UUID
    student_id: UUID | None
    entry_id: UUID | None
    filed_by_id: UUID
    box_id: UUID | None
    number = fields.CharField(max_length=40, unique=True)
    household = fields.CharField(max_length=12)
    category = fields.CharEnumField(Category, max_length=2)
    year = fields.SmallIntField()
    retention = fields.CharEnumField(Retention, max_length=3)
    serial = fields.IntField()
    scheme = fields.CharField(max_length=8)
    class_code = fields.CharField(max_length=4)
    title = fields.CharField(max_length=60)
    happened = fields.CharField(max_length=40, description="EDTF.")
    sort_day = fields.DateField(default=UNDATED)
    place = fields.CharField(max_length=60, default="")
    words = fields.CharField(max_length=500, default="")
    responsible = fields.CharField(max_length=40)
    source = fields.CharField(max_length=60)
    location = fields.CharField(max_length=60, default="")
    open_level = fields.CharEnumField(OpenLevel, max_length=10, default=OpenLevel.FAMILY)
    words_by_id = fields.UUIDField(description="Who said it last: theirs alone until it passed.")
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    version = fields.IntField(default=1)
    persons: fields.ReverseRelation["FiledPerson"]
    files: fields.ReverseRelation["FiledFile"]

    class Meta:
        table = "filed_items"
        unique_together = (("household", "category", "year", "retention", "serial"),)
        indexes = (
            ("family_id", "id"),
            ("family_id", "class_code"),
            ("student_id",),
            ("entry_id",),
            ("box_id",),
        )


class FiledFile(Record):
    """A file of an item, with what was recorded of it when it was filed."""

    item: fields.ForeignKeyRelation[FiledItem] = fields.ForeignKeyField(
        "models.FiledItem", "files", on_delete=RESTRICT
    )
    photo: fields.ForeignKeyRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "filed_as", on_delete=RESTRICT
    )
    item_id: UUID
    photo_id: UUID
    position = fields.SmallIntField()
    media_type = fields.CharField(max_length=40)
    bytes = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    width = fields.IntField(default=0)
    height = fields.IntField(default=0)

    class Meta:
        table = "filed_files"
        unique_together = (("item_id", "photo_id"),)
        indexes = (("photo_id",),)


class FiledPerson(Record):
    """Somebody of whom an item tells."""

    item: fields.ForeignKeyRelation[FiledItem] = fields.ForeignKeyField(
        "models.FiledItem", "persons", on_delete=RESTRICT
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", "filed_items", on_delete=RESTRICT
    )
    item_id: UUID
    person_id: UUID

    class Meta:
        table = "filed_persons"
        unique_together = (("item_id", "person_id"),)
        indexes = (("person_id",),)


class WithdrawnNumber(Record):
    """The tombstone of an item: its number was given once and never will be again."""

    family_id = fields.UUIDField(db_index=True)
    number = fields.CharField(max_length=40, unique=True)

    class Meta:
        table = "withdrawn_numbers"
