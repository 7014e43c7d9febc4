"""Desks: signing in at a browser by scanning its code with the phone."""

import re
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.addresses import counted_as
from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.people.desks import DeskSignIn
from service.foundation import limits
from service.foundation.drafts import Draft
from service.integrations import adapters
from service.people import desks
from service.people.desks import DeskState

bp = Blueprint("desks")

_BROWSERS = (
    *(("MicroMessenger", "微信"), ("Edg", "Edge"), ("OPR", "Opera"), ("QQBrowser", "QQ浏览器")),
    *(("360", "360浏览器"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari")),
)
"""What stands in a User-Agent, the particular before what many claim to be."""
_SYSTEMS = (
    *(("Windows", "Windows"), ("iPad", "iPad"), ("iPhone", "iPhone"), ("Mac OS", "Mac")),
    *(("Android", "Android"), ("Linux", "Linux")),
)


class DeskSecret(Draft):
    """What the browser was given when it asked."""

    secret: Annotated[str, Meta(min_length=1, max_length=64)]


class AskingDesk(msgspec.Struct):
    """A browser that asks: it keeps `secret` to itself and shows the picture of `code`."""

    id: UUID
    secret: Annotated[str, Meta(description="Shown only here.")]
    code: str
    expires_at: Moment


class DeskView(msgspec.Struct):
    """The browser that waits, to the phone that has scanned its code."""

    browser: Annotated[str, Meta(description="As it calls itself, e.g. Chrome · Windows.")]
    state: DeskState
    asked_at: Moment
    expires_at: Moment


class DeskSession(msgspec.Struct):
    """How far it is. The token is there once it was allowed (201), and shown only then."""

    state: DeskState
    token: str
    account_id: UUID | None
    expires_at: Annotated[Moment | None, Meta(description="When the session ends at the latest.")]


def browser_of(user_agent: str) -> str:
    """How to name a browser to a person: 「Chrome · Windows」."""
    found = [
        next((name for mark, name in named if re.search(mark, user_agent)), "")
        for named in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name) or "浏览器"


def _present(sign_in: DeskSignIn) -> DeskView:
    state = desks.state_of(sign_in)
    return DeskView(sign_in.browser, state, sign_in.created_at, sign_in.expires_at)


@bp.post("/desk-sign-ins")
@operation("Ask to sign in at a browser", gives=AskingDesk, status=201, refuses=(429, 503))
async def ask(request: Request) -> HTTPResponse:
    await _count(request, "desk-sign-in", most=120)
    browser = browser_of(request.headers.get("user-agent", ""))
    sign_in, secret = await desks.ask(browser)
    asking = AskingDesk(sign_in.id, secret, desks.code_of(sign_in), sign_in.expires_at)
    return ok(asking, status=201, headers={"Cache-Control": "no-store"})


@bp.get("/desk-sign-ins/<code:str>/picture.jpg")
@operation(
    "The code of a browser as a picture that WeChat's camera reads",
    media_type="image/jpeg",
    refuses=(409, 429, 503),
)
@costly("drawings")
async def picture(request: Request, code: str) -> HTTPResponse:
    await _count(request, "desk-picture", most=120)
    headers = {"Cache-Control": "private, no-store"}
    found = await desks.picture_of_code(code)
    return HTTPResponse(found, headers=headers, content_type="image/jpeg")


@bp.post("/desk-sign-ins/<sign_in_id:uuid>/session")
@operation(
    "Fetch the session of a browser, once it was allowed",
    takes=DeskSecret,
    example={"secret": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"},
    gives=DeskSession,
    status=201,
    also=(202,),
    refuses=(503,),
)
async def enter(request: Request, sign_in_id: UUID) -> HTTPResponse:
    state, session, token = await desks.enter(sign_in_id, read(request, DeskSecret).secret)
    answer = DeskSession(
        state,
        token,
        session.account_id if session else None,
        session.expires_at if session else None,
    )
    headers = {"Cache-Control": "no-store"}
    return ok(answer, status=201 if session else 202, headers=headers)


@bp.get("/desk-sign-ins/<code:str>")
@operation("Which browser asks to be let in", gives=DeskView)
@signed_in
@limited("desk-scans", most=60, seconds=600)
async def scan(request: Request, account: Account, code: str) -> HTTPResponse:
    return ok(_present(await desks.scan(account, code)))


@bp.post("/desk-sign-ins/<code:str>/allowance")
@operation("Let a browser in", gives=DeskView, refuses=(403, 409))
@signed_in
@limited("desk-scans", most=60, seconds=600)
async def allow(request: Request, account: Account, code: str) -> HTTPResponse:
    return ok(_present(await desks.allow(account, code)))


@bp.post("/desk-sign-ins/<code:str>/refusal")
@operation("Keep a browser out", gives=DeskView, refuses=(409,))
@signed_in
@limited("desk-scans", most=60, seconds=600)
async def refuse(request: Request, account: Account, code: str) -> HTTPResponse:
    return ok(_present(await desks.refuse(account, code)))


async def _count(request: Request, what: str, *, most: int) -> None:
    """So many in ten minutes from one address, behind which a whole school may sit."""
    await limits.allow(adapters().valkey, what, counted_as(request), most=most, seconds=600)
