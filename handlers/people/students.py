"""Students: opening a child's growth archive, and the child's profile."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import PictureUrl
from models.people.accounts import Account
from models.people.students import Sex, Student
from service.archive import avatars
from service.people import student_accounts, students
from service.people.students import StudentChange, StudentDraft
from service.trust import access

bp = Blueprint("students")


class StudentView(msgspec.Struct):
    """A child, to the family and to itself."""

    id: UUID
    family_id: UUID
    nickname: str
    full_name: Annotated[str, Meta(description="Empty but for guardians and the child itself.")]
    birth_date: date
    sex: Annotated[Sex | None, Meta(description="Picks the growth reference; may be unsaid.")]
    avatar: PictureUrl
    oneself: Annotated[bool, Meta(description="Whether the account is this child's own.")]
    signs_in: Annotated[bool, Meta(description="Whether the child has an account of its own.")]


class Students(msgspec.Struct):
    items: Annotated[list[StudentView], Meta(description="Eldest first.")]


async def present_students(account: Account, found: list[Student]) -> list[StudentView]:
    """Children as one account has them."""
    viewer = await access.viewer(account)
    signing_in = await student_accounts.signing_in(student.id for student in found)
    pictures = await avatars.urls(student.avatar_id for student in found)
    return [
        StudentView(
            id=student.id,
            family_id=student.family_id,
            nickname=student.nickname,
            full_name=students.full_name_for(viewer, student),
            birth_date=student.birth_date,
            sex=student.sex,
            avatar=pictures.get(student.avatar_id, ""),
            oneself=student.id in viewer.selves,
            signs_in=student.id in signing_in,
        )
        for student in found
    ]


async def shown(account: Account, student_id: UUID) -> StudentView:
    student = await students.seen_by(account, student_id)
    return (await present_students(account, [student]))[0]


@bp.post("/students")
@operation(
    "Open a child's growth archive",
    takes=StudentDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "nickname": "小满",
        "full_name": "陈小满",
        "birth_date": "2018-05-21",
        "sex": "女",
        "consent_version": "1",
    },
    gives=StudentView,
    status=201,
    refuses=(403, 404, 409, 503),
)
@signed_in
@limited("students", most=60, seconds=3600)
@creates(shown)
async def open_archive(request: Request, account: Account) -> UUID:
    return (await students.open_archive(account, read(request, StudentDraft))).id


@bp.get("/students")
@operation("The children of the account's families, or oneself", gives=Students)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    found = await students.all_seen_by(account)
    return ok(Students(await present_students(account, found)))


@bp.get("/students/<student_id:uuid>")
@operation("A child's profile", gives=StudentView)
@signed_in
async def show(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return ok(await shown(account, student_id))


@bp.put("/students/<student_id:uuid>")
@operation(
    "Correct a child's profile",
    takes=StudentChange,
    example={"nickname": "满满", "full_name": "陈小满", "birth_date": "2018-05-12", "sex": "女"},
    gives=StudentView,
    refuses=(403, 409, 503),
)
@signed_in
@limited("students", most=60, seconds=3600)
async def change(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    await students.change(account, student_id, read(request, StudentChange))
    return ok(await shown(account, student_id))
