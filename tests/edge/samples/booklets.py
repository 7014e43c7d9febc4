"""Bodies of what makes a booklet and takes it on its way."""

from typing import Any

from service.archive.booklet_steps import Confirmation
from service.archive.booklets import BookletChange, BookletDraft
from service.archive.class_booklets import TeachersWords
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    BookletDraft: {
        "since": "2025-09-01",
        "until": "2026-01-20",
        "title": "小满的成长册",
        "entry_ids": [NOBODY],
    },
    BookletChange: {"title": "四年级上学期", "entry_ids": [NOBODY]},
    Confirmation: {"choice": "9f2c4e8a1b7d3f60a5c8e2d4b6f19073", "together": True},
    TeachersWords: {"words": "慢慢来。"},
}
