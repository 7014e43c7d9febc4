"""Forms of filed items: what is sent of one, new or to be changed."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from models.archive.filing import Category, OpenLevel, Retention
from service.archive.entry_forms import PlaceName, Version
from service.foundation.drafts import Draft, text
from service.people.persons import PersonIds

MOST_FILES = 50
ClassCode = Annotated[str, text(4, description="A lowest class of the family's scheme, as `F1`.")]
ItemTitle = Annotated[str, text(60, description="What it is, in a line (题名).")]
ItemDay = Annotated[
    str, Meta(min_length=1, max_length=40, description="When it is from, EDTF: 1986, 1986-22~, …")
]
ItemWords = Annotated[str, text(500, least=0, description="What there is to say (文字说明).")]
Responsible = Annotated[str, text(40, least=0, description="Who made it (责任者).")]
Source = Annotated[str, text(60, least=0, description="Where it came from (来源).")]
Location = Annotated[str, text(60, least=0, description="Where it lies at home (存放地点).")]
FileIds = Annotated[
    list[UUID], Meta(max_length=MOST_FILES, description="Its pictures, films or recordings.")
]


class FilingDraft(Draft):
    """What is filed: what, when and who; all else has a default.

    Of a closed class (证件、财产、健康) there are no pictures, and `location` is required.
    """

    family_id: UUID
    class_code: ClassCode
    title: ItemTitle
    happened: ItemDay
    person_ids: PersonIds = msgspec.field(default_factory=list)
    photo_ids: FileIds = msgspec.field(default_factory=list)
    student_id: UUID | None = None
    entry_id: UUID | None = None
    box_id: UUID | None = None
    category: Category | UnsetType = UNSET
    retention: Retention | UnsetType = UNSET
    open_level: OpenLevel | UnsetType = UNSET
    place: PlaceName = ""
    words: ItemWords = ""
    responsible: Responsible = ""
    source: Source = ""
    location: Location = ""


class FilingChange(Draft):
    """What is to change of an item; what is left out stays, and its number always does."""

    class_code: ClassCode | UnsetType = UNSET
    title: ItemTitle | UnsetType = UNSET
    happened: ItemDay | UnsetType = UNSET
    person_ids: PersonIds | UnsetType = UNSET
    photo_ids: FileIds | UnsetType = UNSET
    box_id: UUID | UnsetType | None = UNSET
    open_level: OpenLevel | UnsetType = UNSET
    place: PlaceName | UnsetType = UNSET
    words: ItemWords | UnsetType = UNSET
    responsible: Responsible | UnsetType = UNSET
    source: Source | UnsetType = UNSET
    location: Location | UnsetType = UNSET
    version: Version | UnsetType = UNSET
