"""Revisions: how an entry stood before each of its changes."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import AudienceWord, Moment
from models.archive.growth import Dimension
from models.people.accounts import Account
from service.archive import revisions
from service.archive.revisions import Past
from service.foundation import dates
from service.trust import access

bp = Blueprint("revisions")


class RevisionView(msgspec.Struct):
    """A former state of an entry, and what the family calls who ended it."""

    version: Annotated[int, Meta(ge=1)]
    changed_by: Annotated[str, Meta(description="Such as 「爷爷」.")]
    changed_at: Moment
    told: Annotated[bool, Meta(description="False: its words did not pass, and are empty here.")]
    title: str
    story: str
    place: str
    happened: str
    when: str
    dimension: Dimension | None
    audience: AudienceWord


def _present(past: Past) -> RevisionView:
    state = past.state
    return RevisionView(
        version=state.version,
        changed_by=past.changed_by,
        changed_at=state.created_at,
        told=past.told,
        title=state.title if past.told else "",
        story=state.story if past.told else "",
        place=state.place if past.told else "",
        happened=state.happened,
        when=dates.in_words(state.happened),
        dimension=state.dimension,
        audience=state.audience.word,
    )


@bp.get("/entries/<entry_id:uuid>/revisions")
@operation(
    "How an entry stood before, latest first",
    query=PageQuery,
    gives=Page[RevisionView],
    refuses=(403,),
)
@signed_in
async def index(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, int)
    found = await revisions.of_entry(await access.viewer(account), entry_id, after=place)
    page, following = cut(found, revisions.PAGE, lambda past: past.state.version)
    return ok(Page([_present(past) for past in page], following))
