"""Forms of entries: what is sent of one, new or to be changed."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from models.archive.growth import Dimension, Entry
from service.archive.milestones import MilestoneKey
from service.foundation.drafts import Draft, text
from service.foundation.errors import Invalid
from service.people.persons import PersonIds

Title = Annotated[str, text(60, least=0, description="What it was, in a line.")]
StoryText = Annotated[str, text(5000, least=0, description="What there is to tell.")]
PlaceName = Annotated[str, text(60, least=0, description="What the family calls the place.")]
Happened = Annotated[
    str,
    Meta(max_length=40, description="EDTF: 2016-05-01, 1986-22~, 198X, 2016-07/2016-08; or empty."),
]
AudienceWord = Literal["guardians", "family", "class"]
Unfinished = Annotated[bool, Meta(description="The author's alone until it is false, for good.")]
Version = Annotated[
    int, Meta(ge=1, le=2_147_483_647, description="The `version` that was looked at.")
]


class EntryDraft(Draft):
    """An entry: photos, words, or both; everything else may come later."""

    family_id: UUID
    student_id: UUID | None = None
    photo_ids: Annotated[list[UUID], Meta(max_length=20)] = msgspec.field(default_factory=list)
    person_ids: PersonIds = msgspec.field(default_factory=list)
    title: Title = ""
    story: StoryText = ""
    happened: Happened = ""
    place: PlaceName = ""
    milestone: MilestoneKey = ""
    dimension: Dimension | None = None
    audience: AudienceWord = "family"
    unfinished: Unfinished = False


class EntryChange(Draft):
    """What is to change of an entry; what is left out stays."""

    title: Title | UnsetType = UNSET
    story: StoryText | UnsetType = UNSET
    happened: Happened | UnsetType = UNSET
    place: PlaceName | UnsetType = UNSET
    milestone: MilestoneKey | UnsetType = UNSET
    dimension: Dimension | UnsetType | None = UNSET
    audience: AudienceWord | UnsetType = UNSET
    person_ids: PersonIds | UnsetType = UNSET
    unfinished: Unfinished | UnsetType = UNSET
    version: Version | UnsetType = UNSET


def require_something(entry: Entry, *, pictured: bool) -> None:
    """Refuse an entry that neither tells nor shows anything; a place is enough to begin with."""
    begun = entry.unfinished and entry.place.strip()
    if not (pictured or (entry.title + entry.story).strip() or begun):
        raise Invalid.field("photo_ids", "entry.empty", "选一张照片，或者写一句话")
