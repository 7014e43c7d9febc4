"""Show pages (单独展示): making one of what a family has, changing it, taking it away."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from models.people.accounts import Account
from models.sharing.show_pages import ShowPage
from models.trust.moderation import Standing
from service.sharing import show_page_contents, show_pages
from service.sharing.show_page_contents import Part, Place, thing_at
from service.sharing.show_page_drafts import ShowPageChange, ShowPageDraft

bp = Blueprint("show_pages")
EXAMPLE = {
    "title": "我们家的海",
    "words": "三代人，一条船。",
    "sections": [
        {
            "title": "太爷爷的船",
            "entry_ids": ["0192f0c8-2b3c-7e5f-9a6b-8c7d6e5f4a3b"],
            "item_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"],
        },
    ],
    "knowingly": False,
}


Shown = Annotated[
    bool, Meta(description="False once it is not as it was chosen: it is off the page.")
]


class ShowItemView(msgspec.Struct):
    """A record on a page."""

    entry_id: UUID
    title: str
    shown: Shown


class ShowFiledItemView(msgspec.Struct):
    """A filed item on a page; without an id once it was taken out of the archive."""

    item_id: UUID | None
    title: str
    shown: Shown


class ShowSectionView(msgspec.Struct):
    title: str
    entries: list[ShowItemView]
    items: Annotated[list[ShowFiledItemView], Meta(description="They come after the records.")]


class ShowPageLine(msgspec.Struct):
    """A page in the list of a family's."""

    id: UUID
    title: str
    words: str
    standing: Annotated[Standing, Meta(description="Only what has passed can be opened.")]


class ShowPageView(ShowPageLine):
    """A page as the guardians of its family see it."""

    sections: list[ShowSectionView]
    version: Annotated[int, Meta(ge=1, description="Named in a change of it.")]


async def _shown(account: Account, page_id: UUID) -> ShowPageView:
    page = await show_pages.seen_by(account, page_id)
    sections = [_section(part) for part in await show_page_contents.parts_of(page_id)]
    return ShowPageView(page.id, page.title, page.words, page.standing, sections, page.version)


def _section(part: Part) -> ShowSectionView:
    return ShowSectionView(
        part.section.title,
        [ShowItemView(place.entry_id, *_shown_at(place, part)) for place in part.entries],
        [ShowFiledItemView(place.item_id, *_shown_at(place, part)) for place in part.filed],
    )


def _shown_at(place: Place, part: Part) -> tuple[str, bool]:
    """What was thrown away, or waits for a check of its own, is not told of."""
    thing = thing_at(place)
    live = thing is not None and place.id in part.live
    return thing.title if thing and live else "", live


def _line(page: ShowPage) -> ShowPageLine:
    return ShowPageLine(page.id, page.title, page.words, page.standing)


@bp.post("/families/<family_id:uuid>/show-pages")
@operation(
    "Make a page of a family's records and filed items; it gets a link once it has passed",
    takes=ShowPageDraft,
    example=EXAMPLE,
    gives=ShowPageView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("show-pages", most=30, seconds=600)
@creates(_shown)
async def make(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await show_pages.make(account, family_id, read(request, ShowPageDraft))).id


@bp.get("/families/<family_id:uuid>/show-pages")
@operation(
    "A family's pages, latest first", query=PageQuery, gives=Page[ShowPageLine], refuses=(403,)
)
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    pages = await show_pages.of_family(account, family_id, after=place)
    found, following = cut(pages, show_pages.PAGE, lambda page: page.id)
    return ok(Page([_line(page) for page in found], following))


@bp.get("/show-pages/<page_id:uuid>")
@operation("A page, with what has dropped out of it", gives=ShowPageView, refuses=(403,))
@signed_in
async def show(request: Request, account: Account, page_id: UUID) -> HTTPResponse:
    return ok(await _shown(account, page_id))


@bp.put("/show-pages/<page_id:uuid>")
@operation(
    "Put another page in its place; what it adds has to pass first",
    takes=ShowPageChange,
    example=EXAMPLE | {"version": 1},
    gives=ShowPageView,
    refuses=(403, 409),
)
@signed_in
@limited("show-pages", most=30, seconds=600)
async def change(request: Request, account: Account, page_id: UUID) -> HTTPResponse:
    await show_pages.change(account, page_id, read(request, ShowPageChange))
    return ok(await _shown(account, page_id))


@bp.delete("/show-pages/<page_id:uuid>")
@operation("Take a page away with all that opens it, for good", status=204, refuses=(403,))
@signed_in
async def delete(request: Request, account: Account, page_id: UUID) -> HTTPResponse:
    await show_pages.delete(account, page_id)
    return gone()
