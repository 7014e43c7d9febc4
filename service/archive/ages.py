"""Ages: how old a child is on a day, exactly and as a person says it: 「2岁3个月」.

A month of age is full on the same day of a later month, or on the first of the next where there is
none: who was born on 29 February is a year older on 1 March, as when it comes of age.
"""

from datetime import date, timedelta

from service.foundation import dates
from service.foundation.dates import FuzzyDate

BEFORE = "出生前"
AROUND = "出生前后"
_DAYS_OF_A_MONTH = 30.4375


def in_months(born: date, day: date) -> float:
    """The age in months, whole on the day of the month on which the child was born."""
    whole = 12 * (day.year - born.year) + day.month - born.month
    return whole + (day.day - born.day) / _DAYS_OF_A_MONTH


def full_months(born: date, day: date) -> int:
    """The full months from a birth to a day that does not come before it."""
    passed = 12 * (day.year - born.year) + day.month - born.month
    return passed - (day.day < born.day)


def in_words(born: date, day: date) -> str:
    """The age on a day: 「出生那天」, 「12天」, 「8个月」, 「2岁3个月」, 「出生前3个月」."""
    if day == born:
        return "出生那天"
    if day < born:
        return BEFORE + _told(full_months(day, born), (born - day).days, "年")
    return _told(full_months(born, day), (day - born).days, "岁")


def at(born: date, happened: str) -> str:
    """The child's age at an EDTF date; empty where that is not known yet.

    What is not known exactly is not told exactly: 「2—3岁」, 「约2岁」.
    """
    when = dates.parse(happened)
    if when is None:
        return ""
    if when.about:
        return _about(born, when)
    if when.first_day == when.last_day:
        return in_words(born, when.first_day)
    if when.last_day < born:
        return _before(born, when)
    if when.first_day <= born:
        return _around(born, when)
    return _between((born, when.first_day), (born, when.last_day), "岁")


def _told(full: int, days: int, unit: str) -> str:
    return _span(full, unit) if full else f"{days}天"


def _span(full: int, unit: str) -> str:
    years, rest = divmod(full, 12)
    said = f"{years}{unit}" if years else ""
    return said + (f"{rest}个月" if rest or not years else "")


def _between(short: tuple[date, date], long: tuple[date, date], unit: str) -> str:
    """From one span to a longer one: in years, unless it is all within one of them."""
    least, most = full_months(*short), full_months(*long)
    (years, rest), (last_years, last_rest) = divmod(least, 12), divmod(most, 12)
    if not most:
        return f"{(short[1] - short[0]).days}—{(long[1] - long[0]).days}天"
    if least == most:
        return _span(least, unit)
    if most - least == 1 and years != last_years:
        return f"{_span(least, unit)}—{_span(most, unit)}"
    if years != last_years:
        return _years(years, last_years, unit)
    if years and most - least > 1:
        return f"{years}{unit}" + ("多" if unit == "年" else "")
    return f"{years}{unit}{rest}—{last_rest}个月" if years else f"{rest}—{last_rest}个月"


def _years(least: int, most: int, unit: str) -> str:
    if unit == "年" and not least:
        return f"{most + 1}年内"
    return f"{least}—{most}{unit}"


def _before(born: date, when: FuzzyDate) -> str:
    return BEFORE + _between((when.last_day, born), (when.first_day, born), "年")


def _around(born: date, when: FuzzyDate) -> str:
    """The birth falls into the time that is told of."""
    if when.edtf == f"{born:%Y}":
        return "出生那年"
    return "出生那个月" if when.edtf == f"{born:%Y-%m}" else AROUND


def _about(born: date, when: FuzzyDate) -> str:
    """From the middle of what may be meant, rounded."""
    middle = when.first_day + timedelta(days=(when.last_day - when.first_day).days // 2)
    if when.first_day < born <= when.last_day or middle == born:
        return AROUND
    days = abs((middle - born).days)
    if middle < born:
        return f"{BEFORE}约{_rounded(days, '年')}"
    return f"约{_rounded(days, '岁')}"


def _rounded(days: int, unit: str) -> str:
    full = round(days / _DAYS_OF_A_MONTH)
    if full < 1:
        return f"{days}天"
    return f"{full}个月" if full < 12 else f"{round(full / 12)}{unit}"
