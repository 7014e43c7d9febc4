"""What WeChat and Kodo call: verified to the letter, read tolerantly, answered at once."""

from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, text

from handlers.edge.operations import ok, operation
from service.archive import uploads
from service.foundation.database import transaction
from service.foundation.errors import NotFound, NotSignedIn
from service.integrations import adapters
from service.integrations.kodo import CALLBACK_PATH
from service.integrations.wechat import PUSH_PATH
from service.trust import moderation

bp = Blueprint("callbacks")


class Stored(msgspec.Struct):
    """Kodo relays this to the phone."""

    photo_id: UUID


@bp.post(CALLBACK_PATH)
@operation("Kodo: an object was stored", gives=Stored, signed_in=False, refuses=(401,))
async def stored(request: Request) -> HTTPResponse:
    """The form's values are Kodo's, but only its upload id is used; the stat decides."""
    path = f"{request.path}?{request.query_string}"
    if not adapters().kodo.is_callback(path, request.headers, request.body):
        raise NotSignedIn
    photo = await uploads.complete(_upload_id(request.body))
    if photo is None:
        raise NotFound
    return ok(Stored(photo.id))


def _upload_id(body: bytes) -> UUID:
    try:
        return UUID(parse_qs(body.decode())["upload"][0])
    except (KeyError, ValueError) as error:
        raise NotFound from error


@bp.get(PUSH_PATH)
@operation("WeChat: is this the push URL?", signed_in=False, refuses=(401,))
async def check_push_url(request: Request) -> HTTPResponse:
    query = _query(request)
    if not adapters().wechat.answers_push_check(query):
        raise NotSignedIn
    return text(query.get("echostr", ""))


@bp.post(PUSH_PATH)
@operation("WeChat: an event", signed_in=False, refuses=(401,))
async def push(request: Request) -> HTTPResponse:
    """The event becomes a job, so that WeChat has its answer within five seconds."""
    event = adapters().wechat.read_push(_query(request), request.body)
    if event is None:
        raise NotSignedIn
    async with transaction():
        await moderation.hand_over(event)
    return text("success")


def _query(request: Request) -> dict[str, Any]:
    return {name: values[0] for name, values in request.get_args(keep_blank_values=True).items()}
