"""Bodies of what covers faces in a photo."""

from typing import Any

from service.archive.coverings import CoveringDraft

AREA = {"x": 0.42, "y": 0.18, "width": 0.12, "height": 0.16, "sticker": "sun"}
SAMPLES: dict[type, dict[str, Any]] = {CoveringDraft: {"areas": [AREA]}}
