"""Donation rules: what may be published on a day, what is narrower, and how numbers are written."""

from datetime import date

from models.people.regions import Level, Region
from models.programme.donations import Donation, DonationState, Publication

CITY = "ZH"
"""珠海: the city's own archive, beside the prefixes of its districts."""
LOWEST = Level.DISTRICT
"""Districts and the city have an archive; towns and communities have none."""
_WIDTH = {Publication.NEVER: 0, Publication.ASK_FIRST: 1, Publication.FREELY: 2}


def publication_allowed(donation: Donation, day: date) -> Publication:
    """What may be done with a donation in public on a day: nothing, after asking, or freely.

    The owner decides, at any time (档案法 §31, §32): this is asked anew before each showing.
    """
    if donation.state is not DonationState.ACCESSIONED:
        return Publication.NEVER
    if donation.closed_until and day < donation.closed_until:
        return Publication.NEVER
    return donation.publication


def is_wider(wanted: Publication, present: Publication) -> bool:
    """Whether more would be published than before: that takes another deed."""
    return _WIDTH[wanted] > _WIDTH[present]


def takes_donations(region: Region) -> bool:
    """Whether there is an archive of this region's own."""
    return region.level <= LOWEST


def archive_of(region: Region) -> str:
    """「香洲区档案馆」."""
    return f"{region.name}档案馆"


def series_of(region: Region, year: int) -> str:
    """What accession numbers are counted within: `XZ-J2026`, J for 捐赠."""
    return f"{region.prefix or CITY}-J{year:04}"


def accession_number(series: str, serial: int) -> str:
    """`XZ-J2026-0001`; `serial` counts from 1 within a year of an archive."""
    return f"{series}-{serial:04}"
