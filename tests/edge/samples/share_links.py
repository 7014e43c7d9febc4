"""Bodies of links, and of the pages that they open."""

from typing import Any

from service.sharing.share_links import PageLinkDraft, ShareLinkDraft
from service.sharing.show_page_drafts import ShowPageChange, ShowPageDraft
from tests.edge.samples.common import NOBODY

SECTION = {"title": "太爷爷的船", "entry_ids": [NOBODY], "item_ids": [NOBODY]}
PAGE = {"title": "我们家的海", "words": "三代人", "sections": [SECTION], "knowingly": False}
SAMPLES: dict[type, dict[str, Any]] = {
    PageLinkDraft: {"days": 3},
    ShareLinkDraft: {
        "days": 3,
        "layout": "grid",
        "picks": [NOBODY],
        "story_id": NOBODY,
        "knowingly": False,
    },
    ShowPageDraft: PAGE,
    ShowPageChange: PAGE | {"version": 1},
}
