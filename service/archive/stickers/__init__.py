"""Stickers: what is put over a face in a picture, so that nothing of it is left underneath.

Drawn in a process of its own (`python -m service.archive.stickers SOURCE TARGET AREAS`), in the
sandbox of the reading, on the master; the areas are JSON.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from service.foundation.drafts import Draft

Fraction = Annotated[float, Meta(ge=0, le=1, description="Of the picture's width or height.")]
Length = Annotated[float, Meta(ge=0.01, le=1, description="Of the picture's width or height.")]


class Sticker(StrEnum):
    SUN = "sun"
    FLOWER = "flower"
    STAR = "star"
    HEART = "heart"
    CLOUD = "cloud"


class Area(Draft):
    """A rectangle of the upright picture, from its upper left corner; it ends where that does."""

    x: Fraction
    y: Fraction
    width: Length
    height: Length
    sticker: Sticker
