"""The sample as a page, where there is a demo child; else the 404 of a dead link."""

from itertools import groupby

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.sample import Leaf, leaves_of, student_of_demo
from handlers.pages.rendering import page

bp = Blueprint("sample")


class Year(msgspec.Struct, frozen=True):
    """A year with its entries, latest first."""

    name: str
    leaves: list[Leaf]


@bp.get("/sample")
async def sample(request: Request) -> HTTPResponse:
    student = await student_of_demo()
    if student is None:
        return page("gone.html", status=404)
    leaves = await leaves_of(student)
    years = [Year(name, list(of_year)) for name, of_year in groupby(leaves, _year_of)]
    return page("sample/page.html", child=student.nickname, years=years)


def _year_of(leaf: Leaf) -> str:
    return f"{leaf.entry.happened[:4]}年" if leaf.entry.happened else "日期待补"
