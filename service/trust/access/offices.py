"""Offices: what staff may do where. An office over a region holds for all below it."""

from uuid import UUID

from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.regions import Level, Region
from models.people.schools import School
from models.people.staff import Appointment, Office
from service.foundation.errors import NotFound


def holds(account: Account) -> QuerySet[Appointment]:
    """The offices that the account holds now."""
    return Appointment.filter(account_id=account.id, until=None).select_related("region")


async def offices_of(account: Account) -> list[Appointment]:
    """The offices that the account holds now, with their regions, the widest first."""
    return await holds(account).order_by("region__level", "id")


async def office_over(
    account: Account, region: Region, office: Office, *, level: Level = Level.COMMUNITY
) -> Appointment:
    """The account's office of this kind over a region, held at `level` or wider; else NotFound."""
    for held in await holds(account).filter(office=office, school_id=None):
        if region.path.startswith(held.region.path) and held.region.level <= level:
            return held
    raise NotFound


async def require_moderator(account: Account) -> None:
    """To all but the city's moderators there is no queue."""
    moderating = holds(account).filter(office=Office.MODERATOR, region__level=Level.CITY)
    if not await moderating.exists():
        raise NotFound


async def moderators() -> list[UUID]:
    """The accounts of the city's moderators."""
    held = Appointment.filter(office=Office.MODERATOR, region__level=Level.CITY, until=None)
    return [one.account_id for one in await held if one.account_id]


async def archivists_over(region: Region) -> list[UUID]:
    """The accounts of the archivists of a region and of those around it."""
    around = region.path.strip("/").split("/")
    held = Appointment.filter(office=Office.ARCHIVIST, region__code__in=around, until=None)
    return [one.account_id for one in await held if one.account_id]


async def administrators_of(school_id: UUID) -> list[UUID]:
    """The accounts of a school's administrators."""
    held = Appointment.filter(office=Office.SCHOOL_ADMINISTRATOR, school_id=school_id, until=None)
    return [one.account_id for one in await held if one.account_id]


async def school_administered(account: Account, school_id: UUID) -> School:
    """A school whose administrator the account is; else NotFound."""
    office = holds(account).filter(office=Office.SCHOOL_ADMINISTRATOR, school_id=school_id)
    if not await office.exists():
        raise NotFound
    return await School.get(id=school_id)
