"""The phone number of an account: bound with WeChat's button, shown masked, forgotten on demand."""

from typing import Annotated

from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.people.accounts import AccountView, present_account
from models.people.accounts import Account
from service.foundation.drafts import Draft
from service.people import phones

bp = Blueprint("phones")


class PhoneCode(Draft):
    """What the getPhoneNumber button gave."""

    code: Annotated[str, Meta(min_length=1, max_length=128, description="Single use, 5 minutes.")]


@bp.put("/account/phone")
@operation(
    "Bind one's phone number",
    takes=PhoneCode,
    example={"code": "e31968a7f94cc5ee25fafc2aef2773f0bb8c3937b22520eb8ee345274d00c144"},
    gives=AccountView,
    refuses=(503,),
)
@signed_in
@limited("phone", most=10, seconds=600)
async def bind(request: Request, account: Account) -> HTTPResponse:
    return ok(await present_account(await phones.bind(account, read(request, PhoneCode).code)))


@bp.delete("/account/phone")
@operation("Forget one's phone number", gives=AccountView)
@signed_in
async def release(request: Request, account: Account) -> HTTPResponse:
    return ok(await present_account(await phones.release(account)))
