"""Documents of a bag, as far as they are brought back; docs/export-format.md tells of all."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from models.archive.filing import Category, OpenLevel, Retention
from models.archive.growth import Dimension
from models.archive.photos import Medium, TakenFrom
from models.archive.stories import Warmth
from models.people.families import Relation
from models.people.students import Sex
from models.trust.consents import Capacity, Purpose
from service.archive.entry_forms import AudienceWord

RoleWord = Literal["viewer", "contributor", "editor", "guardian", "owner"]


class By(msgspec.Struct):
    """Whose words or picture it is."""

    id: UUID
    nickname: str


class MemberDocument(msgspec.Struct):
    account_id: UUID
    nickname: str
    relation: Relation
    role: RoleWord
    since: datetime
    until: datetime | None


class FamilyDocument(msgspec.Struct):
    id: UUID
    name: str
    members: list[MemberDocument]


class PersonDocument(msgspec.Struct):
    id: UUID
    account_id: UUID | None
    name: str
    relation: str
    born: str
    died: str


class MeasurementDocument(msgspec.Struct):
    id: UUID
    author_id: UUID
    day: date
    height_mm: int | None
    weight_g: int | None
    left_eye: int | None
    right_eye: int | None


class StudentDocument(msgspec.Struct):
    id: UUID
    person_id: UUID
    nickname: str
    full_name: str
    birth_date: date
    sex: Sex | None
    avatar_id: UUID | None
    created_at: datetime
    measurements: list[MeasurementDocument]


class WithdrawalDocument(msgspec.Struct):
    account_id: UUID
    at: datetime


class ConsentDocument(msgspec.Struct):
    id: UUID
    account_id: UUID
    student_id: UUID | None
    purpose: Purpose
    version: str
    text_hash: str
    capacity: Capacity
    given_at: datetime
    withdrawal: WithdrawalDocument | None


class PhotoDocument(msgspec.Struct):
    id: UUID
    file: str
    name: str
    medium: Medium
    media_type: str
    bytes: int
    sha256: str
    sm3: str
    width: int
    height: int
    seconds: float
    taken: str
    taken_from: TakenFrom
    taken_at: datetime | None
    place: str
    exif: dict[str, Any] | None
    caption: str
    duplicate_of_id: UUID | None
    covers_id: UUID | None
    uploaded_at: datetime
    uploaded_by: By
    person_ids: list[UUID]


class StoryDocument(msgspec.Struct):
    id: UUID
    author: By
    words: str
    recording_id: UUID | None
    created_at: datetime


class CommentDocument(msgspec.Struct):
    id: UUID
    author: By
    words: str
    created_at: datetime


class ReactionDocument(msgspec.Struct):
    id: UUID
    author: By
    warmth: Warmth
    created_at: datetime


class EntryDocument(msgspec.Struct):
    id: UUID
    student_id: UUID | None
    author: By
    title: str
    story: str
    dimension: Dimension | None
    happened: str
    place: str
    milestone: str
    audience: AudienceWord
    draft: bool
    version: int
    created_at: datetime
    person_ids: list[UUID]
    photo_ids: list[UUID]
    stories: list[StoryDocument]
    comments: list[CommentDocument]
    reactions: list[ReactionDocument]
    endorsements: list[dict[str, Any]]


class ArchiveDocument(msgspec.Struct):
    scheme: str
    fonds: str | None
    confirmed_at: datetime | None
    confirmed_by_id: UUID | None


class BoxDocument(msgspec.Struct):
    id: UUID
    number: int
    title: str
    location: str
    created_at: datetime


class FileDocument(msgspec.Struct):
    photo_id: UUID
    position: int
    media_type: str
    bytes: int
    sha256: str
    width: int
    height: int


class ItemDocument(msgspec.Struct):
    id: UUID
    student_id: UUID | None
    entry_id: UUID | None
    filed_by_id: UUID
    box_id: UUID | None
    number: str
    household: str
    category: Category
    year: int
    retention: Retention
    serial: int
    scheme: str
    class_code: str
    title: str
    happened: str
    place: str
    words: str
    responsible: str
    source: str
    location: str
    open_level: OpenLevel
    version: int
    created_at: datetime
    person_ids: list[UUID]
    files: list[FileDocument]


class FiledDocument(msgspec.Struct):
    archive: ArchiveDocument | None
    boxes: list[BoxDocument]
    items: list[ItemDocument]
    withdrawn: list[str]
