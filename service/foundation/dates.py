"""Fuzzy dates: EDTF (ISO 8601-2) as far as a family needs it, its sortable day and its words.

`2016-05-01`, `2016-05`, `2016`, a season `1986-22` (21 spring … 24 winter), and any of them with
`~` for about: `1986-22~` is 「约1986年夏」.
"""

import re
from dataclasses import dataclass
from datetime import date

from service.foundation import clock

_EDTF = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(~?)", re.ASCII)
_IN_FILE_NAME = re.compile(
    r"(?<!\d)(\d{4})([-_]?)(\d{2})\2(\d{2})"
    r"[-_ T]?(?:[01]\d|2[0-3])[-_.:]?[0-5]\d[-_.:]?[0-5]\d",
    re.ASCII,
)
_SAVED_BY_WECHAT = re.compile("微信|wechat|mmexport", re.IGNORECASE)
_FIRST_PHONE_WITH_A_CAMERA = 2000
_SEASONS = {21: ("春", 3), 22: ("夏", 6), 23: ("秋", 9), 24: ("冬", 12)}


@dataclass(frozen=True)
class FuzzyDate:
    """A moment as exactly as somebody knows it."""

    edtf: str
    first_day: date
    words: str


def parse(edtf: str) -> FuzzyDate | None:
    """Read an EDTF string; None if it is none, or names a day that never was."""
    match = _EDTF.fullmatch(edtf)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    try:
        read = _read(year or 0, month, day)
    except ValueError:
        return None
    about = "约" if match.group(4) else ""
    return FuzzyDate(edtf, read[0], about + read[1]) if read else None


def in_words(edtf: str) -> str:
    """As a person says it; what is not known yet is to be added."""
    fuzzy = parse(edtf)
    return fuzzy.words if fuzzy else "日期待补"


def _read(year: int, month: int | None, day: int | None) -> tuple[date, str] | None:
    if month is None:
        return date(year, 1, 1), f"{year}年"
    if month in _SEASONS:
        word, first = _SEASONS[month]
        return (date(year, first, 1), f"{year}年{word}") if day is None else None
    if day is None:
        return date(year, month, 1), f"{year}年{month}月"
    return date(year, month, day), f"{year}年{month}月{day}日"


def in_file_name(name: str) -> date | None:
    """The day in a name that a camera gave, with its time: `IMG_20240601_101500.jpg`.

    The names that WeChat gives tell when it saved them: `mmexport1717200000000.jpg`,
    `微信图片_20240601101500.jpg`.
    """
    match = _IN_FILE_NAME.search(name)
    if not match or _SAVED_BY_WECHAT.search(name):
        return None
    try:
        day = date(int(match.group(1)), int(match.group(3)), int(match.group(4)))
    except ValueError:
        return None
    return day if day.year >= _FIRST_PHONE_WITH_A_CAMERA and day <= clock.today() else None
