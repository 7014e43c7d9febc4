"""Household lists: the families in the programme within a region, to its archivists, nameless."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.regions import Household, Region
from models.people.staff import Office
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import access, audit, jurisdiction

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A household with its region, and the ids of its children by age."""

    household: Household
    student_ids: list[UUID]


async def within(archivist: Account, region_code: str) -> tuple[Region, QuerySet[Household]]:
    """A region, and the households there and below; NotFound to all but its archivists."""
    region = await Region.get_or_none(code=region_code)
    if region is None:
        raise NotFound
    await access.office_over(archivist, region, Office.ARCHIVIST)
    return region, Household.filter(until=None, region__path__startswith=region.path)


async def page(
    archivist: Account,
    region_code: str,
    *,
    after: str | None,
    number: str | None = None,
    only: Q | None = None,
) -> list[Listed]:
    """A page of a region's households by number; `after` is the last number of the page before.

    `number` asks for one household alone. Returns at most PAGE + 1 of those for which `only` holds:
    the last one only says that there is more. The audit row is committed before anything is
    answered.
    """
    async with transaction():
        region, homes = await within(archivist, region_code)
        homes = homes.filter(only or Q())
        if number:
            homes = homes.filter(number=number)
        if after:
            homes = homes.filter(number__gt=after)
        found = await homes.order_by("number").limit(PAGE + 1).select_related("region")
        children = await jurisdiction.children_of(home.family_id for home in found)
        await audit.record(archivist, "households.listed", region)
    return [Listed(home, children[home.family_id]) for home in found]
