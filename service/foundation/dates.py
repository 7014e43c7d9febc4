"""Fuzzy dates: EDTF (ISO 8601-2) as far as a family needs it, its sortable day and its words.

`2016-05-01`, `2016-05`, `2016`, a season `1986-22` (21 spring … 24 winter), a decade `198X`; any of
them with `~` for about or `?` for uncertain: `1986-22~` is 「约1986年夏」; and two of them with `/`
between for a while: `2016-07/2016-08`. A year is 1000 or later, as are the months of a timeline.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from service.foundation import clock

_POINT = re.compile(r"([1-9]\d{2})(?:X|(\d)(?:-(\d{2}))?(?:-(\d{2}))?)([~?]?)", re.ASCII)
_IN_FILE_NAME = re.compile(
    r"(?<!\d)(\d{4})([-_]?)(\d{2})\2(\d{2})"
    r"[-_ T]?(?:[01]\d|2[0-3])[-_.:]?[0-5]\d[-_.:]?[0-5]\d",
    re.ASCII,
)
_SAVED_BY_WECHAT = re.compile("微信|wechat|mmexport", re.IGNORECASE)
_FIRST_PHONE_WITH_A_CAMERA = 2000
_SEASONS = {21: ("春", 3), 22: ("夏", 6), 23: ("秋", 9), 24: ("冬", 12)}
_DECADES = dict(zip(range(1930, 2000, 10), "三四五六七八九", strict=True))
"""Those that everybody means who says 「八十年代」."""
_QUALIFIERS = {"": "", "~": "约", "?": "可能"}


@dataclass(frozen=True)
class FuzzyDate:
    """A moment, or a while, as exactly as somebody knows it: no earlier and no later than this.

    `ends_from` is the first day on which it may have ended; of a moment that is its first day.
    """

    edtf: str
    first_day: date
    last_day: date
    ends_from: date
    words: str
    about: bool

    def is_to_come(self) -> bool:
        """Whether it, or the end of it, is yet to come."""
        return self.ends_from > clock.today()


@dataclass(frozen=True)
class _Point:
    first_day: date
    last_day: date
    parts: tuple[str, ...]
    qualifier: str

    @property
    def words(self) -> str:
        return self.qualifier + "".join(self.parts)


def parse(edtf: str) -> FuzzyDate | None:
    """Read an EDTF string; None if it is none, no day that ever was, or ends before it began."""
    ends = _ends(edtf)
    if ends is None or not _in_order(*ends):
        return None
    start, end = ends
    return FuzzyDate(
        edtf,
        start.first_day,
        end.last_day,
        end.first_day,
        _words(start, end),
        bool(start.qualifier or end.qualifier),
    )


def is_backwards(edtf: str) -> bool:
    """Whether it names a while that would end before it began."""
    ends = _ends(edtf)
    return ends is not None and not _in_order(*ends)


def in_words(edtf: str) -> str:
    """As a person says it; what is not known yet is to be added."""
    fuzzy = parse(edtf)
    return fuzzy.words if fuzzy else "日期待补"


def _ends(edtf: str) -> tuple[_Point, _Point] | None:
    first, slash, last = edtf.partition("/")
    start = _point(first)
    end = _point(last) if slash else start
    return (start, end) if start and end else None


def _in_order(start: _Point, end: _Point) -> bool:
    return start.first_day <= end.first_day and start.last_day <= end.last_day


def _words(start: _Point, end: _Point) -> str:
    """What both have in common is said once: 「2016年7月—8月」."""
    if start == end:
        return start.words
    shared, most = 0, min(len(start.parts), len(end.parts)) - 1
    while shared < most and start.parts[shared] == end.parts[shared]:
        shared += 1
    return f"{start.words}—{end.qualifier}{''.join(end.parts[shared:])}"


def _point(edtf: str) -> _Point | None:
    match = _POINT.fullmatch(edtf)
    if not match:
        return None
    decade, digit, month, day, sign = match.groups()
    try:
        read = _decade(int(decade) * 10) if digit is None else _read(decade + digit, month, day)
    except ValueError:
        return None
    return _Point(*read, _QUALIFIERS[sign]) if read else None


def _decade(first: int) -> tuple[date, date, tuple[str, ...]]:
    words = f"{_DECADES[first]}十年代" if first in _DECADES else f"{first}年代"
    return date(first, 1, 1), date(first + 9, 12, 31), (words,)


def _read(
    year: str, month: str | None, day: str | None
) -> tuple[date, date, tuple[str, ...]] | None:
    first, said = int(year), f"{int(year)}年"
    if month is None:
        return date(first, 1, 1), date(first, 12, 31), (said,)
    if (number := int(month)) in _SEASONS:
        word, begins = _SEASONS[number]
        began = date(first, begins, 1)
        return (began, _three_months_on(began), (said, word)) if day is None else None
    if day is None:
        last = monthrange(first, number)[1] if 1 <= number <= 12 else 0
        return date(first, number, 1), date(first, number, last), (said, f"{number}月")
    exact = date(first, number, int(day))
    return exact, exact, (said, f"{number}月", f"{int(day)}日")


def _three_months_on(first: date) -> date:
    """The last day of a season; the last winter there is ends with the calendar."""
    year, month = divmod(first.year * 12 + first.month + 2, 12)
    return date(year, month + 1, 1) - timedelta(days=1) if year < 10000 else date.max


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
