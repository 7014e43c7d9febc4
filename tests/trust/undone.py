"""Requests that are undone: each is served in earnest, and its transaction rolled back at the end.

So thousands of them, writes too, meet the same town.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx

from handlers.app import create_app
from handlers.edge.limits import Bounded
from service.foundation.database import query, transaction
from service.foundation.errors import Refusal


class _Undo(Exception):
    pass


class Undone:
    """The application, called in this very task, so that its transactions join ours."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def request(
        self, method: str, path: str, token: str, body: Any
    ) -> tuple[httpx.Response, int]:
        """The answer to a request of which nothing stays, and how many acts it had recorded."""
        headers = {"Idempotency-Key": "of-the-matrix"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        with suppress(_Undo, Refusal):
            async with transaction():
                before = await _acts()
                reply = await self._http.request(method, path, json=body, headers=headers)
                acts = await _acts() - before
                raise _Undo
        return reply, acts


async def _acts() -> int:
    return (await query("select count(*) from audit_records"))[0]["count"]


@asynccontextmanager
async def undone() -> AsyncIterator[Undone]:
    """The application started, on the database that is open already."""
    app: Any = Bounded(create_app())
    async with _alive(app):
        transport: Any = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://undone") as http:
            yield Undone(http)


@asynccontextmanager
async def _alive(app: Any) -> AsyncIterator[None]:
    """Lead an ASGI application through its lifespan."""
    wanted, heard = asyncio.Queue[str](), asyncio.Queue[str]()

    async def receive() -> dict[str, Any]:
        return {"type": f"lifespan.{await wanted.get()}"}

    async def send(message: dict[str, Any]) -> None:
        await heard.put(message["type"])

    life = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send))
    await wanted.put("startup")
    assert await heard.get() == "lifespan.startup.complete"
    try:
        yield
    finally:
        await wanted.put("shutdown")
        await life
