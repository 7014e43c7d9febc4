"""Setting: an album's content as the template reads it: laid out, numbered, printable."""

import unicodedata
from collections.abc import Iterator
from math import ceil
from typing import Any
from uuid import UUID

import msgspec

from service.archive.album_pages import Chapter, Content, Telling, layout
from service.archive.album_pages.layout import Row
from service.archive.booklet_pages import Picture
from service.archive.booklet_pages.glyphs import printable
from service.archive.booklet_pages.layout import Slot

COVER = Slot(178.0, 150.0)
"""Within this the cover's picture stands, whole."""
COVER_FILE = "cover.jpg"
HEADING = 20.0
"""Millimetres: of a chapter's name with what is below it."""
SHORT = 120.0
"""Millimetres: words up to here share a page with pictures, longer ones have pages of their own."""
_COLUMN, _EM, _LINE = 140.0, 3.71, 6.0
"""Millimetres: of the words of a chapter, of a character of theirs, and from line to line."""
_TITLE, _PARTICULARS, _AFTER = 7.6, 7.0, 7.0
_ASCII_EM = 0.65


def places(content: Content) -> dict[str, tuple[Picture, Slot]]:
    """Every picture that is printed, with its place, by the name of its file."""
    found = {COVER_FILE: (content.cover, _cover(content.cover))} if content.cover else {}
    for number, chapter in enumerate(content.chapters):
        slots = [slot for page in _pages(chapter) for row in page for slot in row.slots]
        for place, (shot, slot) in enumerate(zip(chapter.shots, slots, strict=True)):
            found[f"{number}-{place}.jpg"] = shot.picture, Slot(slot.width, slot.height)
    return found


def without(content: Content, gone: set[UUID]) -> Content:
    """The content without the pictures that are no more; a chapter without any goes as well.

    Where the cover's is gone, the first that is left takes its place.
    """
    chapters = []
    for chapter in content.chapters:
        shots = [shot for shot in chapter.shots if shot.picture.photo_id not in gone]
        chapters += [msgspec.structs.replace(chapter, shots=shots)] if shots else []
    left = msgspec.structs.replace(content, chapters=chapters)
    if content.cover is None or content.cover.photo_id in gone:
        left.cover = next((one for one in left.pictures() if not one.film), None)
    return left


def typeset(content: Content) -> dict[str, Any]:
    """What the template reads."""
    chapters = [_chapter(number, chapter) for number, chapter in enumerate(content.chapters)]
    photos = len(content.pictures())
    return {
        "title": printable(content.title) or "家庭相册",
        "subtitle": printable(content.subtitle),
        "years": content.years,
        "family": printable(content.family),
        "cover": _cover_place(content.cover),
        "chapters": chapters,
        "colophon": [
            "家庭相册",
            f"收录 {photos} 张照片",
            f"{content.printed}打印",
            "家档　家庭档案与成长记录",
        ],
    }


def _cover(picture: Picture) -> Slot:
    """As large as there is room and dots for."""
    shape = max(picture.width, 1) / max(picture.height, 1)
    tallest = max(picture.height, 1) / layout.DOTS_PER_MM
    height = min(COVER.height, COVER.width / shape, tallest)
    return Slot(height * shape, height)


def _cover_place(picture: Picture | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    slot = _cover(picture)
    return {"file": COVER_FILE, "width": slot.width, "height": slot.height, "film": False}


def _chapter(number: int, chapter: Chapter) -> dict[str, Any]:
    words = _words_height(chapter)
    following = iter(enumerate(zip(chapter.shots, _captions(chapter), strict=True)))

    def row(one: Row) -> dict[str, Any]:
        places = [(slot, *next(following)) for slot in one.slots]
        return {
            "captions": one.captions,
            "slots": [
                {
                    "file": f"{number}-{place}.jpg",
                    "width": slot.width,
                    "height": slot.height,
                    "film": shot.picture.film,
                    "caption_width": layout.caption_width(len(one.slots), slot.width),
                    "label": label,
                    "caption": caption,
                }
                for slot, place, (shot, (label, caption)) in places
            ],
        }

    return {
        "name": chapter.name,
        "tellings": [_telling(one) for one in chapter.tellings],
        "words": words if words <= SHORT else 0,
        "apart": words > SHORT,
        "pages": [[row(one) for one in page] for page in _pages(chapter)],
    }


def _pages(chapter: Chapter) -> list[list[Row]]:
    words = _words_height(chapter)
    above = 0.0 if words > SHORT else HEADING + words
    shots = [
        layout.Shot(shot.picture.width, shot.picture.height, tuple(map(ems, filter(None, said))))
        for shot, said in zip(chapter.shots, _captions(chapter), strict=True)
    ]
    return layout.pages(shots, layout.ROOM - above)


def _captions(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """The label, where it is another one than before, and the words of each picture."""
    before = ""
    for shot in chapter.shots:
        label = _in_a_line(shot.label)
        yield "" if label == before else label, _in_a_line(shot.caption)
        before = label


def _in_a_line(words: str) -> str:
    return "　".join(printable(words).split("\n"))


def ems(words: str) -> float:
    """How wide words are at most, in ems; a wide letter may be wider, then they are set smaller."""
    return sum(_em(character) for character in words)


def _em(character: str) -> float:
    if character == "\u200b":
        return 0.0
    wide = unicodedata.east_asian_width(character) in "WFA"
    return 1.0 if wide else _ASCII_EM


def _telling(one: Telling) -> dict[str, str]:
    particulars = filter(None, map(printable, (one.when, one.age, one.place)))
    return {
        "title": printable(one.title),
        "particulars": "　·　".join(particulars),
        "by": printable(one.by),
        "words": printable(one.words),
    }


def _words_height(chapter: Chapter) -> float:
    """Millimetres that the words of a chapter take at most."""
    return sum(_telling_height(_telling(one)) for one in chapter.tellings)


def _telling_height(told: dict[str, str]) -> float:
    per_line = _COLUMN / _EM - 2
    lines = sum(ceil((ems(part) + 2) / per_line) for part in told["words"].split("\n"))
    return (_TITLE if told["title"] else 0.0) + _PARTICULARS + _LINE * lines + _AFTER
