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


class StoredForm(msgspec.Struct):
    """What Kodo posts of an object, as its upload's policy asked; only `upload` is read."""

    upload: UUID


class PushCheck(msgspec.Struct):
    """WeChat's question when somebody enters the push URL in its console."""

    signature: str
    timestamp: str
    nonce: str
    echostr: str


class PushQuery(msgspec.Struct):
    """What goes with an event in safe mode."""

    msg_signature: str
    timestamp: str
    nonce: str


class Sealed(msgspec.Struct):
    """An event in safe mode: AES-256-CBC, Base64."""

    ToUserName: str
    Encrypt: str


class Stored(msgspec.Struct):
    """Kodo relays this to the phone."""

    photo_id: UUID


@bp.post(CALLBACK_PATH)
@operation(
    "Kodo: an object was stored",
    vendor_body=StoredForm,
    gives=Stored,
    signed_by="kodo",
    refuses=(404,),
)
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
@operation(
    "WeChat: is this the push URL?",
    vendor_query=PushCheck,
    media_type="text/plain",
    signed_by="wechat",
)
async def check_push_url(request: Request) -> HTTPResponse:
    query = _query(request)
    if not adapters().wechat.answers_push_check(query):
        raise NotSignedIn
    return text(query.get("echostr", ""))


@bp.post(PUSH_PATH)
@operation(
    "WeChat: an event",
    vendor_body=Sealed,
    vendor_query=PushQuery,
    media_type="text/plain",
    signed_by="wechat-safe",
)
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
