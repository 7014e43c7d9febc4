"""Appointments: offices are offered by a code, taken up, looked at and ended."""

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
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.people.staff import Appointment, Office
from service.foundation.drafts import Draft
from service.people import appointments
from service.people.appointments import AppointmentDraft

bp = Blueprint("appointments")


class Taking(Draft):
    """Somebody's yes to an office."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]


class AppointmentView(msgspec.Struct):
    """An office over a region, or over a school in it; `since` is null while it is on offer."""

    id: UUID
    office: Office
    name: Annotated[str, Meta(description="Whom it was offered to.")]
    region_id: UUID
    region: str
    school_id: UUID | None
    school: Annotated[str, Meta(description="Empty for an office over a region.")]
    mine: Annotated[bool, Meta(description="Whether the asking account holds it.")]
    since: Moment | None


class OfferView(msgspec.Struct):
    """An office on offer, as it is handed on."""

    id: UUID
    office: Office
    name: str
    code: str
    expires_at: Moment


class Appointments(msgspec.Struct):
    items: Annotated[list[AppointmentView], Meta(description="One's own first.")]


def _present(account: Account, appointment: Appointment) -> AppointmentView:
    school = appointment.school
    return AppointmentView(
        id=appointment.id,
        office=appointment.office,
        name=appointment.name,
        region_id=appointment.region_id,
        region=appointment.region.name,
        school_id=appointment.school_id,
        school=school.name if school else "",
        mine=appointment.account_id == account.id,
        since=appointment.since,
    )


async def _offered(account: Account, appointment_id: UUID) -> OfferView:
    one = await appointments.one_seen_by(account, appointment_id)
    return OfferView(one.id, one.office, one.name, appointments.code_of(one), one.expires_at)


async def shown(account: Account, appointment_id: UUID) -> AppointmentView:
    return _present(account, await appointments.one_seen_by(account, appointment_id))


@bp.post("/appointments")
@operation(
    "Offer an office below one's own",
    takes=AppointmentDraft,
    example={
        "office": "archivist",
        "name": "刘芳",
        "region_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
    },
    gives=OfferView,
    status=201,
    refuses=(403, 404),
)
@signed_in
@limited("appointments", most=60, seconds=600)
@creates(_offered)
async def offer(request: Request, account: Account) -> UUID:
    return (await appointments.offer(account, read(request, AppointmentDraft))).id


@bp.post("/appointments/acceptance")
@operation(
    "Take up an office by its code",
    takes=Taking,
    example={"code": "Zr8Qm2Vt6XcK1pLd9WbN4g"},
    gives=AppointmentView,
    status=201,
    refuses=(404, 409),
)
@signed_in
@limited("take-office", most=10, seconds=600)
@creates(shown)
async def accept(request: Request, account: Account) -> UUID:
    return (await appointments.accept(account, read(request, Taking).code)).id


@bp.get("/appointments")
@operation("One's own offices, and those below them", gives=Appointments)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    found = await appointments.seen_by(account)
    return ok(Appointments([_present(account, one) for one in found]))


@bp.delete("/appointments/<appointment_id:uuid>")
@operation("End an office or its offer at once", status=204)
@signed_in
async def end(request: Request, account: Account, appointment_id: UUID) -> HTTPResponse:
    await appointments.end(account, appointment_id)
    return gone()
