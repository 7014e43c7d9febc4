"""Samples: one body for each draft, every field of it filled; each wing has its own."""

from typing import Any

from tests.edge.samples import (
    booklets,
    class_cards,
    common,
    coverings,
    desk,
    donations,
    entries,
    exports,
    feed,
    filing,
    measurements,
    moderation,
    posters,
    posts,
    printed_albums,
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
    **donations.SAMPLES,
    **entries.SAMPLES,
    **exports.SAMPLES,
    **feed.SAMPLES,
    **filing.SAMPLES,
    **measurements.SAMPLES,
    **moderation.SAMPLES,
    **posters.SAMPLES,
    **posts.SAMPLES,
    **printed_albums.SAMPLES,
    **reminders.SAMPLES,
    **share_links.SAMPLES,
    **stories.SAMPLES,
    **tasks.SAMPLES,
}
