"""Imports: a folder or a ZIP of old photos on its way into the timeline, file by file."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.archive.growth import Entry
from models.archive.photos import Photo, TakenFrom
from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.students import Student


class ImportState(StrEnum):
    """Listed and looked at (nothing is written yet) → under way → done; or given up."""

    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Import(Record):
    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "imports", on_delete=RESTRICT
    )
    student: fields.ForeignKeyNullableRelation[Student] = fields.ForeignKeyField(
        "models.Student", "imports", on_delete=RESTRICT, null=True
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "imports", on_delete=RESTRICT
    )
    family_id: UUID
    student_id: UUID | None
    account_id: UUID
    name = fields.CharField(max_length=200, description="Of the folder or the ZIP.")
    state = fields.CharEnumField(ImportState, max_length=10, default=ImportState.PREVIEW)
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "imports"
        indexes = (("family_id", "id"),)


class ItemState(StrEnum):
    """FOUND in the list; UPLOADED: its photo is there; KEPT: in the timeline; or SKIPPED."""

    FOUND = "found"
    UPLOADED = "uploaded"
    KEPT = "kept"
    SKIPPED = "skipped"


class ImportItem(Record):
    """One file of an import; `reason` says why it was skipped."""

    importing: fields.ForeignKeyRelation[Import] = fields.ForeignKeyField(
        "models.Import", "items", on_delete=RESTRICT
    )
    photo: fields.ForeignKeyNullableRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "imported_as", on_delete=fields.OnDelete.SET_NULL, null=True
    )
    entry: fields.ForeignKeyNullableRelation[Entry] = fields.ForeignKeyField(
        "models.Entry", "imported_as", on_delete=fields.OnDelete.SET_NULL, null=True
    )
    importing_id: UUID
    photo_id: UUID | None
    entry_id: UUID | None
    path = fields.CharField(max_length=400, description="Inside the folder or the ZIP.")
    folder = fields.CharField(max_length=400, default="", description="Its part before the name.")
    bytes = fields.BigIntField()
    sha256 = fields.CharField(max_length=64, default="", description="By the browser's word.")
    taken = fields.CharField(max_length=40, default="", description="EDTF.")
    taken_from = fields.CharEnumField(TakenFrom, max_length=10, default=TakenFrom.NOBODY)
    caption = fields.CharField(
        max_length=500, default="", db_default="", description="What stood beside the file."
    )
    album = fields.CharField(
        max_length=60, default="", db_default="", description="Which people had put it into."
    )
    state = fields.CharEnumField(ItemState, max_length=10, default=ItemState.FOUND)
    reason = fields.CharField(max_length=40, default="")
    upload_id = fields.UUIDField(null=True)

    class Meta:
        table = "import_items"
        unique_together = (("importing_id", "path"),)
        indexes = (("photo_id",), ("entry_id",), ("upload_id",))
