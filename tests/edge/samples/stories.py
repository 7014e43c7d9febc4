"""Bodies of what the family says of an entry."""

from typing import Any

from handlers.archive.entry_reactions import ReactionDraft
from service.archive.entry_comments import CommentDraft
from service.archive.stories import StoryChange, StoryDraft
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    CommentDraft: {"words": "真好！"},
    ReactionDraft: {"warmth": "抱抱"},
    StoryChange: {"words": "那天是我扶着车座跑的"},
    StoryDraft: {"words": "那天是我扶着车座跑的", "recording_id": NOBODY},
}
