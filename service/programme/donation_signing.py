"""Donation signing: the donor reads the deed, signs what was read, and may narrow it later."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.people.accounts import Account
from models.programme.donations import DonatedItem, Donation, DonationState, Publication
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, Invalid
from service.programme import donation_contents, donation_deeds, donation_rules, donations
from service.programme.donation_contents import Described
from service.programme.donation_deeds import Deed, Listed, Restrictions
from service.trust import access

LONGEST = 100
"""Years for which something may be closed."""
SIGNED = (DonationState.SIGNED, DonationState.ACCESSIONED)


class SignatureDraft(Restrictions, kw_only=True):
    """The restrictions chosen, the own name, and the hash of the text that was read."""

    signature: Annotated[str, text(40, description="The donor's name, as they write it.")]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="Of the deed.")]


class PublicationDraft(Draft):
    """How much may be published from now on: only less than before."""

    publication: Publication


async def deed_of(account: Account, donation_id: UUID, restrictions: Restrictions) -> Deed:
    """The deed as it would be signed with these restrictions; once signed, what was signed."""
    donation = await donations.one_of(account, donation_id)
    if donation.state in SIGNED:
        return as_signed(donation)
    _require_wanted(donation)
    _require_day(restrictions.closed_until)
    return _written(donation, [*(await _present(donation)).values()], restrictions)


def as_signed(donation: Donation) -> Deed:
    """What was signed, word for word; Conflict where an erasure took it away."""
    if donation.deed is None:
        raise Conflict("donation.no_deed", "这份协议的文字已经按彻底删除的申请移除了")
    return Deed(donation.deed["version"], donation.deed["text"])


async def sign(account: Account, donation_id: UUID, draft: SignatureDraft) -> Donation:
    """Sign the deed, as the donor, who still decides for all of whom it tells; again is fine.

    Conflict where the text would be another one by now than the one that was read.
    """
    async with transaction():
        await access.hold_steady((await donations.one_of(account, donation_id)).family_id)
        donation = await donations.held_by(account, donation_id)
        if donation.donor_id != account.id:
            raise Forbidden("donation.not_donor", "协议要由提出捐赠的人来签")
        if donation.state in SIGNED:
            return _signed_already(donation, draft)
        _require_wanted(donation)
        _require_day(draft.closed_until)
        present = await _present(donation)
        told = [*present.values()]
        donation.consent_ids = await donations.require_decided(account, donation.family_id, told)
        deed = _written(donation, told, draft)
        if deed.sha256 != draft.sha256:
            raise Conflict("donation.deed_changed", "协议的内容有变化，请再看一遍再签")
        await _settle_items(donation, present)
        await _keep(account, donation, draft, deed)
    return donation


def _signed_already(donation: Donation, draft: SignatureDraft) -> Donation:
    same = donation.signature, donation.deed_sha256
    if same != (draft.signature.strip(), draft.sha256):
        raise Conflict("donation.signed", "这份协议已经签过了")
    return donation


def _require_wanted(donation: Donation) -> None:
    if not donation.state.may_become(DonationState.SIGNED):
        raise Conflict("donation.not_wanted", "要等档案馆答应收，才能签协议")


def _require_day(until: date | None) -> None:
    if until is None:
        return
    today = clock.today()
    if until <= today:
        raise Invalid.field("closed_until", "donation.closed_until", "开放的日子要在今天以后")
    if until.year > today.year + LONGEST:
        raise Invalid.field("closed_until", "donation.closed_until", "最多可以封存一百年")


async def _present(donation: Donation) -> dict[UUID, Described]:
    """The items that can still be handed over, as they are now, by the ids of their rows."""
    rows = await DonatedItem.filter(donation_id=donation.id).order_by("number")
    now = await donation_contents.now(rows)
    present = {row.id: now[row.id] for row in rows if row.id in now}
    if not present:
        raise Conflict("donation.empty", "这次要捐的都不在家庭档案里了，可以重新提出捐赠")
    return present


def _written(donation: Donation, told: list[Described], restrictions: Restrictions) -> Deed:
    return donation_deeds.written(
        donation.family.name,
        donation_rules.archive_of(donation.region),
        [Listed(one.content, one.digest) for one in told],
        restrictions,
    )


async def _settle_items(donation: Donation, present: dict[UUID, Described]) -> None:
    """What the deed does not list is not donated; what it lists, as it lists it."""
    await DonatedItem.filter(donation_id=donation.id).exclude(id__in=[*present]).delete()
    for row in await DonatedItem.filter(id__in=[*present]):
        told = present[row.id]
        row.digest, row.student_ids = told.digest, [str(one) for one in told.student_ids]
        await row.save(update_fields=["digest", "student_ids"])


async def _keep(account: Account, donation: Donation, draft: SignatureDraft, deed: Deed) -> None:
    donation.state, donation.signed_at = DonationState.SIGNED, clock.now()
    donation.publication, donation.named = draft.publication, draft.named
    donation.closed_until = draft.closed_until  # type: ignore[assignment]
    donation.signature = draft.signature.strip()
    donation.deed, donation.deed_sha256 = deed.as_kept(), deed.sha256  # type: ignore[assignment]
    await donations.keep(donation, account, "donation.signed")
    await donations.tell_archive(NoticeKind.DONATION_SIGNED, donation, donation.region)
    await donations.tell_family(NoticeKind.DONATION_SIGNED, donation, but=account.id)


async def narrow(account: Account, donation_id: UUID, draft: PublicationDraft) -> Donation:
    """Let less be published, as any who decide; it holds at once, also in a dispute.

    Again is fine; more than before takes another deed.
    """
    async with transaction():
        donation = await donations.held_by(account, donation_id)
        if donation.state not in SIGNED:
            raise Conflict("donation.not_signed", "签了协议以后才能改公布的意见")
        if donation_rules.is_wider(draft.publication, donation.publication):
            raise Conflict("donation.only_narrower", "只能改得更严；要放宽，请和档案馆另签一份协议")
        if draft.publication is not donation.publication:
            donation.publication = draft.publication
            await donations.keep(donation, account, "donation.narrowed")
    return donation


async def require_still_decided(donation: Donation) -> None:
    """Require that the donor still decides for all of whom the donation tells, and agrees."""
    donor = await Account.get(id=donation.donor_id)
    rows = await DonatedItem.filter(donation_id=donation.id)
    kept = await donation_contents.as_agreed(rows)
    await donations.require_decided(donor, donation.family_id, [*kept.values()])
