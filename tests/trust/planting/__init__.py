"""Planting: what each feature of its own adds of the canary child, over HTTP.

Each takes the home; the child, its class and its consents are there already.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.trust.planting import (
    booklets,
    desk,
    entries,
    handovers,
    measurements,
    reminders,
    stories,
    tasks,
)

Planting = Callable[[Any], Awaitable[None]]

PLANTINGS: tuple[Planting, ...] = (
    booklets.plant,
    desk.plant,
    entries.plant,
    handovers.plant,
    measurements.plant,
    reminders.plant,
    stories.plant,
    tasks.plant,
)
