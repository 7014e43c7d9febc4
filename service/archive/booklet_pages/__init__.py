"""Booklet pages: what a booklet prints, word for word, and the making of its PDF from that alone.

Everything here is data: the templates (typst) read it from a file, so no word of anybody's is ever
a part of their code.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

MOST_PICTURES = 6
"""So many an entry shows in print."""
SECTIONS = (
    *("思想品德", "学业水平", "身心健康", "艺术素养", "社会实践"),
    *("家庭生活", "里程碑", "平常日子"),
)
"""The parts of a booklet, in their order; the last one is of entries without a dimension."""


class Picture(msgspec.Struct):
    """A photo, or a film's first picture: its master, with the shape in pixels."""

    photo_id: UUID
    key: str
    width: int
    height: int
    film: bool = False


class Said(msgspec.Struct):
    """Words of a relative's or a teacher's, and what the reader calls whoever said them."""

    by: str
    words: str


class Leaf(msgspec.Struct):
    """One entry as it is printed; `when` and `age` are in words, and any words may be empty."""

    section: str
    title: str
    story: str
    when: str
    age: str
    place: str
    by: str
    persons: list[str]
    pictures: list[Picture]
    tellings: list[Said]
    praises: list[Said]


class Curve(msgspec.Struct):
    """A curve of the child's, drawn when the booklet was locked."""

    title: str
    svg: str


class Content(msgspec.Struct):
    """All that a booklet prints."""

    title: str
    child: str
    age: str
    term: str
    school: str
    school_class: str
    cover: Picture | None
    leaves: list[Leaf]
    curves: list[Curve]
    reference: Annotated[str, Meta(description="The source of the lines behind the curves.")]
    teacher: str
    teacher_words: str
    endorsed: Annotated[str, Meta(description="The day of the teacher's words, in words.")]
    confirmed: Annotated[str, Meta(description="The sentence that says who looked through it.")]
    locked: Annotated[str, Meta(description="The day, in words.")]

    def pictures(self) -> list[Picture]:
        """Every picture, the cover's first; one may come twice."""
        covers = [self.cover] if self.cover else []
        return covers + [picture for leaf in self.leaves for picture in leaf.pictures]
