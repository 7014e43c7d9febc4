"""A small world around the Kodo emulator: an account's SDK, a phone, and an app called back."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
from PIL import Image
from qiniu import Auth, BucketManager, put_data
from qiniu.http.endpoint import Endpoint
from qiniu.http.region import Region, ServiceName
from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw

from service.emulators.kodo import KodoConfig, create_kodo
from tests.contracts.serving import serving

ACCESS_KEY, SECRET_KEY, BUCKET = "abcdefghklmnopq", "1234567890", "family"


class Receiver:
    """The app that Kodo calls back: keeps each request with the SDK's verdict on its signature."""

    def __init__(self) -> None:
        self.auth = Auth(ACCESS_KEY, SECRET_KEY)
        self.url = ""
        self.received: list[dict[str, Any]] = []
        self.replies: list[tuple[int, bytes]] = []
        self.arrival = asyncio.Condition()
        self.app = Sanic(f"receiver-{uuid4().hex}", configure_logging=False)
        self.app.config.TOUCHUP = False
        self.app.add_route(self._take, "/<path:path>", methods=["POST"])
        self.app.register_listener(Sanic.unregister_app, "after_server_stop")

    async def _take(self, request: Request, path: str) -> HTTPResponse:
        authorization = request.headers["authorization"]
        body = request.body.decode()
        self.received.append(
            {
                "path": request.raw_url.decode(),
                "body": body,
                "type": request.headers["content-type"],
                "host": request.host,
                "scheme": authorization.split()[0],
                "verified": self.auth.verify_callback(
                    authorization,
                    self.url + request.raw_url.decode(),
                    body,
                    request.headers["content-type"],
                    "POST",
                    {"Host": request.host},
                ),
            }
        )
        async with self.arrival:
            self.arrival.notify_all()
        status, reply = self.replies.pop(0) if self.replies else (200, b'{"ok":true}')
        return raw(reply, status=status, content_type="application/json")

    async def awaited(self, count: int) -> list[dict[str, Any]]:
        """What was received once `count` calls have come; TimeoutError after 30 s."""
        async with asyncio.timeout(30), self.arrival:
            await self.arrival.wait_for(lambda: len(self.received) >= count)
        return self.received


class World:
    """One Kodo account, seen from its SDK, from a phone and from the tests' control."""

    def __init__(self, url: str, http: httpx.AsyncClient, receiver: Receiver, root: Path) -> None:
        self.url = url
        self.http = http
        self.receiver = receiver
        self.root = root
        self.auth = Auth(ACCESS_KEY, SECRET_KEY)
        here = [Endpoint.from_host(url)]
        self.region = Region(services=dict.fromkeys(ServiceName, here))
        self.bucket = BucketManager(self.auth, regions=[self.region])

    def token(self, key: str | None = None, expires: int = 3600, **policy: Any) -> str:
        """An upload token for our bucket, every policy field kept as it is."""
        return self.auth.upload_token(BUCKET, key, expires, policy, strict_policy=False)

    async def sdk_put(self, token: str, key: str | None, data: bytes, **options: Any):
        """Upload by the SDK; return its (ret, info)."""
        return await asyncio.to_thread(put_data, token, key, data, regions=[self.region], **options)

    async def post(
        self,
        token: str | None,
        key: str | None,
        data: bytes,
        *,
        fname: str = "photo.jpg",
        mime: str = "application/octet-stream",
        **fields: str,
    ) -> httpx.Response:
        """Upload as a phone does, by a plain multipart form."""
        named = {"token": token, "key": key, **fields}
        form = {name: value for name, value in named.items() if value is not None}
        return await self.http.post("/", data=form, files={"file": (fname, data, mime)})

    async def stored(self, key: str) -> dict[str, Any] | None:
        """What stat says, None when there is no such object."""
        return (await self.manage(self.bucket.stat, BUCKET, key))[0]

    async def manage(self, verb: Callable[..., Any], *arguments: Any) -> tuple[Any, ...]:
        """Run one of the SDK's blocking calls beside the event loop."""
        return await asyncio.to_thread(verb, *arguments)

    def signed(self, key: str, fop: str = "", expires: int = 3600) -> str:
        """A private download URL, optionally through an image operation."""
        # A client would fold dots away and escape `>` and `|` after signing.
        path = quote(key).replace("..", "%2E%2E")
        query = "?" + quote(fop, safe="/!@") if fop else ""
        return self.auth.private_download_url(f"{self.url}/{path}{query}", expires)

    async def get(self, key: str, fop: str = "", **headers: str) -> httpx.Response:
        """Download with a fresh signature."""
        return await self.http.get(self.signed(key, fop), headers=headers)

    async def control(self, path: str, **body: Any) -> None:
        """Set something under /_control/."""
        reply = await self.http.post(f"/_control/{path}", content=json.dumps(body))
        assert reply.status_code == 204, reply.text


@asynccontextmanager
async def kodo_world(root: Path) -> AsyncIterator[World]:
    """Serve the emulator over `root` and an app to be called back."""
    receiver = Receiver()
    kodo = create_kodo(KodoConfig(ACCESS_KEY, SECRET_KEY, BUCKET, root))
    async with (
        serving(receiver.app) as receiver.url,
        serving(kodo) as url,
        httpx.AsyncClient(base_url=url, timeout=20) as http,
    ):
        yield World(url, http, receiver, root)


def jpeg(
    size: tuple[int, int] = (60, 40), *, orientation: int | None = None, gps: bool = False
) -> bytes:
    """A JPEG, red on its left and blue on its right half, with EXIF if anything asks for it."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    if gps:
        exif[0x010F] = "CANARY"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (31.0, 12.0, 13.0)
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, quality=90)
    return file.getvalue()
