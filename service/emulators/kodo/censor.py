"""ai: the image censor, which really looks at the file's form and is told its opinion."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from typing import Literal
from urllib.parse import unquote, urlsplit

import httpx
import msgspec
from PIL import Image
from sanic import HTTPResponse, Request, json

from service.emulators.kodo.errors import KodoError, invalid_argument
from service.emulators.kodo.images import READABLE, UNREADABLE
from service.emulators.kodo.kodo import Kodo, name_call, of

LARGEST_BYTES = 10 * 1024 * 1024
SIDES = range(32, 5001)
LABELS = {
    "pulp": {"pass": "normal", "review": "sexy", "block": "pulp"},
    "terror": {"pass": "normal", "review": "knives", "block": "bloodiness"},
    "ads": {"pass": "normal", "review": "qr_code", "block": "summary_ads"},
}
"""The other scenes answer with a suggestion alone."""


class Data(msgspec.Struct):
    uri: str


class Params(msgspec.Struct):
    scenes: list[Literal["pulp", "terror", "politician", "ads", "behavior"]]


class Question(msgspec.Struct):
    """The body of a request; more fields are ignored."""

    data: Data
    params: Params


async def image(request: Request) -> HTTPResponse:
    """`POST /v3/image/censor {data: {uri}, params: {scenes}}`, signed as Qiniu."""
    kodo = of(request)
    # QBox would leave a JSON body unsigned, and the AI host does not take it.
    if not request.headers.get("authorization", "").startswith("Qiniu "):
        raise KodoError(401, "bad token")
    kodo.signatures.require_management(request)
    question = _read(request.body)
    key = _key_of(question.data.uri)
    name_call(request, "censor", key)
    answer = await kodo.scripts.play("censor", key)
    _require_fit(await _bytes_of(kodo, question.data.uri))
    result = _verdict(question.params.scenes, answer.suggestion)
    return json({"code": 200, "message": "OK", "result": result})


def _read(body: bytes) -> Question:
    try:
        question = msgspec.json.decode(body, type=Question)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise invalid_argument() from error
    if not question.params.scenes:
        raise invalid_argument()
    return question


def _key_of(uri: str) -> str:
    """What a script matches: the object's key, nothing of the token behind it."""
    return unquote(urlsplit(uri).path[1:]) if uri.startswith("http") else ""


async def _bytes_of(kodo: Kodo, uri: str) -> bytes:
    if uri.startswith(("http://", "https://")):
        return await _fetched(kodo, uri)
    kind, _, encoded = uri.partition(",")
    if not (kind.startswith("data:") and kind.endswith(";base64")):
        raise invalid_argument()
    try:
        return b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise invalid_argument() from error


async def _fetched(kodo: Kodo, url: str) -> bytes:
    data = bytearray()
    try:
        async with kodo.http.stream("GET", url) as reply:
            reply.raise_for_status()
            async for chunk in reply.aiter_bytes():
                data += chunk
                if len(data) > LARGEST_BYTES:
                    break
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise KodoError(400, "fetch uri failed") from error
    return bytes(data)


def _require_fit(data: bytes) -> None:
    if len(data) > LARGEST_BYTES:
        raise KodoError(400, "image is too large")
    try:
        with Image.open(BytesIO(data), formats=READABLE) as picture:
            fits = picture.width in SIDES and picture.height in SIDES
            transparent = picture.has_transparency_data
    except UNREADABLE as error:
        raise KodoError(400, "image format is not supported") from error
    if not fits or transparent:
        raise KodoError(400, "image size or channels are not supported")


def _verdict(scenes: Sequence[str], suggestion: str) -> dict[str, object]:
    """The first scene that was asked for is to blame; the others pass."""
    blamed = scenes[0]
    found = {each: _scene(each, suggestion if each == blamed else "pass") for each in scenes}
    return {"suggestion": suggestion, "scenes": found}


def _scene(scene: str, suggestion: str) -> dict[str, object]:
    if scene not in LABELS:
        return {"suggestion": suggestion}
    detail = {"suggestion": suggestion, "label": LABELS[scene][suggestion], "score": 0.99}
    return {"suggestion": suggestion, "details": [detail]}
