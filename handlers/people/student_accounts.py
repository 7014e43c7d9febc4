"""Student accounts: a guardian's code for the child, and the child's own sign-in."""

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
from handlers.people import students
from handlers.people.students import StudentView
from models.people.accounts import Account
from models.people.students import StudentInvitation
from service.foundation.drafts import Draft
from service.people import student_accounts

bp = Blueprint("student-accounts")


class StudentCode(Draft):
    """The code that a guardian has handed to the child."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]


class StudentInvitationView(msgspec.Struct):
    """A child's invitation as its guardian has it."""

    id: UUID
    student_id: UUID
    code: Annotated[str, Meta(description="Empty for those that another guardian has issued.")]
    expires_at: Moment


class StudentInvitations(msgspec.Struct):
    items: Annotated[list[StudentInvitationView], Meta(description="Latest first.")]


def _present(account: Account, invitation: StudentInvitation) -> StudentInvitationView:
    own = invitation.issued_by_id == account.id
    return StudentInvitationView(
        id=invitation.id,
        student_id=invitation.student_id,
        code=student_accounts.code_of(invitation) if own else "",
        expires_at=invitation.expires_at,
    )


async def shown(account: Account, invitation_id: UUID) -> StudentInvitationView:
    return _present(account, await student_accounts.issued(account, invitation_id))


@bp.post("/students/<student_id:uuid>/invitations")
@operation(
    "Invite a child to sign in with a WeChat of its own",
    gives=StudentInvitationView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("student-invitations", most=20, seconds=3600)
@creates(shown)
async def invite(request: Request, account: Account, student_id: UUID) -> UUID:
    return (await student_accounts.invite(account, student_id)).id


@bp.get("/students/<student_id:uuid>/invitations")
@operation("The open invitations of a child", gives=StudentInvitations, refuses=(403,))
@signed_in
async def index(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    found = await student_accounts.open_for(account, student_id)
    return ok(StudentInvitations([_present(account, invitation) for invitation in found]))


@bp.delete("/student-invitations/<student_invitation_id:uuid>")
@operation("End a child's invitation at once", status=204, refuses=(403,))
@signed_in
async def revoke(request: Request, account: Account, student_invitation_id: UUID) -> HTTPResponse:
    await student_accounts.revoke(account, student_invitation_id)
    return gone()


@bp.post("/student-accounts")
@operation(
    "Sign in as the student of a code",
    takes=StudentCode,
    example={"code": "Zr8Qm2Vt6XcK1pLd9WbN4g"},
    gives=StudentView,
    status=201,
    refuses=(404, 409),
)
@signed_in
@limited("student-accounts", most=10, seconds=600)
@creates(students.shown)
async def accept(request: Request, account: Account) -> UUID:
    return (await student_accounts.accept(account, read(request, StudentCode).code)).student_id


@bp.delete("/students/<student_id:uuid>/account")
@operation("Let a child sign in no longer", status=204, refuses=(403,))
@signed_in
async def end(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    await student_accounts.end(account, student_id)
    return gone()
