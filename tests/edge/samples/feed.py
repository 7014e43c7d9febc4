"""Bodies of what is said under posts, and of whom a family keeps away."""

from typing import Any

from service.sharing.distances import BlockDraft
from service.sharing.post_comments import PostCommentDraft
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    BlockDraft: {"post_comment_id": NOBODY},
    PostCommentDraft: {"words": "拍得真好！", "thread_id": NOBODY, "knowingly": True},
}
