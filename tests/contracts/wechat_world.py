"""A small world around the WeChat emulator: people with phones, and a service that gets pushes."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import httpx
from PIL import Image
from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw, text
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from service.emulators.wechat import WeChatConfig, create_wechat
from tests.contracts.serving import free_port, serving

APPID, SECRET = "wxba5fad812f8e6fb9", "0123456789abcdef"


class Receiver:
    """The service's side: takes pushes, answers them as planned, and offers pictures."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.bodies: list[dict[str, str]] = []
        self.planned: list[tuple[int, str]] = []
        self.slow: list[float] = []
        self.echo_prefix = ""
        self.files: dict[str, tuple[str, bytes]] = {}
        self.app = Sanic(f"receiver-{uuid4().hex}", configure_logging=False)
        self.app.config.TOUCHUP = False
        self.app.add_route(self._echo, "/push", methods=["GET"])
        self.app.add_route(self._push, "/push", methods=["POST"])
        self.app.add_route(self._file, "/files/<name>")
        self.app.register_listener(Sanic.unregister_app, "after_server_stop")

    async def event(self) -> dict[str, Any]:
        """The next event, decrypted by wechatpy; TimeoutError when none comes in 30 s."""
        async with asyncio.timeout(30):
            return await self.events.get()

    async def _push(self, request: Request) -> HTTPResponse:
        args = dict(request.query_args)
        check_signature("AAAAA", args["signature"], args["timestamp"], args["nonce"])
        crypto = WeChatCrypto("AAAAA", "A" * 43, APPID)
        message = crypto.decrypt_message(
            request.json, args["msg_signature"], args["timestamp"], args["nonce"]
        )
        assert args["encrypt_type"] == "aes"
        self.bodies.append(request.json)
        await self.events.put(json.loads(message))
        await asyncio.sleep(self.slow.pop(0) if self.slow else 0)
        status, answer = self.planned.pop(0) if self.planned else (200, "success")
        return text(answer, status)

    async def _echo(self, request: Request) -> HTTPResponse:
        args = dict(request.query_args)
        check_signature("AAAAA", args["signature"], args["timestamp"], args["nonce"])
        return text(self.echo_prefix + args["echostr"])

    async def _file(self, request: Request, name: str) -> HTTPResponse:
        if name not in self.files:
            return text("", 404)
        content_type, content = self.files[name]
        return raw(content, content_type=content_type)


class World:
    """One mini-program on the emulator, seen from its backend."""

    def __init__(self, url: str, http: httpx.AsyncClient, receiver: Receiver, files: str) -> None:
        self.url = url
        self.http = http
        self.receiver = receiver
        self._files = files
        self.token = ""

    async def control(self, path: str, /, **body: object) -> dict[str, Any]:
        """Pull a lever."""
        return (await self.http.post(f"/_control/{path}", json=body)).raise_for_status().json()

    async def told(self, path: str) -> Any:
        """What the emulator tells about itself."""
        return (await self.http.get(f"/_control/{path}")).raise_for_status().json()

    async def script(self, call: str, times: int | None = 1, **answer: object) -> None:
        """Script the next answers of a call, for everybody."""
        await self.control("scripts", call=call, times=times, answer=answer)

    async def opens(self, person: str) -> str:
        """A person opens the mini-program; their openid."""
        return (await self.control("logins", person=person))["openid"]

    async def session(self, code: str, **changes: str) -> dict[str, Any]:
        """GET /sns/jscode2session."""
        query = {"appid": APPID, "secret": SECRET, "grant_type": "authorization_code"}
        params = {**query, "js_code": code, **changes}
        return (await self.http.get("/sns/jscode2session", params=params)).json()

    async def stable_token(self, **changes: object) -> dict[str, Any]:
        """POST /cgi-bin/stable_token."""
        body = {"appid": APPID, "secret": SECRET, "grant_type": "client_credential", **changes}
        return (await self.http.post("/cgi-bin/stable_token", json=body)).json()

    async def post(self, path: str, /, **body: object) -> httpx.Response:
        """Any call with the current access token."""
        self.token = self.token or (await self.stable_token())["access_token"]
        return await self.http.post(path, params={"access_token": self.token}, json=body)

    async def call(self, path: str, /, **body: object) -> dict[str, Any]:
        """The JSON reply of any call with the current access token."""
        return (await self.post(path, **body)).json()

    async def check_text(self, openid: str, content: str, **changes: object) -> dict[str, Any]:
        """POST /wxa/msg_sec_check."""
        body = {"content": content, "version": 2, "scene": 3, "openid": openid, **changes}
        return await self.call("/wxa/msg_sec_check", **body)

    async def check_picture(self, openid: str, name: str, **changes: object) -> dict[str, Any]:
        """POST /wxa/media_check_async for a file of the receiver, or any URL."""
        body = {"media_url": urljoin(self._files, name), "media_type": 2, "version": 2, "scene": 3}
        return await self.call("/wxa/media_check_async", **{**body, "openid": openid, **changes})


def picture(format_: str, size: tuple[int, int] = (120, 80)) -> bytes:
    """A real picture in one of Pillow's formats."""
    target = io.BytesIO()
    Image.new("RGB", size, "orange").save(target, format_)
    return target.getvalue()


@asynccontextmanager
async def wechat_world() -> AsyncIterator[World]:
    """The emulator and a receiver, both over real HTTP."""
    receiver, port = Receiver(), free_port()
    receiver.files["family.jpg"] = ("image/jpeg", picture("JPEG"))
    config = WeChatConfig(APPID, SECRET, "AAAAA", "A" * 43, f"http://127.0.0.1:{port}/push")
    async with (
        serving(receiver.app, port) as service,
        serving(create_wechat(config)) as url,
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield World(url, http, receiver, f"{service}/files/")
