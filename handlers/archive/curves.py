"""Curves: a child's height, weight and eyesight over its age, as data and drawn."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from models.archive.measurements import Quantity
from models.people.accounts import Account
from service.archive import curves
from service.archive.curves import Curve
from service.foundation.errors import NotFound
from service.people import students
from service.trust import access

bp = Blueprint("curves")
SVG = "image/svg+xml"


async def _curve(account: Account, student_id: UUID, quantity: Quantity) -> Curve:
    student = await students.seen_by(account, student_id)
    return await curves.of_student(await access.viewer(account), student, quantity)


async def _drawn(account: Account, student_id: UUID, quantity: Quantity) -> HTTPResponse:
    picture = curves.svg(await _curve(account, student_id, quantity))
    return HTTPResponse(picture, content_type=SVG)


@bp.get("/students/<student_id:uuid>/curves/<kind:str>")
@operation("A child's curve of a kind (height, weight, eyesight) as data", gives=Curve)
@signed_in
async def show(request: Request, account: Account, student_id: UUID, kind: str) -> HTTPResponse:
    if kind not in set(Quantity):
        raise NotFound
    return ok(await _curve(account, student_id, Quantity(kind)))


@bp.get("/students/<student_id:uuid>/curves/height.svg")
@operation("A child's height as a drawn curve", media_type=SVG)
@signed_in
@costly("drawings")
async def height_drawn(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return await _drawn(account, student_id, Quantity.HEIGHT)


@bp.get("/students/<student_id:uuid>/curves/weight.svg")
@operation("A child's weight as a drawn curve", media_type=SVG)
@signed_in
@costly("drawings")
async def weight_drawn(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return await _drawn(account, student_id, Quantity.WEIGHT)


@bp.get("/students/<student_id:uuid>/curves/eyesight.svg")
@operation("A child's eyesight as a drawn curve", media_type=SVG)
@signed_in
@costly("drawings")
async def eyesight_drawn(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return await _drawn(account, student_id, Quantity.EYESIGHT)
