"""Donation desk: an archive's staff read what is offered, look, decide and take it in."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment, PictureUrl
from handlers.people.household_lists import Within
from handlers.programme.donations import (
    Accession,
    Appraisal,
    Archive,
    DonatedItemView,
    Words,
    is_arriving,
    present_line,
)
from models.people.accounts import Account
from models.programme.donations import Donation, DonationState, Publication
from service.foundation import clock
from service.programme import donation_desk, donation_rules, donations
from service.programme.donation_desk import DecisionDraft
from service.programme.donations import Line

bp = Blueprint("donation_desk")


class OfferedQuery(Within, kw_only=True):
    """Which of an archive's donations."""

    state: Annotated[DonationState | None, Meta(description="Those alone that are so.")] = None
    oldest_first: bool = False


class OfferedItem(msgspec.Struct):
    """A donation in an archive's list."""

    id: UUID
    family: Annotated[str, Meta(description="The family's name.")]
    state: DonationState
    item_count: Count
    arriving: bool
    accession: Accession
    offered_at: Moment


class OfferedView(msgspec.Struct):
    """A donation, to the archive that it is offered to; declined, without what it was."""

    id: UUID
    archive: Archive
    family: str
    state: DonationState
    words: Words
    items: list[DonatedItemView]
    mine: Annotated[bool, Meta(description="Decided by the account.")]
    appraisal: Appraisal
    publication: Publication
    closed_until: date | None
    publishable: Annotated[
        Publication, Meta(description="What the owner lets be done today: asked before each use.")
    ]
    named: bool
    arriving: Annotated[bool, Meta(description="Copies are being made.")]
    accession: Accession
    offered_at: Moment
    decided_at: Moment | None
    signed_at: Moment | None
    accessioned_at: Moment | None


class LookedFile(msgspec.Struct):
    media_type: str
    bytes: Count
    sha256: str
    picture: PictureUrl
    played: Annotated[str, Meta(description="Of a film or a recording; soon dies. May be empty.")]


class LookedItem(msgspec.Struct):
    """What an item says, with its pictures."""

    number: str
    class_title: str
    title: str
    when: str
    place: str
    words: str
    persons: list[str]
    responsible: str
    source: str
    files: list[LookedFile]


def _present(account: Account, donation: Donation, lines: Sequence[Line]) -> OfferedView:
    declined = donation.state is DonationState.DECLINED
    return OfferedView(
        id=donation.id,
        archive=donation_rules.archive_of(donation.region),
        family=donation.family.name,
        state=donation.state,
        words="" if declined else donation.words,
        items=[present_line(line) for line in lines],
        mine=donation.decided_by_id == account.id,
        appraisal=donation.appraisal,
        publication=donation.publication,
        closed_until=donation.closed_until,
        publishable=donation_rules.publication_allowed(donation, clock.today()),
        named=donation.named,
        arriving=is_arriving(donation),
        accession=donation.accession or "",
        offered_at=donation.created_at,
        decided_at=donation.decided_at,
        signed_at=donation.signed_at,
        accessioned_at=donation.accessioned_at,
    )


async def _shown(account: Account, donation_id: UUID) -> HTTPResponse:
    return ok(_present(account, *await donation_desk.read(account, donation_id)))


@bp.get("/staff/donations")
@operation(
    "What the archive of a region is and was offered, latest first unless asked otherwise",
    query=OfferedQuery,
    gives=Page[OfferedItem],
    refuses=(404,),
)
@signed_in
@limited("donation-desk", most=120, seconds=600)
async def index(request: Request, account: Account) -> HTTPResponse:
    query = read_query(request, OfferedQuery)
    place = after(query.cursor, UUID)
    found = await donation_desk.page(
        account,
        query.region,
        after=place,
        state=query.state,
        oldest_first=query.oldest_first,
    )
    page, following = cut(found, donation_desk.PAGE, lambda one: one.id)
    counts = await donations.counts(page)
    return ok(Page([_item(one, counts.get(one.id, 0)) for one in page], following))


def _item(donation: Donation, count: int) -> OfferedItem:
    return OfferedItem(
        id=donation.id,
        family=donation.family.name,
        state=donation.state,
        item_count=count,
        arriving=is_arriving(donation),
        accession=donation.accession or "",
        offered_at=donation.created_at,
    )


@bp.get("/staff/donations/<donation_id:uuid>")
@operation(
    "What is offered, without pictures; asking is audited", gives=OfferedView, refuses=(403,)
)
@signed_in
@limited("donation-desk", most=120, seconds=600)
async def show(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    return await _shown(account, donation_id)


@bp.get("/staff/donations/<donation_id:uuid>/items/<line_id:uuid>")
@operation(
    "Look at one item with its pictures; each look is audited",
    gives=LookedItem,
    refuses=(403, 409),
)
@signed_in
@limited("donation-looks", most=600, seconds=600)
async def look(
    request: Request, account: Account, donation_id: UUID, line_id: UUID
) -> HTTPResponse:
    content, files = await donation_desk.look(account, donation_id, line_id)
    said = {name: content[name] for name in LookedItem.__struct_fields__ if name != "files"}
    views = [
        LookedFile(one.media_type, one.bytes, one.sha256, one.picture, one.played) for one in files
    ]
    return ok(LookedItem(**said, files=views))


@bp.put("/staff/donations/<donation_id:uuid>/decision")
@operation(
    "Want what is offered, or decline it kindly",
    takes=DecisionDraft,
    example={"wanted": True, "words": "这些照片记下了盐场的老样子，馆里很想收藏。"},
    gives=OfferedView,
    refuses=(403, 409, 503),
)
@signed_in
@limited("donation-decisions", most=60, seconds=600)
async def decide(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    await donation_desk.decide(account, donation_id, read(request, DecisionDraft))
    return await _shown(account, donation_id)


@bp.put("/staff/donations/<donation_id:uuid>/accession")
@operation(
    "Take a signed donation in: copies are made, then it has its number",
    gives=OfferedView,
    refuses=(403, 409),
)
@signed_in
@limited("donation-decisions", most=60, seconds=600)
async def accession(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    await donation_desk.accession(account, donation_id)
    return await _shown(account, donation_id)
