"""Bodies of what is asked for to be printed as an album."""

from typing import Any

from service.archive.printed_albums import AlbumDraft
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    AlbumDraft: {
        "title": "我们的2025年",
        "subtitle": "一年级的那一年",
        "year": 2025,
        "student_id": NOBODY,
        "person_id": NOBODY,
        "class_code": "F1",
    }
}
