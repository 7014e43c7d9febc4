"""Terms: the days of a school term, as a family says them."""

from datetime import date

_AUTUMN, _SPRING = (8, 9), (2, 3)
_LONGEST = 200
"""Days: what is longer is no term."""


def in_words(since: date, until: date) -> str:
    """「2025—2026学年上学期」 where the days are those of one; else the months, 「2025年3月」."""
    year, short = since.year, (until - since).days <= _LONGEST
    if short and since.month in _AUTUMN and (until.year, until.month) in _ends(year):
        return f"{year}—{year + 1}学年上学期"
    if short and since.month in _SPRING and until.year == year and until.month in (6, 7, 8):
        return f"{year - 1}—{year}学年下学期"
    first, last = (f"{day.year}年{day.month}月" for day in (since, until))
    return first if first == last else f"{first}—{last}"


def _ends(year: int) -> set[tuple[int, int]]:
    """The months in which an autumn term may end."""
    return {(year, 12), (year + 1, 1), (year + 1, 2)}
