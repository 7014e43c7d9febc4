"""The album (相册): pages that open from a stick without any server, and what they show.

`data.js` is a script and no JSON: a page that was opened as a file may read no other file.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from models.archive.booklets import Booklet
from models.archive.growth import Entry
from models.archive.measurements import Measurement, Quantity
from models.archive.photos import Photo
from models.people.students import Student
from service.archive import curves, terms
from service.archive.bag_contents.packing import Kept, Packing
from service.foundation import clock, dates

_PAGE = Path(__file__).parent / "album_page"


def of_photo(photo: Photo, kept: Kept, described: dict[str, str]) -> bytes:
    """A photo's line among those that the pages know."""
    shown = {
        "id": photo.id,
        "kind": photo.medium,
        "file": kept.path,
        "view": kept.view,
        "caption": described["文字说明"],
        "place": described["地点"],
        "who": described["人物"],
        "when": dates.in_words(photo.taken) if photo.taken else "",
        "day": photo.taken_day,
        "size": [photo.width, photo.height],
    }
    return _line(shown)


def of_entry(entry: Entry, document: dict[str, Any]) -> bytes:
    """A record's line; `document` is what its file says."""
    when = dates.parse(entry.happened)
    shown = {
        "id": entry.id,
        "child": entry.student_id,
        "title": entry.title,
        "story": entry.story,
        "day": when.first_day if when else None,
        "when": document["when"],
        "age": document["age"],
        "place": entry.place,
        "kind": entry.dimension or "",
        "by": document["author"]["called"],
        "who": document["著录"]["人物"],
        "photos": document["photo_ids"],
        "stories": [_told(one) for one in document["stories"]],
        "comments": [_said(one) for one in document["comments"]],
        "praises": [_praise(one, one["created_at"]) for one in document["endorsements"]],
    }
    return _line(shown)


def of_letter(booklet: Booklet, document: dict[str, Any]) -> bytes:
    """The line of a teacher's words to a whole term, which are a record of their own there."""
    shown = {
        "id": booklet.id,
        "child": booklet.student_id,
        "title": f"{booklet.title} · 老师的话",
        "day": _day(document["endorsed_at"]),
        "when": terms.in_words(booklet.since, booklet.until),
        **dict.fromkeys(("story", "age", "place", "kind", "by", "who"), ""),
        **dict.fromkeys(("photos", "stories", "comments"), ()),
        "praises": [_praise(document, document["endorsed_at"])],
    }
    return _line(shown)


def _said(one: dict[str, Any]) -> dict[str, str]:
    return {"by": one["author"]["called"], "words": one["words"]}


def _told(one: dict[str, Any]) -> dict[str, Any]:
    return _said(one) | {"file": one["file"], "recording": one["recording_id"]}


def _praise(one: dict[str, Any], written_at: datetime) -> dict[str, str]:
    when = dates.in_words(_day(written_at).isoformat())
    known = "，".join(word for word in (one["class"], when) if word)
    return {"by": f"{one['teacher']}（{known}）", "words": one["words"]}


def _day(at: datetime) -> date:
    return at.astimezone(clock.CHINA).date()


def _line(shown: dict[str, Any]) -> bytes:
    return msgspec.json.encode(shown) + b",\n"


async def put(packing: Packing) -> None:
    """Put the pages, the curves and all that is shown."""
    for name in ("album.css", "album.js"):
        await packing.add_bytes(f"album/{name}", (_PAGE / name).read_bytes())
    await packing.add_bytes("相册.html", (_PAGE / "page.html").read_bytes())
    children = [
        await _child(packing, student)
        for student in await packing.scope.students().order_by("birth_date", "id")
    ]
    made = dates.in_words(clock.today().isoformat())
    head = {"title": packing.scope.title, "made": made, "children": children}
    await packing.add_bytes(
        "album/data.js",
        b"window.ALBUM = " + msgspec.json.encode(head).removesuffix(b"}") + b',"photos":[\n',
        packing.photos.blocks(),
        b'],"entries":[\n',
        packing.entries.blocks(),
        b"]};\n",
    )


async def _child(packing: Packing, student: Student) -> dict[str, Any]:
    found = await packing.scope.measurements().filter(student_id=student.id)
    drawn = [await _curve(packing, student, quantity, found) for quantity in Quantity]
    named = {"id": student.id, "name": student.nickname, "born": student.birth_date}
    return named | {"curves": [one for one in drawn if one]}


async def _curve(
    packing: Packing, student: Student, quantity: Quantity, found: list[Measurement]
) -> dict[str, str] | None:
    curve = curves.of(quantity, student.birth_date, student.sex, found, clock.today())
    if not any(line.points for line in curve.series):
        return None
    path = f"album/curves/{student.id}-{quantity.value}.svg"
    await packing.add_bytes(path, curves.svg(curve).encode())
    return {"title": curve.title, "file": path, "words": curve.standing}
