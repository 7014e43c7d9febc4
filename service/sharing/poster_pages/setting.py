"""Setting: what the template reads, and where words may be cut when there is no room for all."""

import re
from collections.abc import Iterator
from typing import Any

from models.sharing.posters import PosterShape
from models.sharing.share_links import Layout
from service.archive.booklet_pages.glyphs import printable
from service.sharing.poster_pages import CODE, Content, Picture

WIDTH = 540.0
"""Points; at PPI two pixels each: 1080."""
PPI = 144
HEIGHTS = {PosterShape.SQUARE: WIDTH, PosterShape.TALL: WIDTH * 5 / 4}
MOST_CHARACTERS = 320
"""More has no room on any poster."""
MORE = "……"
STEP = 4

_SENTENCE = re.compile(r"[。！？!?…\n]+[」』”）)]*")
_CLAUSE = re.compile(r"[，、；：,;—]+")
_ROWS = {
    PosterShape.SQUARE: {1: [1], 2: [2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [3, 4], 8: [4, 4]},
    PosterShape.TALL: {1: [1], 2: [2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3]},
}
"""How many pictures come in each row; three have a form of their own, nine are 九宫格."""


def typeset(content: Content) -> dict[str, Any]:
    """What the template reads; every word as the fonts can print it."""
    count = len(content.pictures)
    return {
        "height": HEIGHTS[content.shape],
        "compared": content.layout is Layout.THEN_AND_NOW and count == 2,
        "rows": _ROWS[content.shape].get(count, [3, 3, 3]),
        "pictures": [_picture(place, one) for place, one in enumerate(content.pictures)],
        "beginnings": list(beginnings(printable(content.words))),
        "child": printable(content.child),
        "age": content.age,
        "family": printable(content.family),
        "code": CODE,
    }


def _picture(place: int, picture: Picture) -> dict[str, Any]:
    return {
        "file": file_of(place),
        "shape": max(picture.width, 1) / max(picture.height, 1),
        "film": picture.film,
        "age": picture.age,
    }


def file_of(place: int) -> str:
    """What the picture at a place is called beside the template."""
    return f"{place}.jpg"


def beginnings(words: str) -> Iterator[str]:
    """The words, then ever shorter beginnings of them that end where one may pause.

    Sentences first; only where the first one is too long by itself, clauses and then characters.
    """
    if not words:
        return
    if len(words) <= MOST_CHARACTERS:
        yield words
    for end in _ends(words[:MOST_CHARACTERS]):
        if kept := words[:end].rstrip("，、；：,;—。… \n"):
            yield kept + MORE


def _ends(words: str) -> list[int]:
    """Places to cut, the furthest first."""
    sentences = [found.end() for found in _SENTENCE.finditer(words) if found.end() < len(words)]
    first = min(sentences, default=len(words))
    clauses = [found.start() for found in _CLAUSE.finditer(words, 0, first)]
    shortest = min(clauses, default=first)
    return [
        *reversed(sentences),
        *reversed(clauses),
        *range(shortest - STEP, STEP, -STEP),
    ]
