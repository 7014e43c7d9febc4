"""Archival numbers (档号), after DA/T 13-2022: `XZ000123-ZP·2018·Y-0007`.

From the left: the household's number as a local pseudo-fonds; what kind of thing it is (门类), the
year and how long it is kept (保管期限); the item's number (件号), counted from 1 within these. `-`
stands between levels and `·` within one; file names and URLs have `.` for `·`.
"""

import re
from dataclasses import dataclass

from models.archive.filing import Category, Retention

_NUMBER = re.compile(
    r"(?P<household>[A-Z]{2}[0-9]{6,9})-(?P<category>ZP|LY|LX|SW|WS)[·.](?P<year>[0-9]{4})[·.]"
    r"(?P<retention>Y|D30|D10)-(?P<serial>[0-9]{4,9})"
)


@dataclass(frozen=True)
class Series:
    """What item numbers are counted within."""

    household: str
    category: Category
    year: int
    retention: Retention

    def __str__(self) -> str:
        return f"{self.household}-{self.category}·{self.year:04}·{self.retention}"


@dataclass(frozen=True)
class ArchivalNumber:
    """One item's number; `serial` counts from 1."""

    series: Series
    serial: int

    def __str__(self) -> str:
        return f"{self.series}-{self.serial:04}"

    @property
    def in_files(self) -> str:
        """As it stands in the name of a file and in a URL."""
        return str(self).replace("·", ".")


def parse(text: str) -> ArchivalNumber:
    """A number in either spelling; ValueError for what is none."""
    found = _NUMBER.fullmatch(text)
    if found is None or str(int(found["serial"])).zfill(4) != found["serial"]:
        raise ValueError(text)
    category, retention = Category(found["category"]), Retention(found["retention"])
    if int(found["serial"]) < 1:
        raise ValueError(text)
    series = Series(found["household"], category, int(found["year"]), retention)
    return ArchivalNumber(series, int(found["serial"]))
