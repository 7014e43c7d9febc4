"""Ages: told as a person says them, and never more exactly than the day is known."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.archive import ages
from service.foundation import dates

BORN = date(2016, 5, 20)
BIRTHS = st.dates(min_value=date(1930, 1, 1), max_value=date(2030, 12, 31))
LATER = st.integers(0, 36_500).map(lambda days: timedelta(days=days))
NUMBERS = re.compile(r"\d+")


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2018-08-20", "2岁3个月"),
        ("2018-08-19", "2岁2个月"),
        ("2018-05-20", "2岁"),
        ("2016-10-20", "5个月"),
        ("2016-06-19", "30天"),
        ("2016-06-01", "12天"),
        ("2016-05-20", "出生那天"),
        ("2016-05-08", "出生前12天"),
        ("2016-02-20", "出生前3个月"),
        ("2010-10-01", "出生前5年7个月"),
        ("2011-05-20", "出生前5年"),
    ],
)
def test_an_exact_day(day, age):
    assert ages.at(BORN, day) == age


@pytest.mark.parametrize(
    ("happened", "age"),
    [
        ("", ""),
        ("去年夏天", ""),
        ("2018", "1—2岁"),
        ("2016", "出生那年"),
        ("2016-05", "出生那个月"),
        ("2015", "出生前2年内"),
        ("2010", "出生前5—6年"),
        ("2016-02", "出生前2—3个月"),
        ("2014-07/2014-08", "出生前1年多"),
        ("2016-05-01/2016-05-10", "出生前10—19天"),
        ("2016-05-22/2016-05-25", "2—5天"),
        ("2018-08", "2岁2—3个月"),
        ("2018-05", "1岁11个月—2岁"),
        ("2018-22", "2岁"),
        ("2016-23", "3—6个月"),
        ("2018-07/2018-08", "2岁"),
        ("2016-03/2016-07", "出生前后"),
        ("201X", "出生前后"),
        ("202X", "3—13岁"),
        ("2018~", "约2岁"),
        ("2018?", "约2岁"),
        ("2018-06-01~", "约2岁"),
        ("2016-11~", "约6个月"),
        ("2016-05-30~", "约10天"),
        ("2016~", "出生前后"),
        ("2012-22~", "出生前约4年"),
    ],
)
def test_a_day_that_is_not_known_exactly(happened, age):
    assert ages.at(BORN, happened) == age


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2016, 2, 29), "2017-02-28", "11个月"),
        (date(2016, 2, 29), "2017-03-01", "1岁"),
        (date(2016, 2, 29), "2020-02-29", "4岁"),
        (date(2016, 1, 31), "2016-02-29", "29天"),
        (date(2016, 1, 31), "2016-03-01", "1个月"),
        (date(2016, 1, 31), "2016-03-31", "2个月"),
        (date(2015, 12, 31), "2016-01-01", "1天"),
        (date(2016, 1, 1), "2018", "2岁"),
        (date(2016, 1, 1), "2016", "出生那年"),
        (date(2016, 5, 1), "2016-05", "出生那个月"),
    ],
)
def test_leap_days_and_the_ends_of_months(born, day, age):
    assert ages.at(born, day) == age


@given(BIRTHS, st.integers(1, 90))
def test_a_year_more_on_each_birthday_and_not_a_day_before(born, years):
    leap = (born.month, born.day) == (2, 29)
    birthday = date(born.year + years, 3, 1) if leap else born.replace(year=born.year + years)
    if leap and dates.parse(f"{born.year + years}-02-29"):
        birthday = date(born.year + years, 2, 29)
    assert ages.in_words(born, birthday) == f"{years}岁"
    before = f"{years - 1}岁11个月" if years > 1 else "11个月"
    assert ages.in_words(born, birthday - timedelta(days=1)) == before


@given(BIRTHS, LATER, LATER)
def test_who_is_born_earlier_or_looked_at_later_is_no_younger(born, one, more):
    assert ages.full_months(born, born + one) <= ages.full_months(born, born + one + more)
    assert ages.full_months(born, born + one + more) >= ages.full_months(
        born + more, born + one + more
    )


@given(BIRTHS, LATER)
def test_what_is_told_of_a_year_holds_for_each_of_its_days(born, later):
    told = ages.at(born, f"{born + later:%Y}")
    if told == "出生那年":
        assert (born + later).year == born.year
        return
    years = [int(number) for number in NUMBERS.findall(told)]
    assert years[0] <= ages.full_months(born, born + later) // 12 <= years[-1]


@example(date(2023, 1, 31), timedelta(days=12))
@given(BIRTHS, LATER)
def test_what_is_told_of_a_month_holds_for_each_of_its_days(born, later):
    told, full = ages.at(born, f"{born + later:%Y-%m}"), ages.full_months(born, born + later)
    if told == "出生那个月":
        assert (born + later).replace(day=1) == born.replace(day=1)
        return
    if days := re.fullmatch(r"(\d+)—(\d+)天", told):  # the February after a 31 January
        assert int(days[1]) <= later.days <= int(days[2])
        return
    within = re.fullmatch(r"(?:(\d+)岁)?(\d+)—(\d+)个月", told)
    if within:
        years, least, most = (int(part or 0) for part in within.groups())
        assert years * 12 + least <= full <= years * 12 + most
        return
    assert full in {_months(part) for part in told.split("—")}


def _months(told: str) -> int:
    years, months = re.fullmatch(r"(?:(\d+)岁)?(?:(\d+)个月)?", told).groups()  # type: ignore[union-attr]
    return int(years or 0) * 12 + int(months or 0)


@given(BIRTHS, st.from_regex(r"\A(19|20)\d(\d|X)(-(0[1-9]|1[0-2]|2[1-4]))?[~?]?\Z"))
def test_every_date_there_is_gives_words_and_about_stays_about(born, happened):
    told = ages.at(born, happened)
    if dates.parse(happened) is None:
        assert told == ""
        return
    assert told
    assert "0个月" not in told.replace("10个月", "") or told.startswith(("0—", "出生前0—"))
    if happened.endswith(("~", "?")):
        assert "约" in told or told == ages.AROUND
    else:
        assert "约" not in told


@given(BIRTHS, LATER)
def test_before_the_birth_it_is_counted_backwards(born, earlier):
    told = ages.in_words(born, born - earlier)
    assert told.startswith("出生那天" if not earlier else ages.BEFORE)
    assert "岁" not in told
