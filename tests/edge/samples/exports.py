"""Bodies of what is asked for to be taken home."""

from typing import Any

from service.archive.exports import ExportDraft
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {ExportDraft: {"student_id": NOBODY}}
