"""Donation desk: an archive's staff read what it is offered, look, decide and take it in.

Archivists over the archive's region alone: to all others there is no such donation, nor is there
one that was taken back. Whoever is of the family has a colleague do it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from tortoise.expressions import Q

from models.archive.filing import FiledItem
from models.people.accounts import Account
from models.people.regions import Region
from models.people.staff import Office
from models.programme.donations import DonatedItem, Donation, DonationState
from models.trust.notices import NoticeKind
from service.archive import renditions
from service.archive.renditions import Rendition
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound, Refusal
from service.programme import donation_contents, donation_signing, donations
from service.programme.donations import Line
from service.trust import access, audit, jurisdiction, kinship, moderation

PAGE = 20


class DecisionDraft(Draft):
    """Whether the archive wants it, and why: what it is worth, or a kind word."""

    wanted: bool
    words: Annotated[str, text(500, least=4, description="To the family.")]


@dataclass(frozen=True)
class Looked:
    """A file of an item: what was recorded of it, and URLs that soon die; empty where there is
    nothing to see or to play.
    """

    media_type: str
    bytes: int
    sha256: str
    picture: str
    played: str


async def page(
    archivist: Account,
    region_code: str,
    *,
    after: UUID | None,
    state: DonationState | None = None,
    oldest_first: bool = False,
) -> list[Donation]:
    """A page of what an archive is or was offered, latest first; each look leaves its row.

    Returns at most PAGE + 1: the last one only says that there is more. `state` asks for those
    alone that are so.
    """
    async with transaction():
        region = await Region.get_or_none(code=region_code)
        if region is None:
            raise NotFound
        await access.office_over(archivist, region, Office.ARCHIVIST)
        found = Donation.filter(region_id=region.id).exclude(state=DonationState.WITHDRAWN)
        found = found.exclude(family_id__in=await kinship.homes_of(archivist.id))
        if state:
            found = found.filter(state=state)
        if after:
            found = found.filter(id__gt=after) if oldest_first else found.filter(id__lt=after)
        found = found.order_by("id" if oldest_first else "-id").limit(PAGE + 1)
        listed = await found.select_related("region", "family")
        await audit.record(archivist, "donations.listed", region)
    return listed


async def waiting(archivist: Account) -> int:
    """How many donations wait for an answer, or once signed to be taken in, at its archives."""
    places = jurisdiction.places(await jurisdiction.offices(archivist))
    unanswered = Q(state=DonationState.OFFERED)
    signed = Q(state=DonationState.SIGNED, accessioned_by_id=None)
    theirs = Donation.filter(places, unanswered | signed)
    return await theirs.exclude(family_id__in=await kinship.homes_of(archivist.id)).count()


async def one_of(archivist: Account, donation_id: UUID) -> Donation:
    """A donation to an archive of the account's, with its region and family."""
    offered = Donation.filter(id=donation_id).exclude(state=DonationState.WITHDRAWN)
    donation = await offered.select_related("region", "family").get_or_none()
    if donation is None:
        raise NotFound
    await access.office_over(archivist, donation.region, Office.ARCHIVIST)
    if donation.family_id in await kinship.homes_of(archivist.id):
        raise Forbidden("donation.of_family", "这是自己家的捐赠，要由别的档案人员来处理")
    return donation


async def read(archivist: Account, donation_id: UUID) -> tuple[Donation, list[Line]]:
    """A donation with its items, without pictures; what was declined is read no more."""
    async with transaction():
        donation = await one_of(archivist, donation_id)
        await audit.record(archivist, "donation.looked_at", donation)
        declined = donation.state is DonationState.DECLINED
        return donation, [] if declined else await donations.lines(donation)


async def look(
    archivist: Account, donation_id: UUID, line_id: UUID
) -> tuple[dict[str, Any], list[Looked]]:
    """What one item says, with its pictures; the audit row is committed before they are given.

    Conflict where the item is no longer what was offered or signed.
    """
    async with transaction():
        donation = await one_of(archivist, donation_id)
        if donation.state not in donations.LIVING:
            raise NotFound
        row = await DonatedItem.get_or_none(id=line_id, donation_id=donation_id)
        if row is None:
            raise NotFound
        looked = _kept(row) if row.content else await _offered(row)
        await audit.record(archivist, "donation.item_looked_at", row)
    return looked


