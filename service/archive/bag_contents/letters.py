"""Letters (寄语): what teachers wrote to a child at the end of a term, for its booklet.

The booklets stay outside; their words were written once and are nowhere else.
"""

from typing import Any

from models.archive.booklets import Booklet
from service.archive.bag_contents import album
from service.archive.bag_contents.packing import Packing

_SAME = ("id", "student_id", "title", "since", "until", "endorsed_at")


async def put(packing: Packing) -> None:
    """Put each as one document, and into the album on the day it was written."""
    found = packing.scope.letters().order_by("id")
    for booklet in await found.select_related("school_class__school"):
        document = _document(booklet)
        await packing.add_json(f"metadata/letters/{booklet.id}.json", document)
        packing.entries.add(album.of_letter(booklet, document))


def _document(booklet: Booklet) -> dict[str, Any]:
    school_class = booklet.school_class
    return {name: getattr(booklet, name) for name in _SAME} | {
        "teacher": booklet.teacher_name,
        "school": school_class.school.name if school_class else "",
        "class": school_class.name if school_class else "",
        "words": booklet.teacher_words,
    }
