"""Bodies of what is recorded, changed and confirmed of an entry."""

from typing import Any

from handlers.archive.entry_drafts import EntryConfirmation
from service.archive.growth import EntryChange, EntryDraft
from service.archive.photo_order import PhotoOrder
from tests.edge.samples.common import NOBODY

WORDS = {
    "title": "第一步",
    "story": "走了三步",
    "happened": "2017-04",
    "place": "外婆家",
    "milestone": "first_steps",
    "dimension": "身心健康",
    "audience": "family",
    "person_ids": [NOBODY],
    "unfinished": False,
}
SAMPLES: dict[type, dict[str, Any]] = {
    EntryChange: WORDS | {"version": 1},
    EntryConfirmation: {"version": 1},
    PhotoOrder: {"photo_ids": [NOBODY]},
    EntryDraft: WORDS | {"family_id": NOBODY, "student_id": NOBODY, "photo_ids": [NOBODY]},
}
