"""Households: the families that take part in the city's programme, each with its number (户号)."""

from uuid import UUID

from tortoise.queryset import QuerySetSingle

from models.people.accounts import Account
from models.people.families import Family
from models.people.regions import Household, Level, Region
from service.foundation import clock, jobs, sequences
from service.foundation.database import transaction
from service.foundation.errors import Invalid, NotFound
from service.people import regions
from service.trust import access, audit


async def join(guardian: Account, family_id: UUID, region_id: UUID) -> Household:
    """Take a family into the programme at a district, town or community, or move it there.

    The number is the family's within its district for good: whoever comes back finds it again.
    """
    async with transaction():
        present = await _present(guardian, family_id)
        if present and present.region_id == region_id:
            return present
        region, district = await _place(region_id)
        if present and present.district_id != district.id:
            await _close(guardian, present)
        household = await _household(family_id, region, district)
        moved = present and present.id == household.id
        await audit.record(guardian, "household.moved" if moved else "household.joined", household)
        await judge_later(family_id)
    return household


async def leave(guardian: Account, family_id: UUID) -> None:
    """Take a family out of the programme; again is fine. The number stays its own."""
    async with transaction():
        present = await _present(guardian, family_id)
        if present:
            await _close(guardian, present)


async def of(guardian: Account, family_id: UUID) -> Household:
    """A family's place in the programme, with its region; NotFound where it has none."""
    await access.guarded_family(guardian, family_id)
    household = await _open(family_id).select_related("region")
    if household is None:
        raise NotFound
    return household


async def seen_by(guardian: Account, household_id: UUID) -> Household:
    """One household with its region, present or past, to a guardian of its family."""
    household = await Household.get_or_none(id=household_id).select_related("region")
    if household is None:
        raise NotFound
    await access.guarded_family(guardian, household.family_id)
    return household


def _open(family_id: UUID) -> QuerySetSingle[Household | None]:
    return Household.get_or_none(family_id=family_id, until=None)


async def _present(guardian: Account, family_id: UUID) -> Household | None:
    """The open household of a guarded family; whoever else joins or leaves with it waits."""
    await access.guarded_family(guardian, family_id)
    await Family.filter(id=family_id).select_for_update().first()
    return await _open(family_id)


async def _place(region_id: UUID) -> tuple[Region, Region]:
    """The region, and the district it is in or is."""
    region = await Region.get_or_none(id=region_id)
    if region is None:
        raise Invalid.field("region_id", "region.unknown", "没有这个地区")
    for above in await regions.chain(region):
        if above.level is Level.DISTRICT:
            return region, above
    raise Invalid.field("region_id", "region.too_wide", "请选到区、镇街或社区")


async def _household(family_id: UUID, region: Region, district: Region) -> Household:
    """The family's household in a district, open and at `region`; a new one has a new number."""
    former = await Household.get_or_none(family_id=family_id, district_id=district.id)
    if former is None:
        serial = await sequences.next_of(f"households.{district.prefix}")
        return await Household.create(
            family_id=family_id,
            region=region,
            district=district,
            number=f"{district.prefix}{serial:06}",
            since=clock.now(),
        )
    if former.until is not None:
        former.since, former.until = clock.now(), None
    former.region_id = region.id
    await former.save(update_fields=["region_id", "since", "until"])
    return former


async def _close(guardian: Account, household: Household) -> None:
    household.until = clock.now()
    await household.save(update_fields=["until"])
    await audit.record(guardian, "household.left", household)
    await judge_later(household.family_id)


async def judge_later(family_id: UUID) -> None:
    """Have the rule of who keeps an archive judge a family anew; the caller's transaction."""
    await jobs.later("households.judge", family_id=family_id)
