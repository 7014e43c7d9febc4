"""Class staff: a teacher asks for a class, the school's administrator confirms or ends it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from models.people.schools import ClassStaff
from service.people import class_staff
from service.people.class_staff import ClassStaffDraft

bp = Blueprint("class_staff")


class ClassStaffView(msgspec.Struct):
    """A teacher and a class."""

    id: UUID
    class_id: UUID
    class_name: str
    school: str
    name: str
    since: date
    confirmed: Annotated[bool, Meta(description="Until then it opens nothing.")]


class Teachers(msgspec.Struct):
    items: Annotated[list[ClassStaffView], Meta(description="Those who wait come first.")]


def _present(staff: ClassStaff) -> ClassStaffView:
    return ClassStaffView(
        id=staff.id,
        class_id=staff.school_class_id,
        class_name=staff.school_class.name,
        school=staff.school_class.school.name,
        name=staff.name,
        since=staff.since,
        confirmed=staff.confirmed_at is not None,
    )


async def shown(account: Account, staff_id: UUID) -> ClassStaffView:
    return _present(await class_staff.own(account, staff_id))


@bp.post("/class-staff")
@operation(
    "Ask to teach a class",
    takes=ClassStaffDraft,
    example={
        "code": "Zr8Qm2Vt6XcK1pLd9WbN4g",
        "class_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "name": "王老师",
    },
    gives=ClassStaffView,
    status=201,
    refuses=(404,),
)
@signed_in
@limited("teach", most=10, seconds=600)
@creates(shown)
async def ask(request: Request, account: Account) -> UUID:
    return (await class_staff.ask(account, read(request, ClassStaffDraft))).id


@bp.post("/class-staff/<staff_id:uuid>/confirmation")
@operation("Confirm a teacher of a class, as the school's administrator", gives=ClassStaffView)
@signed_in
async def confirm(request: Request, account: Account, staff_id: UUID) -> HTTPResponse:
    return ok(_present(await class_staff.confirm(account, staff_id)))


@bp.delete("/class-staff/<staff_id:uuid>")
@operation("Take a teacher out of a class at once", status=204)
@signed_in
async def end(request: Request, account: Account, staff_id: UUID) -> HTTPResponse:
    await class_staff.end(account, staff_id)
    return gone()


@bp.get("/schools/<school_id:uuid>/teachers")
@operation("The teachers of a school, to its administrator", gives=Teachers)
@signed_in
async def of_school(request: Request, account: Account, school_id: UUID) -> HTTPResponse:
    found = await class_staff.of_school(account, school_id)
    return ok(Teachers([_present(staff) for staff in found]))
