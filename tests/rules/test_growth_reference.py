"""The growth reference: known figures, in order at every age, and the words that parents read."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.archive.measurements import Quantity
from models.people.students import Sex
from service.archive import growth_reference
from service.archive.growth_reference import PERCENTILES, Section, deviation, percentiles, words

HEIGHT, WEIGHT = Quantity.HEIGHT, Quantity.WEIGHT
BOY, GIRL = Sex.BOY, Sex.GIRL
Which = tuple[Quantity, Sex]
BOTH: list[Which] = [(quantity, sex) for quantity in (HEIGHT, WEIGHT) for sex in Sex]
SECTIONS = [
    pytest.param(section, id=f"{quantity} {sex} from {section.months[0]}")
    for quantity, sex in BOTH
    for section in growth_reference.sections(quantity, sex)
]
COVERED = st.one_of(st.floats(0, 81), st.floats(84, 216))
NORMAL_75, NORMAL_97 = 0.674490, 1.880794


@pytest.mark.parametrize(
    ("quantity", "sex", "months", "median"),
    [
        (HEIGHT, BOY, 0, 51.2),
        (HEIGHT, GIRL, 0, 50.3),
        (HEIGHT, BOY, 12, 76.7),
        (HEIGHT, GIRL, 24, 87.0),
        (HEIGHT, BOY, 36, 97.5),
        (HEIGHT, GIRL, 72, 117.5),
        (HEIGHT, BOY, 96, 130.0),
        (HEIGHT, GIRL, 96, 128.5),
        (HEIGHT, GIRL, 144, 152.4),
        (HEIGHT, BOY, 216, 172.7),
        (HEIGHT, GIRL, 216, 160.6),
        (WEIGHT, BOY, 0, 3.5),
        (WEIGHT, GIRL, 12, 9.4),
        (WEIGHT, BOY, 60, 19.1),
        (WEIGHT, BOY, 120, 33.74),
        (WEIGHT, GIRL, 120, 31.76),
        (WEIGHT, BOY, 216, 61.4),
        (WEIGHT, GIRL, 216, 51.41),
    ],
)
def test_medians_are_those_of_the_sources(quantity, sex, months, median):
    found = percentiles(quantity, sex, months)
    assert found
    assert found[PERCENTILES.index(50)] == pytest.approx(median)


def test_both_ends_of_a_row_are_those_of_the_sources():
    assert percentiles(HEIGHT, BOY, 60) == pytest.approx((104.1, 109.1, 112.0, 114.8, 119.9))
    assert percentiles(WEIGHT, GIRL, 132) == pytest.approx((25.74, 31.81, 36.1, 41.24, 53.33))


def test_there_are_two_sources_one_after_the_other_of_both_quantities_and_sexes():
    for quantity, sex in BOTH:
        younger, older = growth_reference.sections(quantity, sex)
        assert (younger.months[0], younger.months[-1]) == (0, 81)
        assert (older.months[0], older.months[-1]) == (84, 216)
        assert "WS/T 423—2022" in younger.source
        assert "李辉" in older.source


@pytest.mark.parametrize("section", SECTIONS)
def test_all_grow_with_age_and_percentiles_are_in_order(section: Section):
    assert all(low < high for low, high in pairwise(section.months))
    for row in section.rows:
        assert all(low < high for low, high in pairwise(row))
    for column in zip(*section.rows, strict=True):
        assert all(young <= old for young, old in pairwise(column))


@pytest.mark.parametrize("section", SECTIONS)
def test_the_inner_percentiles_are_what_the_outer_ones_make_of_them(section: Section):
    """A figure mistyped in one column does not fit the Box-Cox normal curve of the others."""
    for p3, p25, median, p75, p97 in section.rows:
        power, spread = fitted(p3, median, p97)
        assert at(power, spread, median, -NORMAL_75) == pytest.approx(p25, abs=0.12)
        assert at(power, spread, median, NORMAL_75) == pytest.approx(p75, abs=0.12)


def fitted(p3: float, median: float, p97: float) -> tuple[float, float]:
    """The power that makes both sides as wide, and the spread of one standard deviation."""
    best = min(
        (step / 100 for step in range(-400, 401) if step),
        key=lambda power: abs(scaled(power, p3 / median) + scaled(power, p97 / median)),
    )
    wide = scaled(best, p97 / median) - scaled(best, p3 / median)
    return best, wide / 2 / NORMAL_97


def scaled(power: float, share: float) -> float:
    return (share**power - 1) / power


def at(power: float, spread: float, median: float, normal: float) -> float:
    return median * (1 + power * spread * normal) ** (1 / power)


@given(COVERED, st.sampled_from(BOTH))
def test_between_two_ages_it_is_between_their_figures(months: float, which: Which):
    found = percentiles(*which, months)
    assert found
    assert all(low < high for low, high in pairwise(found))
    section = next(s for s in growth_reference.sections(*which) if s.months[-1] >= months)
    before = max(at for at in section.months if at <= months)
    after = min(at for at in section.months if at >= months)
    for value, low, high in zip(
        found, section.at(before) or (), section.at(after) or (), strict=True
    ):
        assert low - 1e-9 <= value <= high + 1e-9


@given(st.one_of(st.floats(-12, -0.01), st.floats(81.01, 83.99), st.floats(216.01, 1200)))
def test_where_no_source_tells_nothing_is_made_up(months):
    assert percentiles(HEIGHT, GIRL, months) is None
    assert deviation(WEIGHT, BOY, months, 20.0) is None
    assert words(HEIGHT, GIRL, months, 120.0) == ""


def test_nothing_is_told_of_a_child_whose_sex_was_not_said_nor_of_eyesight():
    assert growth_reference.sections(HEIGHT, None) == []
    assert growth_reference.sections(Quantity.EYESIGHT, BOY) == []


@given(COVERED, st.sampled_from(BOTH), st.floats(0.3, 3), st.floats(1.001, 1.5))
def test_a_deviation_grows_with_the_value_and_is_nought_at_the_median(
    months: float, which: Which, share: float, more: float
):
    found = percentiles(*which, months)
    assert found
    less, off = (deviation(*which, months, found[2] * one) for one in (share, share * more))
    assert less is not None
    assert off is not None
    assert less < off
    assert deviation(*which, months, found[2]) == 0
    assert deviation(*which, months, found[0]) == pytest.approx(-NORMAL_97)
    assert deviation(*which, months, found[4]) == pytest.approx(NORMAL_97)
    assert math.copysign(1, off) == math.copysign(1, share * more - 1) or off == 0


@pytest.mark.parametrize(
    ("quantity", "value", "said"),
    [
        (HEIGHT, 119.8, "比大多数同龄孩子矮一些"),
        (HEIGHT, 119.9, "比同龄孩子略矮一点"),
        (HEIGHT, 126.3, "和同龄孩子差不多"),
        (HEIGHT, 133.7, "和同龄孩子差不多"),
        (HEIGHT, 140.4, "比同龄孩子略高一点"),
        (HEIGHT, 140.5, "比大多数同龄孩子高一些"),
        (WEIGHT, 20.0, "比大多数同龄孩子轻一些"),
        (WEIGHT, 24.0, "比同龄孩子略轻一点"),
        (WEIGHT, 27.3, "和同龄孩子差不多"),
        (WEIGHT, 38.4, "比同龄孩子略重一点"),
        (WEIGHT, 38.6, "比大多数同龄孩子重一些"),
    ],
)
def test_a_boy_of_eight_is_told_of_calmly(quantity, value, said):
    assert words(quantity, BOY, 96, value) == said
