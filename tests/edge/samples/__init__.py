"""Samples: one body for each draft, every field of it filled; each wing has its own."""

from typing import Any

from tests.edge.samples import (
    booklets,
    class_cards,
    common,
    desk,
    entries,
    measurements,
    reminders,
    stories,
    tasks,
)

SAMPLES: dict[type, dict[str, Any]] = {
    **booklets.SAMPLES,
    **class_cards.SAMPLES,
    **common.SAMPLES,
    **desk.SAMPLES,
    **entries.SAMPLES,
    **measurements.SAMPLES,
    **reminders.SAMPLES,
    **stories.SAMPLES,
    **tasks.SAMPLES,
}
