"""Fuzzy dates: whatever is typed is read or refused, and what is read sorts and keeps its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.foundation import dates

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
YEARS = st.integers(1, 9999)


def first_day(edtf: str) -> date:
    read = dates.parse(edtf)
    assert read is not None, edtf
    return read.first_day


@given(st.text() | st.from_regex(r"^[0-9-]{0,12}[~?]?\s?$"))
def test_whatever_is_typed_is_read_as_it_stands_or_refused(typed):
    read = dates.parse(typed)
    assert read is None or read.edtf == typed == typed.strip()


@given(DAYS)
def test_an_exact_day_comes_back_as_it_went_in(day):
    assert first_day(day.isoformat()) == day


@given(DAYS, DAYS)
def test_days_sort_as_the_calendar_does(one, other):
    by_day = sorted([one, other])
    assert sorted([one.isoformat(), other.isoformat()], key=first_day) == [
        day.isoformat() for day in by_day
    ]


@given(DAYS)
def test_what_is_known_less_exactly_starts_no_later(day):
    year, month = f"{day:%Y}", f"{day:%Y-%m}"
    assert first_day(year) <= first_day(month) <= first_day(day.isoformat())


@given(YEARS)
def test_the_seasons_of_a_year_follow_one_another_within_it(year):
    seasons = [first_day(f"{year:04}-{season}") for season in (21, 22, 23, 24)]
    assert seasons == sorted(set(seasons))
    assert {day.year for day in seasons} == {year}


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y", "%Y-21"]))
def test_about_changes_the_words_and_nothing_else(day, shape):
    exact, about = dates.parse(day.strftime(shape)), dates.parse(day.strftime(shape) + "~")
    assert exact and about
    assert about.words == "约" + exact.words
    assert about.first_day == exact.first_day


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2016-05-01", "2016年5月1日"),
        ("2016-05", "2016年5月"),
        ("2016", "2016年"),
        ("1986-22~", "约1986年夏"),
        ("1986-24", "1986年冬"),
    ],
)
def test_a_date_is_told_in_a_familys_words(edtf, words):
    read = dates.parse(edtf)
    assert read and read.words == words


@pytest.mark.parametrize(
    "wrong",
    [
        *("", " ", "去年夏天", "2016-5-1", "2016/05/01", "16-05-01", "2016-05-01T10:00", "~2016"),
        *("2016-00", "2016-13", "2016-20", "2016-25", "2016-02-30", "2015-02-29", "0000", "2016~~"),
        *("2016-22-05", "2016-05-00", "+2016", "-2016", "２０１６", "٢٠١٦"),
        *("2016\n", "2016-05-01\n", "2016-05-01 ", " 2016"),
    ],
)
def test_a_day_that_never_was_is_refused(wrong):
    assert dates.parse(wrong) is None
