"""Donations (捐赠): what a family offers an archive, who of the family decides, and taking it back.

The archive's side is `donation_desk`, the deed `donation_signing`. A donation moves on alone: its
states say which acts are left, and every act finds it locked, the family before it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from models.archive.filing import FiledItem
from models.people.accounts import Account
from models.people.regions import Region
from models.programme.donations import DonatedItem, Donation, DonationState, Publication
from models.trust.consents import Purpose
from models.trust.notices import NoticeKind
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import students
from service.programme import donation_contents, donation_rules
from service.programme.donation_contents import Described
from service.trust import access, audit, consents, erasures, kinship, moderation, notices

PAGE = 20
MOST = 200
LIVING = (
    DonationState.OFFERED,
    DonationState.WANTED,
    DonationState.SIGNED,
    DonationState.ACCESSIONED,
)
UNSUITABLE = "这段话里有不合适的内容，换个说法试试"


class DonationDraft(Draft):
    """What is offered, to which archive, with some words to it."""

    region_id: Annotated[UUID, "Of a district or the city: its archive."]
    item_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST)]
    words: Annotated[str, text(500, least=0, description="What it is about, to the archive.")] = ""


@dataclass(frozen=True)
class Line:
    """A donated item; `content` is what the archive has or would get, None while that is not what
    was offered or signed: it was changed since then, or taken out of the family's archive.
    """

    row: DonatedItem
    content: dict[str, Any] | None

    @property
    def is_given(self) -> bool:
        return self.row.content is not None


async def archives() -> list[Region]:
    """The districts, and the city, to which something may be offered: somebody is there for it."""
    regions = await Region.filter(level__lte=donation_rules.LOWEST).order_by("level", "code")
    return [region for region in regions if await access.archivists_over(region)]


async def offer(account: Account, family_id: UUID, draft: DonationDraft) -> Donation:
    """Offer filed items to an archive, as whoever decides for each child of whom they tell.

    From then on its archivists read what they are and look at the pictures: so it takes the
    consents already.
    """
    if not await students.at_home(await access.viewer(account), family_id):
        raise NotFound
    if draft.words.strip():
        await moderation.require_clean(account, draft.words, "words", UNSUITABLE)
    async with transaction():
        await access.hold(family_id)
        await _alone(family_id)
        items = await _chosen(account, family_id, draft.item_ids)
        told = [*(await donation_contents.described(items)).values()]
        consent_ids = await require_decided(account, family_id, told)
        donation_contents.require_offerable(items)
        region = await _archive(draft.region_id)
        await _require_free(region, draft.item_ids)
        donation = await Donation.create(
            family_id=family_id,
            donor_id=account.id,
            region=region,
            words=draft.words.strip(),
            consent_ids=consent_ids,
        )
        await DonatedItem.bulk_create(_row(donation, one) for one in told)
        await audit.record(account, "donation.offered", donation)
        await tell_archive(NoticeKind.DONATION_OFFERED, donation, region)
        await tell_family(NoticeKind.DONATION_OFFERED, donation, but=account.id)
    return donation


async def _alone(family_id: UUID) -> None:
    """Whoever else offers of this family waits for the caller's transaction."""
    what = f"donations {family_id}"
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", what)


async def _chosen(account: Account, family_id: UUID, item_ids: list[UUID]) -> list[FiledItem]:
    """The family's items that a request names, in its order."""
    if len(set(item_ids)) != len(item_ids):
        raise Invalid.field("item_ids", "donation.twice", "同一件选了两次")
    visible = access.filed_items_visible_to(await access.viewer(account))
    seen = visible.filter(id__in=item_ids, family_id=family_id)
    found = {item.id: item for item in await seen.prefetch_related(*donation_contents.WITH_ALL)}
    for place, item_id in enumerate(item_ids):
        if item_id not in found:
            raise Invalid.field(f"item_ids[{place}]", "item.unknown", "有一件找不到了，重新选一选")
    return [found[item_id] for item_id in item_ids]


async def _archive(region_id: UUID) -> Region:
    region = await Region.get_or_none(id=region_id)
    if region is None:
        raise Invalid.field("region_id", "region.unknown", "没有这个地区")
    if not donation_rules.takes_donations(region) or not await access.archivists_over(region):
        raise Invalid.field(
            "region_id", "donation.no_archive", "这里还没有档案馆，选区里或者市里的"
        )
    return region


async def _require_free(region: Region, item_ids: list[UUID]) -> None:
    """An archive is not offered the same thing twice."""
    living = DonatedItem.filter(donation__state__in=LIVING, donation__region_id=region.id)
    offered = set(await living.filter(item_id__in=item_ids).values_list("item_id", flat=True))
    for place, item_id in enumerate(item_ids):
        if item_id in offered:
            detail = "有一件已经在捐给这家档案馆的清单里了"
            raise Invalid.field(f"item_ids[{place}]", "donation.offered_already", detail)


def _row(donation: Donation, told: Described) -> DonatedItem:
    return DonatedItem(
        donation_id=donation.id,
        item_id=told.item.id,
        number=told.item.number,
        digest=told.digest,
        student_ids=[str(one) for one in told.student_ids],
    )


async def require_decided(
    account: Account, family_id: UUID, told: Collection[Described]
) -> list[str]:
    """Require that the account decides for all of whom this tells; the consents it stands on.

    A dispute in the family, or one who is to be erased, hinders it.
    """
    children = sorted({child for one in told for child in one.student_ids})
    await access.require_undisputed(family_id)  # whoever leaves the family now is waited for
    if any(not one.student_ids for one in told):
        await access.guarded_family(account, family_id)
    for child in children:
        await access.deciding_for(account, family_id, child)
    await erasures.refuse_while_waiting(family_id, None)
    given = [await consents.require(Purpose.DONATION, family_id, child) for child in children]
    return [str(one.id) for one in given]


