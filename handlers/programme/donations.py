"""Donations: a family offers filed items to an archive, signs the deed, takes back, narrows."""

from datetime import date
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
from handlers.edge.shapes import Count, Moment
from models.people.accounts import Account
from models.programme.donations import Donation, DonationState, Publication
from service.programme import donation_rules, donation_signing, donations
from service.programme.donation_deeds import Restrictions
from service.programme.donation_signing import PublicationDraft, SignatureDraft
from service.programme.donations import DonationDraft, Line

bp = Blueprint("donations")

ITEM = "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"
REGION = "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6"
Archive = Annotated[str, Meta(description="Such as 「香洲区档案馆」.")]
Words = Annotated[str, Meta(description="The donor's.")]
Appraisal = Annotated[str, Meta(description="The archive's answer, and why.")]
Accession = Annotated[str, Meta(description="馆藏号: XZ-J2026-0001; empty before.")]


class ArchiveView(msgspec.Struct):
    region_id: UUID
    name: Archive


class Archives(msgspec.Struct):
    items: Annotated[list[ArchiveView], Meta(description="The city's first.")]


class DonatedItemView(msgspec.Struct):
    """An item of a donation."""

    id: UUID
    item_id: Annotated[UUID | None, Meta(description="In the family's archive, while it is there.")]
    number: Annotated[str, Meta(description="档号.")]
    title: Annotated[str, Meta(description="Empty where it is not what was offered or signed.")]
    when: str
    files: Count
    changed: Annotated[bool, Meta(description="Changed or taken out since: not handed over so.")]
    given: Annotated[bool, Meta(description="The archive has its copy.")]


class DonationItem(msgspec.Struct):
    """A donation in the list of a family's."""

    id: UUID
    archive: Archive
    state: DonationState
    item_count: Count
    accession: Accession
    offered_at: Moment


class DonationView(msgspec.Struct):
    """A donation, to those of the family who decide."""

    id: UUID
    family_id: UUID
    region_id: UUID
    archive: Archive
    state: DonationState
    mine: Annotated[bool, Meta(description="Offered by the account: who may sign.")]
    words: Words
    items: list[DonatedItemView]
    appraisal: Appraisal
    publication: Annotated[Publication, Meta(description="What the archive may publish.")]
    closed_until: date | None
    named: Annotated[bool, Meta(description="Whether the donor's name may be told.")]
    signature: str
    deed_sha256: Annotated[str, Meta(description="Of what was signed; empty before.")]
    arriving: Annotated[bool, Meta(description="Copies are being made; it may be taken back yet.")]
    accession: Accession
    offered_at: Moment
    decided_at: Moment | None
    signed_at: Moment | None
    accessioned_at: Moment | None
    withdrawn_at: Moment | None


class DeedView(msgspec.Struct):
    """The deed to be read; what is signed names its hash."""

    version: str
    text: str
    sha256: Annotated[str, Meta(description="Of the text's UTF-8, in hexadecimal.")]


def present_line(line: Line) -> DonatedItemView:
    """An item as the archive has it, or would get it."""
    content = line.content or {}
    return DonatedItemView(
        id=line.row.id,
        item_id=line.row.item_id,
        number=line.row.number,
        title=content.get("title", ""),
        when=content.get("when", ""),
        files=len(content.get("files", ())),
        changed=line.content is None,
        given=line.is_given,
    )


def is_arriving(donation: Donation) -> bool:
    """Whether its copies are being made."""
    return donation.state is DonationState.SIGNED and donation.accessioned_by_id is not None


