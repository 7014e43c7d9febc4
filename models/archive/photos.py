"""Uploads (a ticket for one file), the photos they become, and whom these show."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person
from models.trust.moderation import Standing


class UploadState(StrEnum):
    ISSUED = "issued"
    COMPLETED = "completed"
    EXPIRED = "expired"


class Upload(Record):
    """A ticket to put one object under one key chosen by us.

    Without a family it is for a picture of the account's own: its avatar.
    """

    family: fields.ForeignKeyNullableRelation[Family] = fields.ForeignKeyField(
        "models.Family", "uploads", on_delete=RESTRICT, null=True
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "uploads", on_delete=RESTRICT
    )
    family_id: UUID | None
    account_id: UUID
    batch_id = fields.UUIDField(db_index=True)
    key = fields.CharField(max_length=200, unique=True)
    name = fields.CharField(max_length=200)
    state = fields.CharEnumField(UploadState, max_length=10, default=UploadState.ISSUED)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "uploads"


class PhotoState(StrEnum):
    """STORED: the object is there; READY: it was read and has its master; REFUSED: unreadable."""

    STORED = "stored"
    READY = "ready"
    REFUSED = "refused"


class Photo(Record):
    """A verified object. EXIF and place stay private to the family."""

    upload: fields.OneToOneRelation[Upload] = fields.OneToOneField(
        "models.Upload", "photo", on_delete=RESTRICT
    )
    family: fields.ForeignKeyNullableRelation[Family] = fields.ForeignKeyField(
        "models.Family", "photos", on_delete=RESTRICT, null=True
    )
    uploader: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "photos", on_delete=RESTRICT
    )
    upload_id: UUID
    family_id: UUID | None
    uploader_id: UUID
    key = fields.CharField(max_length=200, unique=True)
    etag = fields.CharField(max_length=40)
    bytes = fields.BigIntField()
    state = fields.CharEnumField(PhotoState, max_length=10, default=PhotoState.STORED)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    refusal = fields.CharField(max_length=80, default="")
    media_type = fields.CharField(max_length=40, default="")
    sha256 = fields.CharField(max_length=64, default="")
    width = fields.IntField(default=0)
    height = fields.IntField(default=0)
    colour = fields.CharField(max_length=7, default="")
    master_key = fields.CharField(max_length=200, default="")
    taken_on = fields.DateField(null=True)
    taken_at = fields.DatetimeField(null=True)
    exif = fields.JSONField(null=True)
    persons: fields.ReverseRelation["PhotoPerson"]

    class Meta:
        table = "photos"
        indexes = (("family_id", "sha256"),)

    @property
    def shown_to_others(self) -> bool:
        return self.state is PhotoState.READY and self.standing is Standing.PASSED


class PhotoPerson(Record):
    """Somebody whom a photo shows."""

    photo: fields.ForeignKeyRelation[Photo] = fields.ForeignKeyField(
        "models.Photo", "persons", on_delete=RESTRICT
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", "photos", on_delete=RESTRICT
    )
    photo_id: UUID
    person_id: UUID

    class Meta:
        table = "photo_persons"
        indexes = (("person_id",),)
        unique_together = (("photo_id", "person_id"),)