async def take_back(account: Account, donation_id: UUID) -> None:
    """Take a donation back, as any who decide, until it is accessioned; again is fine."""
    async with transaction():
        donation = await held_by(account, donation_id)
        if donation.state is DonationState.WITHDRAWN:
            return
        if donation.state is DonationState.ACCESSIONED:
            detail = "已经登记入馆，不能收回了；可以改成不公布，马上算数"
            raise Conflict("donation.accessioned", detail)
        if not donation.state.may_become(DonationState.WITHDRAWN):
            raise Conflict("donation.declined", "档案馆已经回复了这次捐赠，不用再收回")
        await end(donation, account)


async def end(donation: Donation, actor: Account | None) -> None:
    """The end of a locked donation before its accession; copies that were made go by a job."""
    donation.state, donation.withdrawn_at = DonationState.WITHDRAWN, clock.now()
    await keep(donation, actor, "donation.withdrawn")
    if donation.accessioned_by_id:
        await jobs.later("donations.remove", donation_id=donation.id)


async def end_on(consent_ids: list[UUID]) -> None:
    """What becomes of donations when the grants end that they stand on.

    Before the accession they end; after it nothing of them is published any more.
    """
    standing = "select id from donations where consent_ids ?| $1::text[] order by id"
    for row in await query(standing, [str(one) for one in consent_ids]):
        donation = await Donation.filter(id=row["id"]).select_for_update(no_key=True).get()
        await _end_or_close(donation)


async def _end_or_close(donation: Donation) -> None:
    if donation.state.may_become(DonationState.WITHDRAWN):
        await end(donation, None)
    elif donation.state is DonationState.ACCESSIONED:
        donation.publication, donation.named = Publication.NEVER, False
        await keep(donation, None, "donation.closed")


async def end_of(account_id: UUID, family_id: UUID) -> None:
    """End what a leaver has offered, in the transaction that ends the membership."""
    own = Donation.filter(donor_id=account_id, family_id=family_id)
    for donation in await own.order_by("id").select_for_update(no_key=True):
        if donation.state.may_become(DonationState.WITHDRAWN):
            await end(donation, None)


_STOOD = """
select count(*) from donations where consent_ids ?| $1::text[] and created_at <= $2
and state <> 'declined' and (withdrawn_at is null or withdrawn_at >= $2)
"""


async def stood_on(consent_ids: list[UUID], at: Any) -> int:
    """How many donations stood on these grants at that moment."""
    return (await query(_STOOD, [str(one) for one in consent_ids], at))[0]["count"]


async def of_family(account: Account, family_id: UUID, *, after: UUID | None) -> list[Donation]:
    """A page of a family's donations, latest first, to its guardians.

    Returns at most PAGE + 1: the last one only says that there is more.
    """
    await access.guarded_family(account, family_id)
    found = Donation.filter(family_id=family_id)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1).select_related("region")


async def one_of(account: Account, donation_id: UUID) -> Donation:
    """A donation about which the account decides, with its region and family."""
    visible = access.donations_visible_to(await access.viewer(account)).filter(id=donation_id)
    donation = await visible.select_related("region", "family").get_or_none()
    if donation is None:
        raise NotFound
    return donation


async def held_by(account: Account, donation_id: UUID) -> Donation:
    """The same, locked for the caller's transaction."""
    await one_of(account, donation_id)
    donation = await locked(donation_id)
    if donation is None:
        raise NotFound
    await donation.fetch_related("region", "family")
    return donation


async def locked(donation_id: UUID) -> Donation | None:
    """A donation as it is once its row is locked, its family before it as for an erasure."""
    found = await Donation.get_or_none(id=donation_id)
    if found is None:
        return None
    await access.hold(found.family_id)
    return await Donation.filter(id=donation_id).select_for_update(no_key=True).get_or_none()


async def keep(donation: Donation, actor: Account | None, act: str) -> None:
    """Write a locked donation, and who did what."""
    donation.version += 1
    await donation.save()
    await audit.record(actor, act, donation)


async def lines(donation: Donation) -> list[Line]:
    """The items of a donation by number, each as the archive has it or would get it."""
    rows = await DonatedItem.filter(donation_id=donation.id).order_by("number")
    present = await donation_contents.as_agreed(rows)
    return [Line(row, row.content or _content_of(present.get(row.id))) for row in rows]


def _content_of(told: Described | None) -> dict[str, Any] | None:
    return told.content if told else None


async def counts(donations: Iterable[Donation]) -> dict[UUID, int]:
    """How many items each of these has."""
    counting = (
        "select donation_id, count(*) from donated_items where donation_id = any($1::uuid[])"
        " group by donation_id"
    )
    rows = await query(counting, [donation.id for donation in donations])
    return {row["donation_id"]: row["count"] for row in rows}


async def tell_archive(kind: NoticeKind, donation: Donation, region: Region) -> None:
    """Tell the archivists over a region, but those who are of the family."""
    theirs = await access.archivists_over(region)
    homes = {one: await kinship.homes_of(one) for one in theirs}
    told = [one for one in theirs if donation.family_id not in homes[one]]
    await notices.tell(told, kind, donation.id)


async def tell_family(kind: NoticeKind, donation: Donation, *, but: UUID | None = None) -> None:
    """Tell the guardians and the donor."""
    told = {*await kinship.guardians_of(donation.family_id), donation.donor_id}
    told = {one for one in told if one != but}
    await notices.tell(told, kind, donation.id, donation.family_id)
