"""Filing numbers: the next archival number of a family, given once and never again.

The fonds is the family's household number (户号) while it takes part in the city's programme, else
a number of its own: `JT000123`. What was filed before it joined keeps the number that it has.
"""

from uuid import UUID

from models.archive.filing import Category, FamilyArchive, Retention
from models.people.regions import Household
from service.archive.archival_numbers import ArchivalNumber, Series
from service.foundation import sequences

OUTSIDE = "JT"
"""家庭: the prefix of no district."""


async def allocate(
    archive: FamilyArchive, category: Category, year: int, retention: Retention
) -> ArchivalNumber:
    """The next number of a series, in the caller's transaction, which holds `archive`.

    Whoever files in the same series meanwhile waits until that ends; a rollback leaves no gap.
    """
    series = Series(await _fonds(archive), category, year, retention)
    return ArchivalNumber(series, await sequences.next_of(f"items.{series}"))


async def household_number(family_id: UUID) -> str:
    """A family's present household number; empty outside the programme."""
    present = await Household.get_or_none(family_id=family_id, until=None)
    return present.number if present else ""


async def _fonds(archive: FamilyArchive) -> str:
    number = await household_number(archive.family_id)
    if not number and not archive.fonds:
        archive.fonds = f"{OUTSIDE}{await sequences.next_of('families.filing'):06}"
        await archive.save(update_fields=["fonds"])
    return number or archive.fonds or ""
