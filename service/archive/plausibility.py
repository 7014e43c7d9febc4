"""Plausibility: what cannot have been measured is refused, what is unlikely asked about, kindly.

The usual slips are named: metres for centimetres, grams or 斤 for kilograms, eyesight as a decimal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import log10

from models.archive.measurements import Measurement, Quantity
from models.people.students import Sex, Student
from service.archive import ages, growth_reference
from service.foundation import clock
from service.foundation.errors import FieldProblem, Invalid

HEIGHT, WEIGHT, EYES = (25, 230), (0.4, 250), (4.0, 5.3)
"""What can be at all: centimetres, kilograms, five-mark record (GB 11533)."""
DECIMAL_EYES = (0.1, 2.0)
FAR, FAR_OFF = 2.0, 3.5
"""In standard deviations off the median: what is noted, and what may be mistyped."""
IN_JIN = 2.5
"""Typed in 斤: so far above the median, and not so far from it when halved."""
SHRUNK_CM = 1.5
RECENT = timedelta(days=730)
_ROUNDING = 1e-6

Figure = tuple[date, float]
"""What was measured of one quantity on one day."""


@dataclass(frozen=True)
class Figures:
    """What a person gives: centimetres, kilograms, five-mark record; None is not measured."""

    height_cm: float | None = None
    weight_kg: float | None = None
    left_eye: float | None = None
    right_eye: float | None = None


def require_possible(student: Student, day: date, figures: Figures) -> None:
    """Raise Invalid for a day or figures that cannot be, all fields at once."""
    _refuse(_impossible(student, day, figures))


def require_likely(
    student: Student, day: date, figures: Figures, others: list[Measurement]
) -> None:
    """Raise Invalid with a question for each figure that is unlikely beside `others`.

    Those are the child's other measurements; whoever is sure does not come here.
    """
    _refuse(_unlikely(student, day, figures, others))


def _refuse(problems: Iterable[FieldProblem]) -> None:
    found = tuple(problems)
    if found:
        raise Invalid("invalid", found[0].detail, fields=found)


def _impossible(student: Student, day: date, figures: Figures) -> Iterator[FieldProblem]:
    if day < student.birth_date:
        yield FieldProblem("day", "measurement.before_birth", "这一天孩子还没出生，请再看一下")
    if day > clock.today():
        yield FieldProblem("day", "measurement.future", "这个日子还没到，请再看一下")
    if figures == Figures():
        yield FieldProblem("height_cm", "measurement.empty", "身高、体重、视力，至少填一样")
    if figures.height_cm is not None:
        yield from _height(figures.height_cm)
    if figures.weight_kg is not None:
        yield from _weight(figures.weight_kg)
    for name in ("left_eye", "right_eye"):
        if (mark := getattr(figures, name)) is not None:
            yield from _eyesight(name, mark)


def _height(cm: float) -> Iterator[FieldProblem]:
    if _within(cm * 100, HEIGHT):
        asked = f"身高请填厘米：是 {plain(round(cm * 100, 1))} 吗？"
        yield FieldProblem("height_cm", "measurement.in_metres", asked)
    elif not _within(cm, HEIGHT):
        yield FieldProblem(
            "height_cm", "measurement.height_range", "身高要在 25 到 230 厘米之间，请再看一下"
        )


def _weight(kg: float) -> Iterator[FieldProblem]:
    if kg > WEIGHT[1] and _within(kg / 1000, WEIGHT):
        asked = f"体重请填公斤：是 {plain(round(kg / 1000, 2))} 吗？"
        yield FieldProblem("weight_kg", "measurement.in_grams", asked)
    elif not _within(kg, WEIGHT):
        yield FieldProblem(
            "weight_kg", "measurement.weight_range", "体重要在 0.4 到 250 公斤之间，请再看一下"
        )


def _eyesight(name: str, mark: float) -> Iterator[FieldProblem]:
    if _within(mark, EYES):
        if abs(mark * 10 - round(mark * 10)) > _ROUNDING:
            yield FieldProblem(name, "measurement.eye_step", "视力填到一位小数，比如 4.9")
    elif _within(mark, DECIMAL_EYES):
        told = f"视力请填五分记录：小数记录的 {_mark(mark)} 就是 {_mark(five_mark(mark))}"
        yield FieldProblem(name, "measurement.eye_decimal", told)
    else:
        asked = "视力要在 4.0 到 5.3 之间（五分记录），请再看一下"
        yield FieldProblem(name, "measurement.eye_range", asked)


def five_mark(decimal: float) -> float:
    """The five-mark record of a decimal one: L = 5 + log10(V) (GB 11533)."""
    return round(5 + log10(decimal), 1)


def plain(value: float) -> str:
    """A length or a weight as a person writes it, without idle zeros."""
    return f"{value:g}"


def _mark(value: float) -> str:
    return f"{value:.1f}" if abs(value - round(value, 1)) < _ROUNDING else f"{value:g}"


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _unlikely(
    student: Student, day: date, figures: Figures, others: list[Measurement]
) -> Iterator[FieldProblem]:
    if figures.height_cm is not None:
        yield from _unlikely_height(student, day, figures.height_cm, others)
    if figures.weight_kg is not None:
        yield from _unlikely_weight(student, day, figures.weight_kg, others)


def _unlikely_height(
    student: Student, day: date, cm: float, others: list[Measurement]
) -> Iterator[FieldProblem]:
    measured = [(one.day, one.height_mm / 10) for one in others if one.height_mm]
    if shrunk := [one for one in measured if _shrinks(one, (day, cm))]:
        other_day, other = _nearest(shrunk, day)
        asked = f"{_in_words(other_day)}记的是 {plain(other)} 厘米，和这次对得上吗？"
        yield FieldProblem("height_cm", "measurement.shrunk", asked)
        return
    off = _off(student, Quantity.HEIGHT, day, cm)
    if abs(off) > FAR_OFF and not _as_before(student, Quantity.HEIGHT, day, off, measured):
        asked = f"身高 {plain(cm)} 厘米，在这个年龄很少见，量得对吗？"
        yield FieldProblem("height_cm", "measurement.height_unlikely", asked)


def _shrinks(one: Figure, other: Figure) -> bool:
    (_, before), (_, after) = sorted((one, other))
    return one[0] != other[0] and before - after > SHRUNK_CM


def _unlikely_weight(
    student: Student, day: date, kg: float, others: list[Measurement]
) -> Iterator[FieldProblem]:
    measured = [(one.day, one.weight_g / 1000) for one in others if one.weight_g]
    off, half = (_off(student, Quantity.WEIGHT, day, value) for value in (kg, kg / 2))
    if _as_before(student, Quantity.WEIGHT, day, off, measured):
        return
    if off > IN_JIN and abs(half) < IN_JIN:
        asked = f"体重 {plain(kg)} 公斤，是不是按斤填的？按斤的话，请填 {plain(kg / 2)}"
        yield FieldProblem("weight_kg", "measurement.in_jin", asked)
    elif abs(off) > FAR_OFF:
        asked = f"体重 {plain(kg)} 公斤，在这个年龄很少见，称得对吗？"
        yield FieldProblem("weight_kg", "measurement.weight_unlikely", asked)


def _off(student: Student, quantity: Quantity, day: date, value: float) -> float:
    """The deviation for the child's sex; the smaller of both where it was not said; 0 unknown."""
    months = ages.in_months(student.birth_date, day)
    sexes = [student.sex] if student.sex else list(Sex)
    found = [growth_reference.deviation(quantity, sex, months, value) for sex in sexes]
    return min((off for off in found if off is not None), key=abs, default=0.0)


def _as_before(
    student: Student, quantity: Quantity, day: date, off: float, measured: list[Figure]
) -> bool:
    """Whether the nearest figure was as far off: what was sure then is not asked anew."""
    near = [one for one in measured if abs(one[0] - day) <= RECENT]
    if not near:
        return False
    known = _off(student, quantity, *_nearest(near, day))
    return abs(known) > FAR and abs(off - known) <= 1


def _nearest(measured: list[Figure], day: date) -> Figure:
    return min(measured, key=lambda one: abs(one[0] - day))


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
