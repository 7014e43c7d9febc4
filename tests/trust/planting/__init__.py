"""Planting: what each feature of its own adds of the canary child, over HTTP.

Each takes the home; the child, its class and its consents are there already.
"""

from collections.abc import Awaitable, Callable
from typing import Any

Planting = Callable[[Any], Awaitable[None]]

PLANTINGS: tuple[Planting, ...] = ()
