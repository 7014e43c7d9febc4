"""Measurements: height, weight and eyesight of a child, for its family and itself alone."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType
from tortoise.expressions import Q

from models.archive.measurements import Measurement
from models.people.accounts import Account
from models.people.students import Student
from models.trust.consents import Purpose
from service.archive import plausibility
from service.archive.plausibility import Figures
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Forbidden, NotFound
from service.people import students
from service.trust import access, audit, consents
from service.trust.access import Viewer

PAGE = 50
Centimetres = Annotated[float, Meta(description="Kept to the millimetre.")]
Kilograms = Annotated[float, Meta(description="Kept to ten grams.")]
Eyesight = Annotated[float, Meta(description="Five-mark record, 4.0-5.3 (GB 11533).")]
Surely = Annotated[bool, Meta(description="Asked about an unlikely figure, the family is sure.")]
GIVEN = ("height_cm", "weight_kg", "left_eye", "right_eye")


class MeasurementDraft(Draft):
    """What was measured on a day; at least one of the four."""

    day: date
    height_cm: Centimetres | None = None
    weight_kg: Kilograms | None = None
    left_eye: Eyesight | None = None
    right_eye: Eyesight | None = None
    surely: Surely = False


class MeasurementChange(Draft):
    """What is to change of a measurement; what is left out stays, null takes a figure out."""

    day: date | UnsetType = UNSET
    height_cm: Centimetres | UnsetType | None = UNSET
    weight_kg: Kilograms | UnsetType | None = UNSET
    left_eye: Eyesight | UnsetType | None = UNSET
    right_eye: Eyesight | UnsetType | None = UNSET
    surely: Surely = False


async def record(author: Account, student_id: UUID, draft: MeasurementDraft) -> Measurement:
    """Record what was measured, as a contributor of the family or as the child itself.

    Raises Invalid for what cannot be, and with a question for what is unlikely, unless `surely`.
    """
    student = await students.seen_by(author, student_id)
    async with transaction():
        await access.hold(student.family_id)
        await access.contributing_to(author, student.family_id, student_id)
        await consents.require(Purpose.ARCHIVE, student.family_id, student_id)
        given = Figures(**{name: getattr(draft, name) for name in GIVEN})
        plausibility.require_possible(student, draft.day, given)
        figures = _rounded(given)
        if not draft.surely:
            others = await _others(student_id, None)
            plausibility.require_likely(student, draft.day, figures, others)
        made = Measurement(
            family_id=student.family_id, student_id=student_id, author_id=author.id, day=draft.day
        )
        _write(made, figures)
        await made.save()
        await audit.record(author, "measurement.recorded", made)
    return made


async def change(account: Account, measurement_id: UUID, draft: MeasurementChange) -> None:
    """Correct a measurement, as its author or a guardian; unlikely is asked of what is new alone.

    What is sent back as it was read changes nothing.
    """
    async with transaction():
        before = await _theirs_to_change(await access.viewer(account), measurement_id)
        await access.hold(before.family_id)
        found = await _locked(measurement_id)
        if found is None or found.deleted_at:
            raise NotFound
        student = await Student.get(id=found.student_id)
        was, (day, given) = figures_of(found), _after(found, draft)
        plausibility.require_possible(student, day, given)
        figures = _rounded(given)
        if (day, figures) == (found.day, was):
            return
        new = figures if day != found.day else _new(was, figures)
        if new != Figures():  # taking figures out needs nobody's consent
            await consents.require(Purpose.ARCHIVE, found.family_id, found.student_id)
        if not draft.surely:
            others = await _others(student.id, found.id)
            plausibility.require_likely(student, day, new, others)
        found.day = day
        _write(found, figures)
        await found.save()
        await audit.record(account, "measurement.changed", found)


async def delete(account: Account, measurement_id: UUID) -> None:
    """Take a measurement out, its figures for good, as its author or a guardian. Again is fine."""
    async with transaction():
        before = await _theirs_to_change(await access.viewer(account), measurement_id)
        await access.require_undisputed(before.family_id)
        viewer = await access.viewer(account)
        await _theirs_to_change(viewer, measurement_id)  # still, after that wait
        found = await _locked(measurement_id)
        if found is None or found.deleted_at:
            return
        _write(found, Figures())
        found.deleted_at = clock.now()
        await found.save()
        await audit.record(account, "measurement.deleted", found)


async def seen_by(viewer: Viewer, measurement_id: UUID) -> Measurement:
    """A measurement that the viewer may see, with its author and the child."""
    visible = access.measurements_visible_to(viewer).select_related("author", "student")
    found = await visible.get_or_none(id=measurement_id)
    if found is None:
        raise NotFound
    return found


async def page(
    viewer: Viewer, student_id: UUID, *, after: tuple[date, UUID] | None
) -> list[Measurement]:
    """A page of a child's measurements, latest day first, with their authors and the child.

    `after` is the (day, id) of the last one of the page before. Returns at most PAGE + 1: the last
    one only says that there is more.
    """
    found = access.measurements_visible_to(viewer).filter(student_id=student_id)
    if after:
        day, last_id = after
        found = found.filter(Q(day__lt=day) | Q(day=day, id__lt=last_id))
    ordered = found.order_by("-day", "-id").limit(PAGE + 1)
    return await ordered.select_related("author", "student")


def is_theirs_to_change(viewer: Viewer, one: Measurement) -> bool:
    """Whether the viewer measured it, or decides for the child."""
    return viewer.may_change(one.author_id, one.family_id, one.student_id)


def figures_of(one: Measurement) -> Figures:
    """A row in the units of the edge."""
    return Figures(
        height_cm=None if one.height_mm is None else one.height_mm / 10,
        weight_kg=None if one.weight_g is None else one.weight_g / 1000,
        left_eye=None if one.left_eye is None else one.left_eye / 10,
        right_eye=None if one.right_eye is None else one.right_eye / 10,
    )


def _write(one: Measurement, figures: Figures) -> None:
    one.height_mm = _whole(figures.height_cm, 10)
    one.weight_g = _whole(figures.weight_kg, 1000)
    one.left_eye = _whole(figures.left_eye, 10)
    one.right_eye = _whole(figures.right_eye, 10)


def _whole(value: float | None, times: int) -> int | None:
    return None if value is None else round(value * times)


def _after(one: Measurement, draft: MeasurementChange) -> tuple[date, Figures]:
    """The day and the figures of a row once a change has been made."""
    told = {name: getattr(draft, name) for name in GIVEN}
    said = {name: value for name, value in told.items() if not isinstance(value, UnsetType)}
    day = draft.day if isinstance(draft.day, date) else one.day
    return day, replace(figures_of(one), **said)


def _rounded(figures: Figures) -> Figures:
    """What is kept of possible figures: eyesight is a mark of a chart, and never rounded."""
    cm, kg = figures.height_cm, figures.weight_kg
    return replace(
        figures,
        height_cm=None if cm is None else round(cm, 1),
        weight_kg=None if kg is None else round(kg, 2),
    )


def _new(was: Figures, figures: Figures) -> Figures:
    """The figures that a change brings."""
    changed = {n: getattr(figures, n) for n in GIVEN if getattr(figures, n) != getattr(was, n)}
    return Figures(**changed)


async def _others(student_id: UUID, but: UUID | None) -> list[Measurement]:
    kept = Measurement.filter(student_id=student_id, deleted_at=None)
    return await (kept.exclude(id=but) if but else kept)


async def _locked(measurement_id: UUID) -> Measurement | None:
    return await Measurement.filter(id=measurement_id).select_for_update().get_or_none()


async def _theirs_to_change(viewer: Viewer, measurement_id: UUID) -> Measurement:
    """A measurement (deleted, too) that the viewer took, or of a child that it decides for."""
    found = await Measurement.get_or_none(id=measurement_id)
    if found and is_theirs_to_change(viewer, found):
        return found
    await seen_by(viewer, measurement_id)
    raise Forbidden("measurement.not_yours", "只有记录的人和家里的管理人可以改")
