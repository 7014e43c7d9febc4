"""Album pages: what a printed album shows, word for word, and its PDF from that alone.

As with booklets everything here is data: the template (typst) reads it from a file. The pages are
A4 and upright: every printer at home and every copy shop has that paper.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from service.archive.booklet_pages import Picture


class Shot(msgspec.Struct):
    """A picture; `label` says what it is of, as other pictures of the same occasion do."""

    picture: Picture
    label: str
    caption: str


class Telling(msgspec.Struct):
    """What was written about an occasion; `when` and `age` are in words."""

    title: str
    when: str
    age: str
    place: str
    by: str
    words: str


class Chapter(msgspec.Struct):
    """A month, or a year, that has any pictures."""

    name: str
    tellings: list[Telling]
    shots: list[Shot]


class Content(msgspec.Struct):
    """All that an album shows."""

    title: str
    subtitle: str
    years: Annotated[str, Meta(description="From the first to the last, in words.")]
    family: str
    cover: Picture | None
    chapters: list[Chapter]
    printed: Annotated[str, Meta(description="The day, in words.")]

    def pictures(self) -> list[Picture]:
        """Every picture in its order, without the cover's, which is one of them."""
        return [shot.picture for chapter in self.chapters for shot in chapter.shots]
