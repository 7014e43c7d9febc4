"""Measurements: a child's height, weight and eyesight, recorded and corrected."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.archive.measurements import Measurement, Quantity
from models.people.accounts import Account
from service.archive import ages, growth_reference, measurements
from service.archive.measurements import MeasurementChange, MeasurementDraft
from service.people import students
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("measurements")
Standing = Annotated[str, Meta(description="Among children of its age, in calm words, or empty.")]


class MeasurementView(msgspec.Struct):
    """What was measured on a day, to the family and to the child; null was not measured."""

    id: UUID
    day: date
    age: Annotated[str, Meta(description="Of the child on that day: 「9岁4个月」.")]
    height_cm: float | None
    weight_kg: float | None
    left_eye: float | None
    right_eye: float | None
    height_standing: Standing
    weight_standing: Standing
    author: str
    changeable: Annotated[bool, Meta(description="Whether the account may correct or delete it.")]
    recorded_at: Moment


def _present(one: Measurement, viewer: Viewer) -> MeasurementView:
    figures, student = measurements.figures_of(one), one.student
    months = ages.in_months(student.birth_date, one.day)

    def standing(quantity: Quantity, value: float | None) -> str:
        return growth_reference.words(quantity, student.sex, months, value) if value else ""

    return MeasurementView(
        id=one.id,
        day=one.day,
        age=ages.in_words(student.birth_date, one.day),
        height_cm=figures.height_cm,
        weight_kg=figures.weight_kg,
        left_eye=figures.left_eye,
        right_eye=figures.right_eye,
        height_standing=standing(Quantity.HEIGHT, figures.height_cm),
        weight_standing=standing(Quantity.WEIGHT, figures.weight_kg),
        author=one.author.nickname,
        changeable=measurements.is_theirs_to_change(viewer, one),
        recorded_at=one.created_at,
    )


async def shown(account: Account, measurement_id: UUID) -> MeasurementView:
    viewer = await access.viewer(account)
    return _present(await measurements.seen_by(viewer, measurement_id), viewer)


@bp.post("/students/<student_id:uuid>/measurements")
@operation(
    "Record what was measured of a child",
    takes=MeasurementDraft,
    example={
        "day": "2025-09-01",
        "height_cm": 131.5,
        "weight_kg": 27.4,
        "left_eye": 5.0,
        "right_eye": 4.9,
        "surely": False,
    },
    gives=MeasurementView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("measurements", most=300, seconds=600)
@creates(shown)
async def record(request: Request, account: Account, student_id: UUID) -> UUID:
    draft = read(request, MeasurementDraft)
    return (await measurements.record(account, student_id, draft)).id


@bp.get("/students/<student_id:uuid>/measurements")
@operation(
    "What was measured of a child, latest day first",
    query=PageQuery,
    gives=Page[MeasurementView],
)
@signed_in
async def index(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    student = await students.seen_by(account, student_id)
    place = after(read_query(request, PageQuery).cursor, tuple[date, UUID])
    viewer = await access.viewer(account)
    found = await measurements.page(viewer, student.id, after=place)
    rows, following = cut(found, measurements.PAGE, lambda one: (one.day, one.id))
    return ok(Page([_present(one, viewer) for one in rows], following))


@bp.put("/measurements/<measurement_id:uuid>")
@operation(
    "Correct a measurement",
    takes=MeasurementChange,
    example={"day": "2025-09-02", "height_cm": 132.0, "left_eye": None, "surely": True},
    gives=MeasurementView,
    refuses=(403,),
)
@signed_in
async def change(request: Request, account: Account, measurement_id: UUID) -> HTTPResponse:
    await measurements.change(account, measurement_id, read(request, MeasurementChange))
    return ok(await shown(account, measurement_id))


@bp.delete("/measurements/<measurement_id:uuid>")
@operation("Delete a measurement, its figures for good", status=204, refuses=(403, 409))
@signed_in
async def delete(request: Request, account: Account, measurement_id: UUID) -> HTTPResponse:
    await measurements.delete(account, measurement_id)
    return gone()
