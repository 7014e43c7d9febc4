"""Bodies of what is filed, and of the boxes in which it lies."""

from typing import Any

from service.archive.boxes import BoxChange, BoxDraft
from service.archive.family_archives import ArchiveChange
from service.archive.filing_forms import FilingChange, FilingDraft
from tests.edge.samples.common import NOBODY

SAID: dict[str, Any] = {
    "class_code": "D2",
    "title": "三好学生奖状",
    "happened": "2024-06",
    "person_ids": [NOBODY],
    "photo_ids": [NOBODY],
    "box_id": NOBODY,
    "open_level": "family",
    "place": "香洲一小",
    "words": "二年级下学期得的。",
    "responsible": "香洲一小",
    "source": "家里保存",
    "location": "书房柜子第二层",
}
SAMPLES: dict[type, dict[str, Any]] = {
    ArchiveChange: {"scheme": "b_1"},
    BoxDraft: {"title": "爷爷的信", "location": "书房柜子第二层"},
    BoxChange: {"title": "爷爷的信", "location": "书房柜子第三层"},
    FilingChange: {**SAID, "version": 1},
    FilingDraft: {
        **SAID,
        "family_id": NOBODY,
        "student_id": NOBODY,
        "entry_id": NOBODY,
        "category": "WS",
        "retention": "Y",
    },
}
