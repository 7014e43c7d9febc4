"""Sessions: signing in with WeChat, one's devices, signing out of one or of all."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.addresses import counted_as
from handlers.edge.bodies import read
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.foundation import limits
from service.foundation.drafts import Draft, text
from service.integrations import adapters
from service.people import sessions

bp = Blueprint("sessions")


class SignIn(Draft):
    """What `wx.login` gave."""

    code: Annotated[str, Meta(min_length=1, max_length=128, description="Single use, 5 minutes.")]
    device: Annotated[str, text(60, least=0, description="How to name it, e.g. iPhone 15.")] = ""


class SessionView(msgspec.Struct):
    """A new session. The token is shown only here."""

    token: str
    account_id: UUID


class DeviceView(msgspec.Struct):
    """A device that is signed in; `current` is the one that asks."""

    id: UUID
    device: str
    signed_in_at: Moment
    used_at: Moment
    current: bool


class Devices(msgspec.Struct):
    items: Annotated[list[DeviceView], Meta(description="Latest used first.")]


@bp.post("/sessions")
@operation(
    "Sign in with WeChat",
    takes=SignIn,
    example={"code": "0a3Xy1000kZq7R1wLd200bT2Pm0Xy10c", "device": "iPhone 15"},
    gives=SessionView,
    status=201,
    refuses=(403, 429, 503),
)
async def sign_in(request: Request) -> HTTPResponse:
    draft = read(request, SignIn)
    await limits.allow(adapters().valkey, "sign-in", counted_as(request), most=300, seconds=60)
    account, token = await sessions.sign_in(draft.code, draft.device)
    return ok(SessionView(token, account.id), status=201)


@bp.get("/sessions")
@operation("One's devices", gives=Devices)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    current = request.ctx.session.id
    return ok(
        Devices(
            [
                DeviceView(s.id, s.device, s.created_at, s.used_at, s.id == current)
                for s in await sessions.of(account)
            ]
        )
    )


@bp.delete("/sessions/current")
@operation("Sign out on this device", status=204)
@signed_in
async def sign_out(request: Request, account: Account) -> HTTPResponse:
    await sessions.sign_out(account, request.ctx.session.id)
    return gone()


@bp.delete("/sessions/<session_id:uuid>")
@operation("Sign out another device", status=204)
@signed_in
async def sign_out_of(request: Request, account: Account, session_id: UUID) -> HTTPResponse:
    await sessions.sign_out(account, session_id)
    return gone()


@bp.delete("/sessions")
@operation("Sign out everywhere", status=204)
@signed_in
async def sign_out_everywhere(request: Request, account: Account) -> HTTPResponse:
    await sessions.sign_out_everywhere(account)
    return gone()
