"""The wire: requests as no phone would send them, the routes there are, and what a refusal is."""

import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
from qiniu import Auth
from sanic import Sanic
from wechatpy.crypto import PrpCrypto
from wechatpy.utils import WeChatSigner

from handlers.app import application, create_app
from handlers.edge.operations import Operation
from handlers.edge.problems import MEDIA_TYPE, Problem
from service.foundation.settings import Settings
from service.integrations.kodo import FORM
from tests.contracts.serving import serving
from tests.edge.samples.common import NOBODY
from tests.world import Person, World

PAGES = {
    "/",
    "/sample",
    "/s/<token:str>",
    "/s/<token:str>/report",
    "/seal.svg",
    "/desk",
    "/desk/<version:str>/<name:str>",
    "/console",
    "/console/<version:str>/<name:str>",
} | {f"/privacy{page}" for page in ("", "/children", "/<purpose:str>")}
"""The routes that answer browsers with HTML or a picture, and are no part of the API."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@asynccontextmanager
async def web(settings: Settings, **changed: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The web process alone, with some of its settings changed."""
    app: Any = application(msgspec.structs.replace(settings, **changed))
    async with serving(app, settings.port) as url, httpx.AsyncClient(base_url=url) as http:
        yield http


@dataclass(frozen=True)
class Route:
    """One method of one path, e.g. `POST /api/v1/families`, and what it says of itself."""

    method: str
    path: str
    operation: Operation | None

    @property
    def creates(self) -> bool:
        """Whether it makes something new for an account that is signed in."""
        return bool(self.operation and self.operation.signed_in and self.operation.status == 201)

    def url(self, world: World, **values: str) -> str:
        """Its address with each parameter filled: by `values`, or with what nobody has."""
        path = re.sub(r"<(\w+):\w+>", lambda found: values.get(found[1], NOBODY), self.path)
        return world.url + path


def routes(settings: Settings) -> list[Route]:
    """Every route of the application, from the application itself."""
    app = create_app()
    Sanic.unregister_app(app)
    return [
        Route(method, f"/{route.path}", getattr(route.handler, "operation", None))
        for route in app.router.routes
        for method in sorted(route.methods)
    ]


def taking(settings: Settings) -> list[tuple[Route, type]]:
    """The routes that take a body, each with its draft."""
    return [(r, r.operation.takes) for r in routes(settings) if r.operation and r.operation.takes]


def headers_of(person: Person | None, key: str = "") -> dict[str, str]:
    """The headers of a JSON request; `person` None is the anonymous."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or uuid4().hex}
    if person:
        headers["Authorization"] = f"Bearer {person.phone.token}"
    return headers


def problem_of(reply: httpx.Response, *statuses: int) -> Problem:
    """The problem of a refusal, after seeing that it is one a phone can show; never a 5xx."""
    assert reply.status_code in (statuses or range(400, 500)), f"{reply.request.url} {reply.text}"
    assert reply.headers["content-type"] == MEDIA_TYPE
    problem = msgspec.json.decode(reply.content, type=Problem)
    assert problem.status == reply.status_code
    for told in (problem, *problem.errors):
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", told.code)
        assert CHINESE.search(told.detail)
    assert all(field.path for field in problem.errors)
    return problem


def paths_of(reply: httpx.Response, *statuses: int) -> list[str]:
    """The fields that a refusal names."""
    return [field.path for field in problem_of(reply, *statuses).errors]


def kodo_callback(world: World, upload_id: str | UUID, **fields: str) -> tuple[str, bytes, str]:
    """The URL, body and QBox signature with which Kodo says that an object was stored."""
    values = {"upload": str(upload_id), "key": "k", "hash": "h", "bytes": "1"} | fields
    body = "&".join(f"{name}={value}" for name, value in values.items()).encode()
    url = f"{world.url}/callbacks/kodo?h={hashlib.sha1(body).hexdigest()}"
    return (
        url,
        body,
        qbox(world.settings.kodo_access_key, world.settings.kodo_secret_key, url, body),
    )


def qbox(access_key: str, secret_key: str, url: str, body: bytes) -> str:
    """Kodo's older callback signature: over path, query and a form body."""
    return f"QBox {Auth(access_key, secret_key).token_of_request(url, body.decode(), FORM)}"


def wechat_push(settings: Settings, event: Any, appid: str = "") -> tuple[dict[str, str], bytes]:
    """The query and body of a safe-mode push of any JSON value."""
    key = base64.b64decode(settings.wechat_push_key + "=")
    sealed = PrpCrypto(key).encrypt(json.dumps(event), appid or settings.wechat_appid).decode()
    query = {"timestamp": "1714112445", "nonce": "415670741", "encrypt_type": "aes"}
    query["msg_signature"] = wechat_signature(
        settings.wechat_push_token, query["timestamp"], query["nonce"], sealed
    )
    return query, json.dumps({"ToUserName": "gh_1", "Encrypt": sealed}).encode()


def wechat_signature(*parts: str) -> str:
    """SHA-1 over the sorted parts, in hexadecimal."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature
