"""Uploads (a ticket for one file), the photos they become, and whom these show.

A film and a recording are photos, too: `medium` tells which, and all are kept the same way.
"""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person
from models.trust.moderation import Standing


class Medium(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"


class UploadState(StrEnum):
    ISSUED = "issued"
    COMPLETED = "completed"
    EXPIRED = "expired"


class Upload(Record):
    """A ticket to put one object under one key chosen by us.

    Without a family it is for a picture of the account's own: its avatar. With `areas` nobody puts
    anything: a job covers these of the photo `covers_id`, and puts what comes of it.
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
    medium = fields.CharEnumField(Medium, max_length=10, default=Medium.PHOTO)
    bytes = fields.BigIntField(description="As the phone announced it: reserved until it ends.")
    state = fields.CharEnumField(UploadState, max_length=10, default=UploadState.ISSUED)
    expires_at = fields.DatetimeField()
    covers_id = fields.UUIDField(null=True)
    areas = fields.JSONField(null=True)

    class Meta:
        table = "uploads"
        indexes = (("family_id", "state"), ("state", "created_at"))


class PhotoState(StrEnum):
    """STORED: the object is there; READY: it was read and has its master; REFUSED: unreadable."""

    STORED = "stored"
    READY = "ready"
    REFUSED = "refused"


class TakenFrom(StrEnum):
    """Who says when it was taken. A person's word stands against the machine's."""

    NOBODY = ""
    CAMERA = "camera"
    FILE_NAME = "file_name"
    SIDECAR = "sidecar"
    PERSON = "person"


class Photo(Record):
    """A verified object. EXIF and place stay private to the family.

    `taken` is EDTF, as exactly as it is known; empty is the normal case, never the upload's day.
    `words_standing` is the safety check of `caption`, which others read once it passed; the name of
    a `place` has passed before it is kept.
    """

    upload: fields.OneToOneRelation[Upload] = fields.OneToOneField(
        "models.Upload", "photo", on_delete=RESTRICT
    )
    family: fields.ForeignKeyNullableRelation[Family] = fields.ForeignKeyField(
        "models.Family", "photos", on_delete=RESTRICT, null=True
    )
    uploader: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "photos", on_delete=RESTRICT
    )
    duplicate_of: fields.ForeignKeyNullableRelation["Photo"] = fields.ForeignKeyField(
        "models.Photo",
        "duplicates",
        on_delete=fields.OnDelete.SET_NULL,
        null=True,
        description="The family's first one with the same bytes.",
    )
    covers: fields.ForeignKeyNullableRelation["Photo"] = fields.ForeignKeyField(
        "models.Photo",
        "covered_copies",
        on_delete=fields.OnDelete.SET_NULL,
        null=True,
        description="The one of which it is a copy with stickers on it.",
    )
    upload_id: UUID
    family_id: UUID | None
    uploader_id: UUID
    duplicate_of_id: UUID | None
    covers_id: UUID | None
    key = fields.CharField(max_length=200, unique=True)
    etag = fields.CharField(max_length=40)
    bytes = fields.BigIntField()
    medium = fields.CharEnumField(Medium, max_length=10, default=Medium.PHOTO)
    state = fields.CharEnumField(PhotoState, max_length=10, default=PhotoState.STORED)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    refusal = fields.CharField(max_length=80, default="")
    media_type = fields.CharField(max_length=40, default="")
    sha256 = fields.CharField(max_length=64, default="")
    sm3 = fields.CharField(max_length=64, default="")
    width = fields.IntField(default=0)
    height = fields.IntField(default=0)
    seconds = fields.FloatField(default=0, description="Of a film or a recording.")
    colour = fields.CharField(max_length=7, default="")
    thumbhash = fields.CharField(max_length=40, default="", description="Base64.")
    likeness = fields.BigIntField(null=True, description="64 bits; look-alikes differ in few.")
    master_key = fields.CharField(max_length=200, default="")
    clean_key = fields.CharField(max_length=200, default="", description="To be played.")
    check_key = fields.CharField(max_length=200, default="", description="For the safety check.")
    copies = fields.JSONField(default=dict, description="The etags of these three, by their keys.")
    taken = fields.CharField(max_length=40, default="")
    taken_day = fields.DateField(null=True, description="The first day that `taken` may mean.")
    taken_at = fields.DatetimeField(null=True, description="By the camera's clock.")
    taken_from = fields.CharEnumField(TakenFrom, max_length=10, default=TakenFrom.NOBODY)
    caption = fields.CharField(max_length=500, default="")
    place = fields.CharField(max_length=60, default="")
    words_by_id = fields.UUIDField(null=True, description="Whose words the caption is.")
    words_standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PASSED)
    exif = fields.JSONField(null=True)
    deleted_at = fields.DatetimeField(null=True, description="In the trash since then.")
    discard_id = fields.UUIDField(null=True, description="The act that put it there.")
    verified_at = fields.DatetimeField(null=True, description="Its bytes were last found whole.")
    persons: fields.ReverseRelation["PhotoPerson"]

    class Meta:
        table = "photos"
        indexes = (
            ("family_id", "sha256"),
            ("family_id", "taken_day", "id"),
            ("family_id", "deleted_at", "id"),
            ("discard_id",),
            ("duplicate_of_id",),
            ("covers_id",),
            ("verified_at",),
        )

    @property
    def shown_to_others(self) -> bool:
        passed = self.state is PhotoState.READY and self.standing is Standing.PASSED
        return passed and self.deleted_at is None


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
