"""Bodies of what covers faces in a photo."""

from typing import Any

from service.archive.coverings import CoveringDraft
from service.archive.stickers import Area

AREA = {"x": 0.42, "y": 0.18, "width": 0.12, "height": 0.16, "sticker": "sun"}
SAMPLES: dict[type, dict[str, Any]] = {Area: AREA, CoveringDraft: {"areas": [AREA]}}
