"""Bodies of what a desk sends: its secret, and the files of an import."""

from typing import Any

from handlers.people.desks import DeskSecret
from service.archive.import_items import GroupChange, ItemsDraft
from service.archive.import_uploads import TicketsDraft
from service.archive.imports import ImportDraft
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    DeskSecret: {"secret": "s"},
    GroupChange: {
        "day": "2008-02-07",
        "folder": "外婆的相册",
        "paths": ["外婆的相册/扫描0001.jpg"],
        "taken": "1986-22~",
        "skipped": False,
    },
    ImportDraft: {"name": "老照片", "student_id": NOBODY},
    ItemsDraft: {
        "items": [
            {
                "path": "a.jpg",
                "bytes": 9,
                "sha256": "0" * 64,
                "exif_taken": "2008-02-07",
                "note_taken": "2008-02",
                "caption": "外婆第一次坐船",
                "album": "三亚",
                "note": "",
            },
        ]
    },
    TicketsDraft: {"item_ids": [NOBODY]},
}
