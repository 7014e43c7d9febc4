"""Samples: one body for each draft, every field of it filled; each wing has its own."""

from typing import Any

from tests.edge.samples import common, reminders

SAMPLES: dict[type, dict[str, Any]] = {**common.SAMPLES, **reminders.SAMPLES}
