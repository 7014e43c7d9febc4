"""Avatars: a ticket for one's own picture, and wearing it; a child wears one of the family's."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.uploads import TicketView, present_ticket
from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.people.accounts import AccountView, present_account
from handlers.people.students import StudentView
from handlers.people.students import shown as shown_student
from models.people.accounts import Account
from service.archive import avatars, uploads
from service.foundation.drafts import Draft, text

bp = Blueprint("avatars")


class AvatarUpload(Draft):
    """The picture that chooseAvatar gave."""

    name: Annotated[str, text(200, description="Its name on the phone.")]
    bytes: Annotated[int, Meta(ge=1, le=uploads.MOST_BYTES_OF_AVATAR, description="Its size.")]


class Avatar(Draft):
    """The photo to wear."""

    photo_id: UUID


async def shown(account: Account, upload_id: UUID) -> TicketView:
    return present_ticket(await uploads.own(account, upload_id))


@bp.post("/account/avatar-uploads")
@operation(
    "A ticket to put one's own picture into object storage",
    takes=AvatarUpload,
    example={"name": "avatar.jpg", "bytes": 48210},
    gives=TicketView,
    status=201,
    refuses=(409,),
)
@signed_in
@limited("avatars", most=20, seconds=600)
@creates(shown)
async def issue(request: Request, account: Account) -> UUID:
    draft = read(request, AvatarUpload)
    return (await uploads.issue_own(account, draft.name, draft.bytes)).id


@bp.put("/account/avatar")
@operation(
    "Wear a picture of one's own",
    takes=Avatar,
    example={"photo_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"},
    gives=AccountView,
    refuses=(409,),
)
@signed_in
async def wear(request: Request, account: Account) -> HTTPResponse:
    return ok(await present_account(await avatars.wear(account, read(request, Avatar).photo_id)))


@bp.delete("/account/avatar")
@operation("Wear no picture", gives=AccountView)
@signed_in
async def take_off(request: Request, account: Account) -> HTTPResponse:
    return ok(await present_account(await avatars.wear(account, None)))


@bp.put("/students/<student_id:uuid>/avatar")
@operation(
    "Give a child a photo of the family's as avatar",
    takes=Avatar,
    example={"photo_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e"},
    gives=StudentView,
    refuses=(403, 409),
)
@signed_in
async def give(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    await avatars.give(account, student_id, read(request, Avatar).photo_id)
    return ok(await shown_student(account, student_id))


@bp.delete("/students/<student_id:uuid>/avatar")
@operation("Leave a child without an avatar", gives=StudentView, refuses=(403,))
@signed_in
async def take_away(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    await avatars.give(account, student_id, None)
    return ok(await shown_student(account, student_id))
