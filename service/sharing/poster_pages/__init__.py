"""Poster pages: what a poster shows, word for word, and the drawing of its PNG from that alone.

As with booklets everything here is data: the template (typst) reads it from a file.
"""

from hashlib import sha256
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from models.sharing.posters import PosterShape
from models.sharing.share_links import Layout

CODE = "code"
"""The file with the mini-program code, beside the pictures."""


class Picture(msgspec.Struct):
    """A photo, or a film's first picture: its master, with the shape in pixels."""

    photo_id: UUID
    key: str
    width: int
    height: int
    film: bool = False
    age: Annotated[str, Meta(description="The child's, in whole years, where it is told.")] = ""


class Content(msgspec.Struct):
    """All that a poster shows, but for the code, which its link alone decides."""

    shape: PosterShape
    layout: Layout
    words: str
    family: str
    child: str
    age: str
    pictures: list[Picture]

    @property
    def digest(self) -> str:
        """The SHA-256 by which a poster knows what it was drawn from."""
        return sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()
