"""The account itself: who am I, and where do I belong."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.people.families import FamilyView, present_family
from models.people.accounts import Account
from service.foundation.drafts import Draft, Name
from service.people import accounts, families

bp = Blueprint("accounts")


class Rename(Draft):
    """A new nickname."""

    nickname: Name


class AccountView(msgspec.Struct):
    """The signed-in account and its families."""

    id: UUID
    nickname: str
    families: list[FamilyView]


@bp.get("/account")
@operation("The signed-in account", gives=AccountView)
@signed_in
async def show(request: Request, account: Account) -> HTTPResponse:
    return ok(await _present(account))


@bp.patch("/account")
@operation(
    "Change one's nickname",
    takes=Rename,
    example={"nickname": "小满妈妈"},
    gives=AccountView,
    refuses=(409,),
)
@signed_in
@limited("rename", most=20, seconds=600)
async def rename(request: Request, account: Account) -> HTTPResponse:
    return ok(await _present(await accounts.rename(account, read(request, Rename).nickname)))


async def _present(account: Account) -> AccountView:
    memberships = await families.of(account)
    return AccountView(account.id, account.nickname, [present_family(m) for m in memberships])
