"""A small world around the phone emulator: a browser's page, and a service that tells all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
from sanic import HTTPResponse, Request, Sanic, json
from sanic.response import raw, text

from service.emulators.phone import Domains, PhoneConfig, Someone, create_phone
from tests.contracts.serving import free_port, serving

APPID = "wx0123456789abcdef"


class Service:
    """A server that tells what reached it."""

    def __init__(self) -> None:
        self.first_bytes, self.go_on = asyncio.Event(), asyncio.Event()
        self.taken: asyncio.Queue[int] = asyncio.Queue()
        self.app = Sanic(f"service-{uuid4().hex}", configure_logging=False)
        self.app.config.TOUCHUP = False
        methods = ["GET", "POST", "PUT", "DELETE"]
        self.app.add_route(_echo, "/echo/<rest:path>", methods=methods)
        self.app.add_route(_cookie, "/cookie")
        self.app.add_route(self._drip, "/drip")
        self.app.add_route(self._taking(), "/take", methods=["POST"], stream=True)
        self.app.register_listener(Sanic.unregister_app, "after_server_stop")

    def _taking(self):
        async def take(request: Request) -> HTTPResponse:
            taken = 0
            async for chunk in request.stream:  # type: ignore[union-attr]
                taken += len(chunk)
                self.first_bytes.set()
            self.taken.put_nowait(taken)
            return text(str(taken))

        return take

    async def _drip(self, request: Request) -> None:
        response = await request.respond(content_type="text/plain")
        assert isinstance(response, HTTPResponse)
        await response.send("first ")
        await self.go_on.wait()
        await response.send("second")
        await response.eof()


async def _echo(request: Request, rest: str) -> HTTPResponse:
    told = {
        "method": request.method,
        "url": request.raw_url.decode(),
        "headers": dict(request.headers.items()),
        "body": request.body.decode(),
    }
    return json(told, status=418, headers={"X-Told": "by the service"})


async def _cookie(request: Request) -> HTTPResponse:
    reply = raw(b"{}", content_type="application/json")
    reply.add_cookie("kept", "never")
    return reply


class Desk:
    """A phone emulator, seen from its page in the browser; at `away` there is nobody."""

    def __init__(self, http: httpx.AsyncClient, service: Service, url: str, away: str) -> None:
        self.http = http
        self.service = service
        self.url = url
        self.away = away

    async def passes(self, method: str, url: str, **more: object) -> httpx.Response:
        """A request that the phone makes to an absolute URL."""
        return await self.http.request(method, through(url), **more)  # type: ignore[arg-type]


def through(url: str) -> str:
    """The path by which the phone reaches an absolute URL."""
    return f"/through/{quote(url, safe='')}"


@asynccontextmanager
async def phone_desk(bundle: Path) -> AsyncIterator[Desk]:
    """The emulator and a service, both over real HTTP."""
    service, away = Service(), f"http://127.0.0.1:{free_port()}"
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(service.app))
        config = PhoneConfig(
            appid=APPID,
            service_url=url,
            wechat_url=away,
            domains=Domains((url,), (away,), ()),
            templates=("t1",),
            people=(Someone("陈静", "小满的妈妈"),),
            bundle=bundle,
        )
        phone = await stack.enter_async_context(serving(create_phone(config)))
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=phone, timeout=30))
        yield Desk(http, service, url, away)
