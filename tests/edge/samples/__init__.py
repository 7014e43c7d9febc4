"""Samples: one body for each draft, every field of it filled; each wing has its own."""

from typing import Any

from tests.edge.samples import (
    booklets,
    class_cards,
    common,
    coverings,
    desk,
    entries,
    feed,
    measurements,
    moderation,
    posters,
    posts,
    reminders,
    share_links,
    stories,
    tasks,
)

SAMPLES: dict[type, dict[str, Any]] = {
    **booklets.SAMPLES,
    **class_cards.SAMPLES,
    **common.SAMPLES,
    **coverings.SAMPLES,
    **desk.SAMPLES,
    **entries.SAMPLES,
    **feed.SAMPLES,
    **measurements.SAMPLES,
    **moderation.SAMPLES,
    **posters.SAMPLES,
    **posts.SAMPLES,
    **reminders.SAMPLES,
    **share_links.SAMPLES,
    **stories.SAMPLES,
    **tasks.SAMPLES,
}
