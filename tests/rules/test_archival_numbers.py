"""Archival numbers: written and read alike, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.archival_numbers import (
    ArchivalNumber,
    Category,
    Retention,
    Series,
    parse,
)

HOUSEHOLDS = st.from_regex(r"[A-Z]{2}[0-9]{6,9}", fullmatch=True)
SERIES = st.builds(
    Series, HOUSEHOLDS, st.sampled_from(Category), st.integers(1, 9999), st.sampled_from(Retention)
)
NUMBERS = st.builds(ArchivalNumber, SERIES, st.integers(1, 999_999_999))


def test_the_seventh_photo_of_2018_of_a_household_in_xiangzhou():
    series = Series("XZ000123", Category.PHOTO, 2018, Retention.PERMANENT)
    number = ArchivalNumber(series, 7)
    assert str(number) == "XZ000123-ZP·2018·Y-0007"
    assert number.in_files == "XZ000123-ZP.2018.Y-0007"
    assert (series.category.word, series.retention.word) == ("照片", "永久")


@given(NUMBERS)
def test_what_is_written_is_read_again_in_both_spellings(number):
    assert parse(str(number)) == parse(number.in_files) == number


@given(NUMBERS, NUMBERS)
def test_two_items_never_have_one_number(one, other):
    assert (str(one) == str(other)) == (one == other)
    assert (one.in_files == other.in_files) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "XZ000123-ZP·2018·Y-0000",
        "XZ000123-ZP·2018·Y-007",
        "XZ000123-ZP·2018·Y-00007",
        "XZ000123-ZP·18·Y-0007",
        "XZ000123-ZP·2018·D20-0007",
        "XZ000123-XX·2018·Y-0007",
        "xz000123-ZP·2018·Y-0007",
        "XZ000123-ZP·2018·Y-0007 ",
        "XZ000123-ZP·2018·Y-０００７",
        "XZ000123-ZP/2018/Y-0007",
    ],
)
def test_nothing_else_is_a_number(text):
    with pytest.raises(ValueError, match=r".*"):
        parse(text)
