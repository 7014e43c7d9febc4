"""Students: opening a child's growth archive, and the child's profile."""

from datetime import date
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from models.people.accounts import Account
from models.people.students import Student
from service.people import students
from service.people.students import StudentDraft

bp = Blueprint("students")


class StudentView(msgspec.Struct):
    """A child, to the family."""

    id: UUID
    family_id: UUID
    nickname: str
    full_name: str
    birth_date: date


class Students(msgspec.Struct):
    items: list[StudentView]


def present_student(student: Student) -> StudentView:
    return StudentView(
        student.id, student.family_id, student.nickname, student.full_name, student.birth_date
    )


async def shown(account: Account, student_id: UUID) -> StudentView:
    return present_student(await students.seen_by(account, student_id))


@bp.post("/students")
@operation(
    "Open a child's growth archive",
    takes=StudentDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "nickname": "小满",
        "full_name": "陈小满",
        "birth_date": "2018-05-21",
        "consent_version": "1",
    },
    gives=StudentView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@creates(shown)
async def open_archive(request: Request, account: Account) -> UUID:
    return (await students.open_archive(account, read(request, StudentDraft))).id


@bp.get("/students")
@operation("The children of the account's families", gives=Students)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    return ok(Students([present_student(s) for s in await students.all_seen_by(account)]))


@bp.get("/students/<student_id:uuid>")
@operation("A child's profile", gives=StudentView)
@signed_in
async def show(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return ok(await shown(account, student_id))
