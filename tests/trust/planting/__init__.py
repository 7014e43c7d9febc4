"""Planting: what each feature of its own adds of the canary child, over HTTP.

Each takes the home; the child, its class and its consents are there already.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.trust.planting import (
    booklets,
    coverings,
    desk,
    donations,
    entries,
    exports,
    feed,
    filing,
    handovers,
    measurements,
    moderation,
    posters,
    posts,
    printed_albums,
    reminders,
    show_pages,
    stories,
    tasks,
)

Planting = Callable[[Any], Awaitable[None]]

PLANTINGS: tuple[Planting, ...] = (
    booklets.plant,
    coverings.plant,
    desk.plant,
    donations.plant,
    entries.plant,
    exports.plant,
    feed.plant,
    filing.plant,
    handovers.plant,
    measurements.plant,
    moderation.plant,
    posters.plant,
    posts.plant,
    printed_albums.plant,
    reminders.plant,
    show_pages.plant,
    stories.plant,
    tasks.plant,
)
