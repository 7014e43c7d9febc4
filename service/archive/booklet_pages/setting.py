"""Setting: a booklet's content as the templates read it: laid out, numbered, printable."""

from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from service.archive.booklet_pages import MOST_PICTURES, SECTIONS, Content, Leaf, Picture, layout
from service.archive.booklet_pages.glyphs import all_printable, printable
from service.archive.booklet_pages.layout import Slot

COVER = Slot(148.0, 128.0)
"""The cover's picture runs to the edges of the page."""
UNTITLED = "没有题目"
_CALLED_BY_STORY = 18


def places(content: Content) -> dict[str, tuple[Picture, Slot]]:
    """Every picture that is printed, with its place, by the name of its file."""
    found = {} if content.cover is None else {"cover.jpg": (content.cover, COVER)}
    for number, leaf in enumerate(content.leaves):
        shown = leaf.pictures[:MOST_PICTURES]
        for place, (picture, slot) in enumerate(zip(shown, _slots(shown), strict=True)):
            found[f"{number}-{place}.jpg"] = picture, slot
    return found


def without(content: Content, gone: set[UUID]) -> Content:
    """The content without the pictures that are no more; the others move together.

    Where the cover's is gone, the first that is left takes its place.
    """
    leaves = [
        msgspec.structs.replace(
            leaf, pictures=[one for one in leaf.pictures if one.photo_id not in gone]
        )
        for leaf in content.leaves
    ]
    left = [content.cover] if content.cover and content.cover.photo_id not in gone else []
    left += [one for leaf in leaves for one in leaf.pictures if not one.film]
    return msgspec.structs.replace(content, cover=next(iter(left), None), leaves=leaves)


def digest(content: Content) -> str:
    """The SHA-256 of a content, by which a print says what it was made of."""
    return sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def typeset(content: Content, digest_of_all: str) -> dict[str, Any]:
    """What the templates read; the digest is that of the content before anything was left out."""
    numbered = [(number, leaf) for number, leaf in enumerate(content.leaves)]
    by_section = {
        name: [_entry(number, leaf) for number, leaf in numbered if leaf.section == name]
        for name in SECTIONS
    }
    parts = [
        {"name": name, "number": number, "entries": entries, "summary": f"{len(entries)} 条记录"}
        for number, (name, entries) in enumerate(by_section.items())
        if entries
    ]
    words = all_printable(
        {
            "title": content.title,
            "child": content.child,
            "term": content.term,
            "whose": "　".join(filter(None, (content.child, content.age))),
            "school": "　".join(filter(None, (content.school, content.school_class))),
            "teacher": content.teacher,
            "teacher_words": content.teacher_words,
            "endorsed": content.endorsed,
            "confirmed": content.confirmed,
            "parts": parts,
            "colophon": _colophon(content, digest_of_all),
        }
    )
    curves = [
        {"title": curve.title, "file": f"curve-{number}.svg"}
        for number, curve in enumerate(content.curves)
    ]
    return words | {"cover": "cover.jpg" if content.cover else None, "curves": curves}


def _entry(number: int, leaf: Leaf) -> dict[str, Any]:
    shown = leaf.pictures[:MOST_PICTURES]
    return {
        "number": number,
        "title": leaf.title,
        "called": printable(leaf.title) or _beginning(leaf.story) or leaf.when or UNTITLED,
        "story": leaf.story,
        "when": leaf.when,
        "age": leaf.age,
        "place": leaf.place,
        "by": f"{leaf.by} 记" if leaf.by else "",
        "company": f"和 {'、'.join(leaf.persons)}" if leaf.persons else "",
        "rows": _rows(number, shown),
        "tellings": [{"by": f"{one.by}说", "words": one.words} for one in leaf.tellings],
        "praises": [{"by": one.by, "words": one.words} for one in leaf.praises],
    }


def _beginning(story: str) -> str:
    line = printable(story).partition("\n")[0]
    return line if len(line) <= _CALLED_BY_STORY else f"{line[:_CALLED_BY_STORY]}……"


def _shapes(pictures: list[Picture]) -> list[float]:
    return [max(one.width, 1) / max(one.height, 1) for one in pictures]


def _slots(pictures: list[Picture]) -> list[Slot]:
    return [slot for row in layout.rows(_shapes(pictures)) for slot in row]


def _rows(number: int, pictures: list[Picture]) -> list[list[dict[str, Any]]]:
    following = iter(enumerate(pictures))
    return [
        [
            {
                "file": f"{number}-{place}.jpg",
                "width": slot.width,
                "height": slot.height,
                "film": picture.film,
            }
            for slot, (place, picture) in zip(row, following, strict=False)
        ]
        for row in layout.rows(_shapes(pictures))
    ]


def _colophon(content: Content, digest_of_all: str) -> list[str]:
    photos = sum(len(leaf.pictures[:MOST_PICTURES]) for leaf in content.leaves)
    source = [f"生长参考线　{content.reference}"] if content.reference else []
    return [
        f"{content.term}　收录 {len(content.leaves)} 条记录、{photos} 张照片",
        *source,
        f"{content.locked}锁定成册，此后不再改动",
        f"内容校验（SHA-256）　{digest_of_all}",
        "家档　家庭档案与成长记录",
    ]