def _kept(row: DonatedItem) -> tuple[dict[str, Any], list[Looked]]:
    """From the archive's own copies."""
    content, keys = row.content or {}, {(c["role"], c["position"]): c["key"] for c in row.copies}
    return content, [
        _looked(file, keys.get(("view", place), ""), keys.get(("play", place), ""))
        for place, file in enumerate(content["files"])
    ]


async def _offered(row: DonatedItem) -> tuple[dict[str, Any], list[Looked]]:
    """From the family's archive, while it is what was offered."""
    told = (await donation_contents.as_agreed([row])).get(row.id)
    if told is None:
        detail = "这件在提出捐赠以后改过，或者收回去了，请家长再看一看"
        raise Conflict("donation.item_changed", detail)
    return told.content, _of_family(told.item, told.content["files"])


def _of_family(item: FiledItem, files: Iterable[dict[str, Any]]) -> list[Looked]:
    return [
        _looked(described, file.photo.master_key, file.photo.clean_key)
        for file, described in zip(donation_contents.files_of(item), files, strict=True)
    ]


def _looked(file: dict[str, Any], view: str, play: str) -> Looked:
    picture = renditions.rendition_of(view, Rendition.SCREEN, outside=True) if view else ""
    facts = file["media_type"], file["bytes"], file["sha256"]
    return Looked(*facts, picture, renditions.clean_of(play, outside=True))


async def decide(archivist: Account, donation_id: UUID, draft: DecisionDraft) -> Donation:
    """Want a donation, or decline it kindly; the same from the same archivist again is fine."""
    await one_of(archivist, donation_id)
    await moderation.require_clean(archivist, draft.words, "words", donations.UNSUITABLE)
    async with transaction():
        donation = await _held(archivist, donation_id)
        wanted = DonationState.WANTED if draft.wanted else DonationState.DECLINED
        if donation.decided_by_id is not None:
            return _decided_already(archivist, donation, draft)
        donation.state, donation.appraisal = wanted, draft.words.strip()
        donation.decided_by_id, donation.decided_at = archivist.id, clock.now()
        await donations.keep(donation, archivist, f"donation.{wanted.value}")
        await donations.tell_family(NoticeKind.DONATION_DECIDED, donation)
    return donation


def _decided_already(archivist: Account, donation: Donation, draft: DecisionDraft) -> Donation:
    wanted = donation.state is not DonationState.DECLINED
    same = donation.decided_by_id, wanted, donation.appraisal
    if same != (archivist.id, draft.wanted, draft.words.strip()):
        raise Conflict("donation.decided", "这次捐赠已经有人回复过了")
    return donation


async def accession(archivist: Account, donation_id: UUID) -> Donation:
    """Take a signed donation in: its copies are made by a job, then it has its number.

    Again is fine, also by a colleague. Conflict where the family no longer stands to what was
    signed: then it is for the family to look again.
    """
    async with transaction():
        await access.hold_steady((await one_of(archivist, donation_id)).family_id)
        donation = await _held(archivist, donation_id)
        if donation.state not in donation_signing.SIGNED:
            raise Conflict("donation.not_signed", "要等捐赠人签了协议，才能登记入馆")
        if donation.accessioned_by_id is None:
            await _require_decided(donation)
            donation.accessioned_by_id = archivist.id
            await donations.keep(donation, archivist, "donation.accession_begun")
            await jobs.later("donations.copy", donation_id=donation.id)
    return donation


async def _require_decided(donation: Donation) -> None:
    try:
        await donation_signing.require_still_decided(donation)
    except Refusal as refusal:
        detail = "家里的情况有变化，等家长再看一看、重新同意，才能登记入馆"
        raise Conflict("donation.unsettled", detail) from refusal


async def _held(archivist: Account, donation_id: UUID) -> Donation:
    """A donation of the account's archive, locked; once more asked whether it may see it."""
    await one_of(archivist, donation_id)
    donation = await donations.locked(donation_id)
    if donation is None or donation.state is DonationState.WITHDRAWN:
        raise NotFound
    await donation.fetch_related("region", "family")
    return donation
