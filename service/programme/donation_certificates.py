"""Donation certificates: the certificate (捐赠证书) and the signed deed, printed when asked for.

The family has both, and so has the archive. Nothing of them is kept but what was signed.
"""

from uuid import UUID

from models.people.accounts import Account
from models.programme.donations import DonatedItem, Donation, DonationState
from service.archive import papers
from service.archive.paper_pages import Block, Certificate, Deed
from service.foundation import clock, dates
from service.foundation.database import transaction
from service.foundation.errors import Conflict
from service.programme import (
    donation_deeds,
    donation_desk,
    donation_rules,
    donation_signing,
    donations,
)
from service.trust import audit

NAMELESS = "尊敬的捐赠人"


async def certificate_for_family(account: Account, donation_id: UUID) -> bytes:
    """The certificate as a PDF, to those of the family who decide."""
    return await papers.printed(await _certificate(await donations.one_of(account, donation_id)))


async def certificate_for_archive(archivist: Account, donation_id: UUID) -> bytes:
    """The same, to the archive; asking is audited."""
    async with transaction():
        donation = await donation_desk.one_of(archivist, donation_id)
        paper = await _certificate(donation)
        await audit.record(archivist, "donation.looked_at", donation)
    return await papers.printed(paper)


async def deed_for_family(account: Account, donation_id: UUID) -> bytes:
    """The signed deed as a PDF, to those of the family who decide."""
    return await papers.printed(_deed(await donations.one_of(account, donation_id)))


async def deed_for_archive(archivist: Account, donation_id: UUID) -> bytes:
    """The same, to the archive; asking is audited."""
    async with transaction():
        donation = await donation_desk.one_of(archivist, donation_id)
        paper = _deed(donation)
        await audit.record(archivist, "donation.looked_at", donation)
    return await papers.printed(paper)


async def _certificate(donation: Donation) -> Certificate:
    if donation.state is not DonationState.ACCESSIONED or donation.accessioned_at is None:
        raise Conflict("donation.no_certificate", "登记入馆以后才有捐赠证书")
    given = DonatedItem.filter(donation_id=donation.id, content__isnull=False)
    archive = donation_rules.archive_of(donation.region)
    named = donation.signature if donation.named else ""
    lines = [
        f"您捐赠的家庭档案 {await given.count()} 件，已由{archive}收藏，长期保存。",
        "感谢您把家里的记忆托付给我们，特发此证。",
    ]
    return Certificate(
        donor=named or NAMELESS,
        lines=lines,
        archive=archive,
        number=donation.accession or "",
        day=donation.accessioned_at.astimezone(clock.CHINA).date(),
    )


def _deed(donation: Donation) -> Deed:
    if donation.state not in donation_signing.SIGNED or donation.signed_at is None:
        raise Conflict("donation.not_signed", "签了协议以后才能打印")
    deed = donation_signing.as_signed(donation)
    day = donation.signed_at.astimezone(clock.CHINA).date()
    number = [("馆藏号", donation.accession)] if donation.accession else []
    return Deed(
        title=donation_deeds.TITLE,
        blocks=[_block(part) for part in deed.text.strip().split("\n\n")[1:]],
        signature=donation.signature,
        signed=dates.in_words(day.isoformat()),
        marks=[*number, ("协议版本", deed.version), ("协议校验码", donation.deed_sha256)],
        day=day,
    )


def _block(part: str) -> Block:
    """What begins with 「一、」 has a heading."""
    first, *rest = part.split("\n")
    return Block(first, rest) if "、" in first[:3] else Block("", [first, *rest])
