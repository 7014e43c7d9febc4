"""The account itself: who am I, and where do I belong."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import PictureUrl
from handlers.people.families import FamilyView, present_family
from models.people.accounts import Account
from service.archive import avatars
from service.foundation.drafts import Draft, Name
from service.people import accounts, families, phones

bp = Blueprint("accounts")


class Rename(Draft):
    """A new nickname."""

    nickname: Name


class AccountView(msgspec.Struct):
    """The signed-in account and its families."""

    id: UUID
    nickname: str
    phone: Annotated[str, Meta(description="Masked; empty while none is bound.")]
    avatar: PictureUrl
    families: list[FamilyView]


@bp.get("/account")
@operation("The signed-in account", gives=AccountView)
@signed_in
async def show(request: Request, account: Account) -> HTTPResponse:
    return ok(await present_account(account))


@bp.put("/account")
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
    return ok(await present_account(await accounts.rename(account, read(request, Rename).nickname)))


async def present_account(account: Account) -> AccountView:
    """The account as its owner has it."""
    homes = [present_family(home) for home in await families.of(account)]
    avatar = await avatars.url(account.avatar_id)
    return AccountView(account.id, account.nickname, phones.masked(account), avatar, homes)
