"""The sample: the years of the demo's child, for whoever wants to leaf through an archive first."""

from itertools import groupby
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.archive.photos import PhotoView
from handlers.pages.rendering import page
from models.archive.growth import Audience
from models.people.accounts import Account
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive import timeline
from service.demo.doors import doors
from service.trust import kinship

bp = Blueprint("sample")
MOST = 300
PICTURES = 3


class Leaf(msgspec.Struct, frozen=True):
    """One entry with the first of its pictures; `teller` is what the family calls its author."""

    entry: EntryView
    photos: list[PhotoView]
    teller: str


class Year(msgspec.Struct, frozen=True):
    """A year with its entries, latest first."""

    name: str
    leaves: list[Leaf]


@bp.get("/sample")
async def sample(request: Request) -> HTTPResponse:
    """The page at `/sample`, where there is a demo child; else the 404 of a dead link."""
    child = doors().get("child", "")
    student = await Student.get_or_none(id=UUID(child), erased_at=None) if child else None
    if student is None:
        return page("gone.html", status=404)
    years = await _years(student)
    return page("sample/page.html", child=student.nickname, years=years)


async def _years(student: Student) -> list[Year]:
    """What all of the demo's family read: nothing unchecked, and nothing of guardians alone."""
    first, *_ = await kinship.guardians_of(student.family_id)
    scope = await timeline.of_student(await Account.get(id=first), student.id)
    told = timeline.entries(scope).filter(
        standing=Standing.PASSED, draft=False, audience__gte=Audience.FAMILY
    )
    found = await timeline.whole(scope, await timeline.latest(told, MOST))
    shown = await present_entries(found, scope.viewer)
    tellers = await kinship.called((one.family_id, one.author_id) for one in found)
    leaves = [
        Leaf(view, _pictures(view), tellers[entry.family_id, entry.author_id])
        for view, entry in zip(shown, found, strict=True)
    ]
    leaves.sort(key=lambda leaf: not leaf.entry.happened)  # what has no date comes last here
    return [Year(name, list(of_year)) for name, of_year in groupby(leaves, _year_of)]


def _pictures(entry: EntryView) -> list[PhotoView]:
    """Those that have been read and have passed."""
    passed = [photo for photo in entry.photos if photo.standing is Standing.PASSED and photo.width]
    return passed[:PICTURES]


def _year_of(leaf: Leaf) -> str:
    return f"{leaf.entry.happened[:4]}年" if leaf.entry.happened else "日期待补"
