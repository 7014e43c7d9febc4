"""Plausibility: what cannot be, what is asked about, and what a usual child is never asked."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.archive.measurements import Measurement, Quantity
from models.people.students import Sex, Student
from service.archive import ages, growth_reference, plausibility
from service.archive.plausibility import Figures, five_mark
from service.foundation import clock
from service.foundation.errors import Invalid

BORN, DAY = date(2016, 5, 1), date(2024, 5, 1)
"""A child of eight."""


def child(sex: Sex | None = Sex.BOY, born: date = BORN) -> Student:
    return Student(birth_date=born, sex=sex)


def measured(day: date, *, cm: float = 0, kg: float = 0) -> Measurement:
    rows = {"height_mm": round(cm * 10) or None, "weight_g": round(kg * 1000) or None}
    return Measurement(id=uuid4(), day=day, **rows)


def impossible(day: date = DAY, student: Student | None = None, **figures: float) -> list[str]:
    try:
        plausibility.require_possible(student or child(), day, Figures(**figures))
    except Invalid as refusal:
        assert refusal.detail == refusal.fields[0].detail
        return [problem.code.removeprefix("measurement.") for problem in refusal.fields]
    return []


def unlikely(
    *others: Measurement, student: Student | None = None, day: date = DAY, **figures: float
) -> list[str]:
    try:
        plausibility.require_likely(student or child(), day, Figures(**figures), list(others))
    except Invalid as refusal:
        return [problem.code.removeprefix("measurement.") for problem in refusal.fields]
    return []


@pytest.mark.parametrize(
    ("figures", "codes"),
    [
        ({"height_cm": 1.35}, ["in_metres"]),
        ({"height_cm": 0.5}, ["in_metres"]),
        ({"height_cm": 2.3}, ["in_metres"]),
        ({"height_cm": 2.4}, ["height_range"]),
        ({"height_cm": 0}, ["height_range"]),
        ({"height_cm": -130}, ["height_range"]),
        ({"height_cm": 24.9}, ["height_range"]),
        ({"height_cm": 25}, []),
        ({"height_cm": 230}, []),
        ({"height_cm": 230.1}, ["height_range"]),
        ({"height_cm": 1e308}, ["height_range"]),
        ({"weight_kg": 0.4}, []),
        ({"weight_kg": 0.39}, ["weight_range"]),
        ({"weight_kg": 250}, []),
        ({"weight_kg": 251}, ["weight_range"]),
        ({"weight_kg": 3250}, ["in_grams"]),
        ({"weight_kg": 1e308}, ["weight_range"]),
        ({"weight_kg": -3}, ["weight_range"]),
        ({"left_eye": 4.0}, []),
        ({"right_eye": 5.3}, []),
        ({"left_eye": 3.9}, ["eye_range"]),
        ({"left_eye": 5.4}, ["eye_range"]),
        ({"left_eye": 0}, ["eye_range"]),
        ({"left_eye": 1.0, "right_eye": 0.1}, ["eye_decimal", "eye_decimal"]),
        ({"right_eye": 4.85}, ["eye_step"]),
        ({}, ["empty"]),
    ],
)
def test_what_cannot_be_is_refused(figures, codes):
    assert impossible(**figures) == codes


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"height_cm": 1.35}, "身高请填厘米：是 135 吗？"),
        ({"height_cm": 1.355}, "身高请填厘米：是 135.5 吗？"),
        ({"weight_kg": 3250}, "体重请填公斤：是 3.25 吗？"),
        ({"left_eye": 1.0}, "视力请填五分记录：小数记录的 1.0 就是 5.0"),
        ({"left_eye": 0.15}, "视力请填五分记录：小数记录的 0.15 就是 4.2"),
        ({"height_cm": 300}, "身高要在 25 到 230 厘米之间，请再看一下"),
    ],
)
def test_a_slip_is_answered_with_what_it_would_be(figures, sentence):
    with pytest.raises(Invalid) as caught:
        plausibility.require_possible(child(), DAY, Figures(**figures))
    assert caught.value.detail == sentence


@pytest.mark.parametrize(
    ("decimal", "mark"),
    [
        *((0.1, 4.0), (0.12, 4.1), (0.2, 4.3), (0.3, 4.5), (0.4, 4.6), (0.5, 4.7), (0.6, 4.8)),
        *((0.8, 4.9), (1.0, 5.0), (1.2, 5.1), (1.5, 5.2), (2.0, 5.3)),
    ],
)
def test_a_decimal_has_its_five_mark(decimal, mark):
    assert five_mark(decimal) == mark


def test_the_day_is_one_of_the_childs_life_until_today():
    today = clock.today()
    assert impossible(BORN, left_eye=5.0) == []
    assert impossible(today, left_eye=5.0) == []
    assert impossible(BORN - timedelta(days=1), left_eye=5.0) == ["before_birth"]
    assert impossible(today + timedelta(days=1), left_eye=5.0) == ["future"]


SEXES = st.sampled_from([*Sex, None])
USUAL = st.floats(-2.4, 2.4)
GROWING = st.integers(0, 17 * 365)


@given(SEXES, GROWING, USUAL)
def test_a_usual_child_is_never_asked(sex, days, off):
    day = BORN + timedelta(days=days)
    months = ages.in_months(BORN, day)
    for_sex = sex or Sex.GIRL
    height, weight = (
        at_deviation(quantity, for_sex, months, off)
        for quantity in (Quantity.HEIGHT, Quantity.WEIGHT)
    )
    assert unlikely(student=child(sex), day=day, height_cm=height, weight_kg=weight) == []


def at_deviation(quantity: Quantity, sex: Sex, months: float, off: float) -> float:
    """A value so many standard deviations off the median; where no source tells, any."""
    found = growth_reference.percentiles(quantity, sex, months)
    if found is None:
        return 100.0
    outer = found[4] if off > 0 else found[0]
    return found[2] * (outer / found[2]) ** (abs(off) / 1.880794)


@given(st.sampled_from(list(Sex)), GROWING, st.floats(3.6, 9), st.booleans())
def test_what_is_far_off_is_asked_about(sex, days, off, low):
    day = BORN + timedelta(days=days)
    months = ages.in_months(BORN, day)
    if growth_reference.percentiles(Quantity.HEIGHT, sex, months) is None:
        return
    off = -off if low else off
    height, weight = (
        at_deviation(quantity, sex, months, off) for quantity in (Quantity.HEIGHT, Quantity.WEIGHT)
    )
    student = child(sex)
    assert unlikely(student=student, day=day, height_cm=height) == ["height_unlikely"]
    (code,) = unlikely(student=student, day=day, weight_kg=weight)
    assert code in {"weight_unlikely", "in_jin"}


@pytest.mark.parametrize("years", [0.5, 1, 3, 5, 8, 10, 12, 14, 17])
@pytest.mark.parametrize("sex", list(Sex))
def test_the_median_in_jin_is_recognised_at_every_age(years, sex):
    day = BORN + timedelta(days=round(years * 365.25))
    found = growth_reference.percentiles(Quantity.WEIGHT, sex, ages.in_months(BORN, day))
    assert found
    assert unlikely(student=child(sex), day=day, weight_kg=found[2] * 2) == ["in_jin"]


def test_where_the_sex_was_not_said_both_must_find_it_unlikely():
    tall = at_deviation(Quantity.HEIGHT, Sex.GIRL, ages.in_months(BORN, DAY), 3.7)
    assert unlikely(student=child(Sex.GIRL), height_cm=tall) == ["height_unlikely"]
    assert unlikely(student=child(Sex.BOY), height_cm=tall) == []
    assert unlikely(student=child(None), height_cm=tall) == []
    assert unlikely(student=child(None), height_cm=165) == ["height_unlikely"]


def test_what_was_sure_before_is_not_asked_anew():
    small = measured(date(2023, 5, 1), cm=100)
    heavy = measured(date(2023, 5, 1), kg=48)
    assert unlikely(height_cm=103) == ["height_unlikely"]
    assert unlikely(small, height_cm=103) == []
    assert unlikely(measured(date(2022, 5, 2), cm=96), height_cm=103) == []
    assert unlikely(measured(date(2022, 4, 1), cm=95), height_cm=103) == ["height_unlikely"]
    assert unlikely(weight_kg=52) == ["in_jin"]
    assert unlikely(heavy, weight_kg=52) == []
    assert unlikely(measured(date(2023, 5, 1), kg=26), weight_kg=52) == ["in_jin"]


def test_nobody_shrinks_by_more_than_a_slip_of_the_tape():
    before, later = measured(date(2024, 1, 1), cm=130), measured(date(2024, 9, 1), cm=131)
    assert unlikely(before, height_cm=128.5) == []
    assert unlikely(before, height_cm=128.4) == ["shrunk"]
    assert unlikely(later, height_cm=132.5) == []
    assert unlikely(later, height_cm=132.6) == ["shrunk"]
    assert unlikely(before, later, height_cm=130.5) == []
    assert unlikely(measured(DAY, cm=135), height_cm=130) == []
