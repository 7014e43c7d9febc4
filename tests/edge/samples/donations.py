"""Bodies of what is offered to an archive, answered by it, signed and narrowed."""

from typing import Any

from service.programme.donation_desk import DecisionDraft
from service.programme.donation_signing import PublicationDraft, SignatureDraft
from service.programme.donations import DonationDraft
from tests.edge.samples.common import NOBODY

CHOSEN = {"publication": "ask_first", "closed_until": "2046-01-01", "named": True}
SAMPLES: dict[type, dict[str, Any]] = {
    DecisionDraft: {"wanted": True, "words": "这些照片记下了盐场的老样子。"},
    DonationDraft: {"region_id": NOBODY, "item_ids": [NOBODY], "words": "爷爷的老照片。"},
    PublicationDraft: {"publication": "never"},
    SignatureDraft: {**CHOSEN, "signature": "陈静", "sha256": "0" * 64},
}