async def shown(account: Account, donation_id: UUID) -> DonationView:
    donation = await donations.one_of(account, donation_id)
    return DonationView(
        id=donation.id,
        family_id=donation.family_id,
        region_id=donation.region_id,
        archive=donation_rules.archive_of(donation.region),
        state=donation.state,
        mine=donation.donor_id == account.id,
        words=donation.words,
        items=[present_line(line) for line in await donations.lines(donation)],
        appraisal=donation.appraisal,
        publication=donation.publication,
        closed_until=donation.closed_until,
        named=donation.named,
        signature=donation.signature,
        deed_sha256=donation.deed_sha256,
        arriving=is_arriving(donation),
        accession=donation.accession or "",
        offered_at=donation.created_at,
        decided_at=donation.decided_at,
        signed_at=donation.signed_at,
        accessioned_at=donation.accessioned_at,
        withdrawn_at=donation.withdrawn_at,
    )


@bp.get("/donation-archives")
@operation("The archives to which something may be offered", gives=Archives)
@signed_in
async def archives(request: Request, account: Account) -> HTTPResponse:
    found = await donations.archives()
    views = [ArchiveView(region.id, donation_rules.archive_of(region)) for region in found]
    return ok(Archives(views))


@bp.post("/families/<family_id:uuid>/donations")
@operation(
    "Offer filed items to an archive, as whoever decides for each child of whom they tell",
    takes=DonationDraft,
    example={"region_id": REGION, "item_ids": [ITEM], "words": "爷爷五十年代在盐场的老照片。"},
    gives=DonationView,
    status=201,
    refuses=(403, 404, 409, 503),
)
@signed_in
@limited("donations", most=20, seconds=3600)
@creates(shown)
async def offer(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await donations.offer(account, family_id, read(request, DonationDraft))).id


@bp.get("/families/<family_id:uuid>/donations")
@operation(
    "A family's donations, latest first", query=PageQuery, gives=Page[DonationItem], refuses=(403,)
)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await donations.of_family(account, family_id, after=place)
    page, following = cut(found, donations.PAGE, lambda one: one.id)
    counts = await donations.counts(page)
    items = [_present_item(one, counts.get(one.id, 0)) for one in page]
    return ok(Page(items, following))


def _present_item(donation: Donation, count: int) -> DonationItem:
    return DonationItem(
        id=donation.id,
        archive=donation_rules.archive_of(donation.region),
        state=donation.state,
        item_count=count,
        accession=donation.accession or "",
        offered_at=donation.created_at,
    )


@bp.get("/donations/<donation_id:uuid>")
@operation("A donation", gives=DonationView)
@signed_in
async def show(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    return ok(await shown(account, donation_id))


@bp.delete("/donations/<donation_id:uuid>")
@operation(
    "Take a donation back, until it is accessioned; its copies go", status=204, refuses=(409,)
)
@signed_in
async def take_back(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    await donations.take_back(account, donation_id)
    return gone()


@bp.get("/donations/<donation_id:uuid>/deed")
@operation(
    "The deed as it would be signed with these restrictions; once signed, what was signed",
    query=Restrictions,
    gives=DeedView,
    refuses=(409,),
)
@signed_in
async def deed(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    restrictions = read_query(request, Restrictions)
    found = await donation_signing.deed_of(account, donation_id, restrictions)
    return ok(DeedView(found.version, found.text, found.sha256))


@bp.put("/donations/<donation_id:uuid>/signature")
@operation(
    "Sign the deed that was read, as the donor",
    takes=SignatureDraft,
    example={
        "publication": "ask_first",
        "closed_until": "2046-01-01",
        "named": True,
        "signature": "陈静",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    gives=DonationView,
    refuses=(403, 409),
)
@signed_in
@limited("donations.signature", most=60, seconds=3600)
async def sign(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    await donation_signing.sign(account, donation_id, read(request, SignatureDraft))
    return ok(await shown(account, donation_id))


@bp.put("/donations/<donation_id:uuid>/publication")
@operation(
    "Let less be published than before: holds at once",
    takes=PublicationDraft,
    example={"publication": "never"},
    gives=DonationView,
    refuses=(409,),
)
@signed_in
async def narrow(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    await donation_signing.narrow(account, donation_id, read(request, PublicationDraft))
    return ok(await shown(account, donation_id))
