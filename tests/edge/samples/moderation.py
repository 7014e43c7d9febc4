"""Bodies of what is reported, appealed against, decided and restricted."""

from typing import Any

from handlers.trust.review_queue import LeaseDraft
from service.sharing.appeals import AppealDraft
from service.sharing.reports import ReportDraft
from service.trust.restrictions import RestrictionDraft
from service.trust.review_decisions import ReviewDecision, ReviewDecisions
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    AppealDraft: {"words": "照片里是我们自己家的门口"},
    LeaseDraft: {"most": 10},
    ReportDraft: {"reason": "private", "words": "看得到门牌号"},
    RestrictionDraft: {
        "what": "commenting",
        "reason": "几次留言都让人难过",
        "days": 7,
        "whom": "maker",
        "review_id": NOBODY,
        "post_id": None,
        "post_comment_id": None,
    },
    ReviewDecision: {"passes": False, "reason": "private"},
    ReviewDecisions: {"ids": [NOBODY], "passes": False, "reason": "private"},
}
