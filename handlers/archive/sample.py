"""The sample: the years of the demo's child, for whoever wants to leaf through an archive first."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.archive.photos import PhotoView
from handlers.edge.operations import ok, operation
from handlers.edge.shapes import Nickname
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive.sample import years_of
from service.demo.doors import doors
from service.foundation.errors import NotFound

bp = Blueprint("samples")
MOST = 300
FIRST = 40
PICTURES = 3


class Leaf(msgspec.Struct, frozen=True):
    """One entry with the first of its pictures; `teller` is what the family calls its author."""

    entry: EntryView
    photos: list[PhotoView]
    teller: str


class Sample(msgspec.Struct):
    """A child's latest entries, as its family reads them."""

    child: Nickname
    entries: list[EntryView]


@bp.get("/sample")
@operation("A demo child's latest entries, without login", gives=Sample, refuses=(404,))
async def sample(request: Request) -> HTTPResponse:
    """404 where there is no demo."""
    student = await student_of_demo()
    if student is None:
        raise NotFound
    leaves = await leaves_of(student, FIRST)
    entries = [msgspec.structs.replace(leaf.entry, photos=leaf.photos) for leaf in leaves]
    return ok(Sample(student.nickname, entries))


async def student_of_demo() -> Student | None:
    """The demo's child, where there is one."""
    child = doors().get("child", "")
    return await Student.get_or_none(id=UUID(child), erased_at=None) if child else None


async def leaves_of(student: Student, most: int = MOST) -> list[Leaf]:
    """The child's latest entries with what is shown of their pictures; the undated ones last."""
    viewer, found, tellers = await years_of(student, most)
    shown = await present_entries(found, viewer)
    leaves = [
        Leaf(view, _pictures(view), tellers[entry.family_id, entry.author_id])
        for view, entry in zip(shown, found, strict=True)
    ]
    leaves.sort(key=lambda leaf: not leaf.entry.happened)
    return leaves


def _pictures(entry: EntryView) -> list[PhotoView]:
    """Those that have been read and have passed."""
    passed = [photo for photo in entry.photos if photo.standing is Standing.PASSED and photo.width]
    return passed[:PICTURES]
