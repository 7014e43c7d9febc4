"""Sessions: signing in with WeChat and signing out."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.addresses import address_of
from handlers.edge.bodies import read
from handlers.edge.operations import gone, ok, operation, signed_in
from models.people.accounts import Account
from service.foundation import limits
from service.foundation.drafts import Draft
from service.integrations import adapters
from service.people import accounts

bp = Blueprint("sessions")


class SignIn(Draft):
    """What `wx.login` gave."""

    code: Annotated[str, Meta(min_length=1, max_length=128, description="Single use, 5 minutes.")]


class SessionView(msgspec.Struct):
    """A new session. The token is shown only here."""

    token: str
    account_id: UUID


@bp.post("/sessions")
@operation(
    "Sign in with WeChat",
    takes=SignIn,
    example={"code": "0a3Xy1000kZq7R1wLd200bT2Pm0Xy10c"},
    gives=SessionView,
    status=201,
    refuses=(403, 429, 503),
)
async def sign_in(request: Request) -> HTTPResponse:
    draft = read(request, SignIn)
    await limits.allow(adapters().valkey, "sign-in", address_of(request), most=300, seconds=60)
    account, token = await accounts.sign_in(draft.code)
    return ok(SessionView(token, account.id), status=201)


@bp.delete("/sessions/current")
@operation("Sign out on this device", status=204)
@signed_in
async def sign_out(request: Request, account: Account) -> HTTPResponse:
    await accounts.sign_out(request.ctx.session)
    return gone()
