"""Curves: a child's height, weight and eyesight over its age, before the growth reference."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from models.archive.measurements import Measurement, Quantity
from models.people.students import Sex, Student
from service.archive import ages, axes, growth_reference
from service.archive.axes import Axis
from service.archive.curve_drawing import svg
from service.archive.growth_reference import PERCENTILES, Section
from service.foundation import clock
from service.trust import access
from service.trust.access import Viewer

__all__ = ["Curve", "of", "of_student", "svg"]

NOTE = "曲线只作参考，有疑问请问医生"
NORMAL_EYESIGHT = 5.0
_TITLES = {
    Quantity.HEIGHT: ("身高", "厘米"),
    Quantity.WEIGHT: ("体重", "公斤"),
    Quantity.EYESIGHT: ("视力", "五分记录"),
}
_USUAL = {Quantity.HEIGHT: [40.0, 180.0], Quantity.WEIGHT: [0.0, 70.0]}
"""The axis of a curve without points and reference."""


class Point(msgspec.Struct):
    """What was measured on a day, and how old the child was."""

    day: date
    months: Annotated[float, Meta(description="The exact age.")]
    age: str
    value: float


class Series(msgspec.Struct):
    """One line of the child's own, by age."""

    name: Annotated[str, Meta(description="Of eyesight 「左眼」 and 「右眼」, else empty.")]
    points: list[Point]


class Reference(msgspec.Struct):
    """The lines of one source: for each of `percentiles` the values at each of `months`."""

    source: str
    percentiles: list[int]
    months: list[float]
    lines: list[list[float]]


class Curve(msgspec.Struct):
    """A child's curve with all that it takes to draw it; ages are in months."""

    quantity: Quantity
    title: str
    unit: str
    series: list[Series]
    references: Annotated[list[Reference], Meta(description="None where the sex was not said.")]
    ages: Axis
    values: Axis
    normal: Annotated[float | None, Meta(description="A line of its own: of eyesight 5.0.")]
    source: Annotated[str, Meta(description="Names what the reference is from; may be empty.")]
    standing: Annotated[str, Meta(description="The last point among others, in calm words.")]
    note: str


def of(
    quantity: Quantity, born: date, sex: Sex | None, found: Sequence[Measurement], today: date
) -> Curve:
    """The curve of a child's measurements, a plain function of data; `svg` draws it.

    Without any it tells of the present age.
    """
    series = _series(quantity, born, sorted(found, key=lambda one: (one.day, one.id)))
    points = [point for line in series for point in line.points]
    axis = axes.of_ages([p.months for p in points] or [max(ages.in_months(born, today), 0.0)])
    references = [
        reference
        for section in growth_reference.sections(quantity, sex)
        if (reference := _reference(section, axis))
    ]
    title, unit = _TITLES[quantity]
    return Curve(
        quantity=quantity,
        title=title,
        unit=unit,
        series=series,
        references=references,
        ages=axis,
        values=_values(quantity, [point.value for point in points], references),
        normal=NORMAL_EYESIGHT if quantity is Quantity.EYESIGHT else None,
        source=_source(references),
        standing=_standing(quantity, sex, series),
        note=NOTE,
    )


async def of_student(viewer: Viewer, student: Student, quantity: Quantity) -> Curve:
    """The curve of what the viewer may see of a child."""
    found = await access.measurements_visible_to(viewer).filter(student_id=student.id)
    return of(quantity, student.birth_date, student.sex, found, clock.today())


def _series(quantity: Quantity, born: date, found: Sequence[Measurement]) -> list[Series]:
    if quantity is Quantity.HEIGHT:
        return [Series("", _points(born, found, "height_mm", 10))]
    if quantity is Quantity.WEIGHT:
        return [Series("", _points(born, found, "weight_g", 1000))]
    return [
        Series("左眼", _points(born, found, "left_eye", 10)),
        Series("右眼", _points(born, found, "right_eye", 10)),
    ]


def _points(born: date, found: Sequence[Measurement], column: str, parts: int) -> list[Point]:
    return [
        Point(
            one.day,
            round(ages.in_months(born, one.day), 2),
            ages.in_words(born, one.day),
            getattr(one, column) / parts,
        )
        for one in found
        # a birth date may have been corrected since
        if getattr(one, column) is not None and one.day >= born
    ]


def _reference(section: Section, axis: Axis) -> Reference | None:
    """As much of a section as the axis shows, cut at its ends."""
    low, high = max(axis.low, section.months[0]), min(axis.high, section.months[-1])
    if low >= high:
        return None
    months = [low, *(float(at) for at in section.months if low < at < high), high]
    rows = [row for at in months if (row := section.at(at))]
    lines = [[round(value, 2) for value in line] for line in zip(*rows, strict=True)]
    return Reference(section.source, list(PERCENTILES), [round(at, 2) for at in months], lines)


def _source(references: list[Reference]) -> str:
    """Who says so; of two sources also from which age on."""
    if len(references) < 2:
        return "".join(one.source for one in references)
    younger, older = references
    until, since = (axes.age_label(round(at)) for at in (younger.months[-1], older.months[0]))
    return f"{until}以前 {younger.source}；{since}起 {older.source}"


def _values(quantity: Quantity, own: list[float], references: list[Reference]) -> Axis:
    if quantity is Quantity.EYESIGHT:
        return axes.of_eyesight(own)
    behind = [
        value for one in references for line in (one.lines[0], one.lines[-1]) for value in line
    ]
    return axes.of_values([*own, *behind] or _USUAL[quantity])


def _standing(quantity: Quantity, sex: Sex | None, series: list[Series]) -> str:
    if quantity is Quantity.EYESIGHT or not series[0].points:
        return ""
    last = series[0].points[-1]
    return growth_reference.words(quantity, sex, last.months, last.value)
