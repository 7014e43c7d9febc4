"""Enrolments: a guardian puts a child down for a class, its staff takes the child in."""

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
from handlers.edge.shapes import ClassEnd, Nickname
from models.people.accounts import Account
from models.people.schools import Enrolment
from service.foundation.drafts import Draft
from service.people import enrolments
from service.people.enrolments import EnrolmentDraft

bp = Blueprint("enrolments")


class EnrolmentView(msgspec.Struct):
    """A child's time in a class, to the family."""

    id: UUID
    class_id: UUID
    class_name: str
    school: str
    since: date
    until: Annotated[date | None, Meta(description="The first day outside; null while inside.")]
    confirmed: Annotated[bool, Meta(description="Until then it opens nothing.")]
    class_until: ClassEnd


class Enrolments(msgspec.Struct):
    items: Annotated[list[EnrolmentView], Meta(description="The latest first.")]


class WaitingChild(msgspec.Struct):
    """A child to be confirmed; `id` is the enrolment's."""

    id: UUID
    name: Annotated[str, Meta(description="As the guardian says the school knows the child.")]
    nickname: Nickname
    since: date


class WaitingChildren(msgspec.Struct):
    items: Annotated[list[WaitingChild], Meta(description="The first one first.")]


class EnrolmentsConfirmation(Draft):
    """The children whom a class takes in with one tap."""

    ids: Annotated[list[UUID], Meta(min_length=1, max_length=60, description="Enrolments'.")]


class RefusedEnrolment(msgspec.Struct):
    """One that was left out, and why."""

    id: UUID
    code: str
    detail: Annotated[str, Meta(description="A sentence to show.")]


class ConfirmedEnrolments(msgspec.Struct):
    confirmed: Annotated[list[UUID], Meta(description="Those that are in the class now.")]
    refused: list[RefusedEnrolment]


class ClassChild(msgspec.Struct):
    """All that a class's teachers and its school learn of a child."""

    id: UUID
    nickname: Nickname
    enrolment_id: Annotated[UUID, Meta(description="By which it is taken out of the class.")]


class ClassChildren(msgspec.Struct):
    items: Annotated[list[ClassChild], Meta(description="Those who agreed to class view.")]


def _present(enrolment: Enrolment) -> EnrolmentView:
    school_class = enrolment.school_class
    return EnrolmentView(
        id=enrolment.id,
        class_id=school_class.id,
        class_name=school_class.name,
        school=school_class.school.name,
        since=enrolment.since,
        until=enrolment.until,
        confirmed=enrolment.confirmed_at is not None,
        class_until=school_class.until,
    )


async def shown(account: Account, enrolment_id: UUID) -> EnrolmentView:
    return _present(await enrolments.one_seen_by(account, enrolment_id))


@bp.post("/students/<student_id:uuid>/enrolments")
@operation(
    "Put a child down for a class, out of the one before",
    takes=EnrolmentDraft,
    example={"card": "Zr8Qm2Vt6XcK1pLd9WbN4g", "name": "陈小满"},
    gives=EnrolmentView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("enrol", most=10, seconds=600)
@creates(shown)
async def enrol(request: Request, account: Account, student_id: UUID) -> UUID:
    return (await enrolments.enrol(account, student_id, read(request, EnrolmentDraft))).id


@bp.get("/students/<student_id:uuid>/enrolments")
@operation("A child's classes, to the family", gives=Enrolments)
@signed_in
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    found = await enrolments.of_student(account, student_id)
    return ok(Enrolments([_present(one) for one in found]))


@bp.post("/enrolments/<enrolment_id:uuid>/confirmation")
@operation("Take a child into the class, as its staff", status=204, refuses=(403,))
@signed_in
async def confirm(request: Request, account: Account, enrolment_id: UUID) -> HTTPResponse:
    await enrolments.confirm(account, enrolment_id)
    return gone()


@bp.post("/classes/<class_id:uuid>/enrolments/confirmation")
@operation(
    "Take up to 60 children into the class at once, as its staff",
    takes=EnrolmentsConfirmation,
    example={"ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"]},
    gives=ConfirmedEnrolments,
)
@signed_in
async def confirm_all(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    asked = [*dict.fromkeys(read(request, EnrolmentsConfirmation).ids)]
    taken = await enrolments.confirm_all(account, class_id, asked)
    detail = "家长已经撤回，或者孩子去了别的班"
    return ok(
        ConfirmedEnrolments(
            [one for one in asked if one in taken],
            [RefusedEnrolment(one, "enrolment.gone", detail) for one in asked if one not in taken],
        )
    )


@bp.delete("/enrolments/<enrolment_id:uuid>")
@operation("Take a child out of its class at once", status=204, refuses=(403,))
@signed_in
async def end(request: Request, account: Account, enrolment_id: UUID) -> HTTPResponse:
    await enrolments.end(account, enrolment_id)
    return gone()


@bp.get("/classes/<class_id:uuid>/enrolments")
@operation("The children who wait for a class, to its staff", gives=WaitingChildren)
@signed_in
async def waiting(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    found = await enrolments.waiting(account, class_id)
    return ok(
        WaitingChildren(
            [WaitingChild(one.id, one.name, one.student.nickname, one.since) for one in found]
        )
    )


@bp.get("/classes/<class_id:uuid>/students")
@operation("The children of a class, to its teachers and its school", gives=ClassChildren)
@signed_in
async def of_class(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    found = await enrolments.of_class(account, class_id)
    children = [ClassChild(one.student_id, one.student.nickname, one.id) for one in found]
    return ok(ClassChildren(children))
