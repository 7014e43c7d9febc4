"""Bodies of what is shown, and of the topics that invite to it."""

from typing import Any

from service.sharing.post_drafts import PostChange, PostDraft
from service.sharing.topics import TopicChange, TopicDraft
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    PostChange: {
        "words": "春节",
        "photo_ids": [NOBODY],
        "audience": "family",
        "topic_id": NOBODY,
        "version": 1,
        "knowingly": False,
    },
    PostDraft: {
        "family_id": NOBODY,
        "photo_ids": [NOBODY],
        "words": "春节",
        "student_id": NOBODY,
        "entry_id": NOBODY,
        "topic_id": NOBODY,
        "audience": "family",
        "knowingly": False,
    },
    TopicChange: {"words": "晒一件老物件", "until": "2027-06-30"},
    TopicDraft: {
        "title": "6·9 国际档案日",
        "words": "晒一件老物件",
        "since": "2027-06-01",
        "until": "2027-06-30",
    },
}
