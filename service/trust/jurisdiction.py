"""Jurisdiction: which archivists' offices reach which families and children, by the household."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.regions import Household, Level
from models.people.staff import Appointment, Office
from models.people.students import Student
from service.foundation.errors import Forbidden, NotFound
from service.trust import access, kinship


async def offices(account: Account, level: Level = Level.COMMUNITY) -> list[Appointment]:
    """The archivist's offices that the account holds at `level` or wider, the widest first."""
    held = await access.offices_of(account)
    return [one for one in held if one.office is Office.ARCHIVIST and one.region.level <= level]


async def office_over_child(
    account: Account, student_id: UUID, level: Level = Level.COMMUNITY
) -> tuple[Appointment, Household]:
    """The account's nearest office over a child's household, held at `level` or wider.

    Raises NotFound for a missing and an erased child, for one whose family is not in the programme
    and for one elsewhere, all by the same statements.
    """
    held = await offices(account, level)
    household = await household_of(student_id)
    near = [office for office in held if covers(office, household)]
    if household is None or not near:
        raise NotFound
    return near[-1], household


async def household_of(student_id: UUID) -> Household | None:
    """Where a child lives, with the region, while its family is in the programme."""
    children = Student.filter(id=student_id, erased_at=None).values("family_id")
    household = Household.get_or_none(family_id__in=Subquery(children), until=None)
    return await household.select_related("region")


async def households_of(student_ids: Iterable[UUID]) -> dict[UUID, Household]:
    """Where each of these children lives, with the region; none outside the programme."""
    living = Student.filter(id__in=[*student_ids], erased_at=None)
    families = {student.id: student.family_id for student in await living}
    found = Household.filter(family_id__in=[*families.values()], until=None)
    homes = {home.family_id: home for home in await found.select_related("region")}
    return {child: homes[family] for child, family in families.items() if family in homes}


async def children_of(family_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The ids of each family's children by age, as the family itself has them."""
    children: dict[UUID, list[UUID]] = {family_id: [] for family_id in family_ids}
    living = Student.filter(family_id__in=[*children], erased_at=None)
    for student in await living.order_by("birth_date", "id"):
        children[student.family_id].append(student.id)
    return children


def covers(office: Appointment, household: Household | None) -> bool:
    """Whether a household is in the region of an office, or in one below it."""
    return household is not None and household.region.path.startswith(office.region.path)


def places(held: Iterable[Appointment]) -> Q:
    """What is in the regions of these offices or below, of whatever has a region; else nothing."""
    paths = [Q(region__path__startswith=office.region.path) for office in held]
    return Q(*paths, join_type=Q.OR) if paths else Q(id__in=[])


def children_in(held: Iterable[Appointment]) -> QuerySet[Student]:
    """The children whose households are in the regions of these offices."""
    homes = _households_in(held).values("family_id")
    return Student.filter(family_id__in=Subquery(homes), erased_at=None)


async def household_before(
    archivist: Account, family_id: UUID, *, at_home: tuple[str, str]
) -> Household:
    """Where a family lives whose affairs are the account's to decide, with the region.

    An archivist of its district or of the city decides; NotFound to all others, and outside the
    programme. `at_home` is the code and the sentence by which whoever is of the family is refused.
    """
    household = await Household.get_or_none(family_id=family_id, until=None).select_related(
        "region"
    )
    if household is None:
        raise NotFound
    await access.office_over(archivist, household.region, Office.ARCHIVIST, level=Level.DISTRICT)
    if family_id in await kinship.homes_of(archivist.id):
        raise Forbidden(*at_home)
    return household


async def households_before(archivist: Account, concerned: QuerySet[Any]) -> dict[UUID, Household]:
    """Of the families that these rows are of: those that the account decides for, none at home."""
    homes = _households_in(await offices(archivist, Level.DISTRICT))
    homes = homes.filter(family_id__in=Subquery(concerned.values("family_id")))
    homes = homes.exclude(family_id__in=await kinship.homes_of(archivist.id))
    return {household.family_id: household for household in await homes.select_related("region")}


def _households_in(held: Iterable[Appointment]) -> QuerySet[Household]:
    return Household.filter(places(held), until=None)
