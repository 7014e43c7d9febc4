"""Overload: beyond what can be worked on at once, whoever comes is asked to come again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

import pytest

from handlers.edge import overload
from handlers.edge.limits import Message
from handlers.edge.overload import COSTLY, MOST_AT_ONCE, VENDORS_AT_ONCE, Admitting
from service.foundation import pooling
from service.foundation.database import POOL_SIZE, connection, query
from tests.edge.wire import headers_of, problem_of, routes, web
from tests.world import PATIENCE, settings_for

MADE = ("search", "soundness", "insight", "catalogue", "look-alikes", "suggestions", "/data")
"""Of what a path leads to when its answer is gathered from much, or made while one waits."""


@pytest.fixture(autouse=True)
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other stories take more in at once, see `conftest`."""
    monkeypatch.setattr(overload, "MOST_AT_ONCE", MOST_AT_ONCE)
    monkeypatch.setattr(overload, "VENDORS_AT_ONCE", VENDORS_AT_ONCE)


class House:
    """An application of which every request stays until the door is opened."""

    def __init__(self) -> None:
        self.door, self.within = asyncio.Event(), 0
        self.app = Admitting(self._serve)

    async def _serve(self, scope: Message, receive: Any, send: Any) -> None:
        self.within += 1
        await self.door.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def asked(self, path: str) -> tuple[int, dict[bytes, bytes]]:
        answered: list[Message] = []

        async def send(message: Message) -> None:
            answered.append(message)

        scope = {"type": "http", "method": "GET", "path": path}
        await self.app(scope, _never, send)
        return answered[0]["status"], dict(answered[0]["headers"])

    @asynccontextmanager
    async def full(self, path: str, many: int) -> AsyncIterator[None]:
        asking = [asyncio.create_task(self.asked(path)) for _ in range(many)]
        async with asyncio.timeout(PATIENCE):
            while self.within < many:  # noqa: ASYNC110
                await asyncio.sleep(0)
        yield
        self.door.set()
        assert {(await one)[0] for one in asking} == {204}


async def _never() -> Message:
    raise AssertionError("nobody reads")


async def test_beyond_the_bound_one_is_refused_at_once_and_told_when_to_come():
    house = House()
    async with house.full("/api/v1/feed", MOST_AT_ONCE):
        waits = set()
        for _ in range(40):
            status, headers = await house.asked("/api/v1/feed")
            assert status == 503
            waits.add(int(headers[b"retry-after"]))
        assert len(waits) > 1
        assert min(waits) > 0
        assert house.within == MOST_AT_ONCE
    assert (await house.asked("/api/v1/feed"))[0] == 204


async def test_who_has_an_answer_may_ask_again_before_the_request_is_cleared_away():
    """A busy process clears away late; the next request on the connection is not one too many."""
    house, cleared = House(), asyncio.Event()

    async def serve(scope: Message, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        assert house.app._people._free._value < MOST_AT_ONCE
        await send({"type": "http.response.body", "body": b"whole"})
        await cleared.wait()

    house.app = Admitting(serve)
    asking = [asyncio.create_task(house.asked("/api/v1/feed")) for _ in range(3 * MOST_AT_ONCE)]
    await asyncio.sleep(0)
    cleared.set()
    assert {(await one)[0] for one in asking} == {200}
    assert house.app._people._free._value == MOST_AT_ONCE


async def test_a_full_house_is_alive_and_hears_the_vendors():
    house, let_in = House(), []
    async with house.full("/api/v1/feed", MOST_AT_ONCE):
        for path in ("/healthz", "/readyz", "/callbacks/kodo", "/callbacks/wechat"):
            before = house.within
            let_in.append(asyncio.create_task(house.asked(path)))
            while house.within == before:  # noqa: ASYNC110
                await asyncio.sleep(0)
        assert (await house.asked("/s/token"))[0] == 503
    assert {(await one)[0] for one in let_in} == {204}


async def test_vendors_have_a_bound_of_their_own():
    house = House()
    async with house.full("/callbacks/kodo", VENDORS_AT_ONCE):
        assert (await house.asked("/callbacks/kodo"))[0] == 503


def test_the_costly_leave_room_and_connections_to_everybody_else():
    shares = COSTLY.values()
    assert sum(share.at_once + share.waiting for share in shares) <= MOST_AT_ONCE * 2 / 3
    assert sum(share.at_once for share in shares) <= POOL_SIZE


def test_every_costly_route_has_a_share(world):
    """What is no JSON is drawn, printed or written while one waits; the rest is known by name."""
    without = [
        f"{route.method} {route.path}"
        for route in routes(world.settings)
        if (op := route.operation) and not op.signed_by and not op.costly
        if op.media_type not in {"application/json", "text/plain"}
        or (route.method == "GET" and any(word in route.path for word in MADE))
    ]
    assert without == []


async def test_who_finds_the_presses_busy_waits_or_comes_again(world):
    alice = await world.person("Alice")
    await alice.founds("Alice家")
    url = f"{world.url}/api/v1/families/{alice.family}/catalogue.csv"
    share = COSTLY["tables"]
    async with AsyncExitStack() as stack:
        for _ in range(share.at_once):
            await stack.enter_async_context(share.taken())
        line = [
            asyncio.create_task(world.http.get(url, headers=headers_of(alice)))
            for _ in range(share.waiting)
        ]
        while share._line < share.waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        refusal = problem_of(await world.http.get(url, headers=headers_of(alice)), 503)
        assert (refusal.code, refusal.detail) == ("overloaded", "现在用的人太多了，请过几秒再试")
        assert (await world.http.get(f"{world.url}/api/v1/feed")).status_code == 200
    assert {(await one).status_code for one in line} == {200}


async def test_nobody_hangs_because_all_connections_are_taken(
    machine, database, tmp_path, monkeypatch
):
    """Plain queries and transactions alike; whoever has a connection goes on, and a job waits."""
    monkeypatch.setattr(overload, "PATIENCE", 0.2)
    settings = settings_for(tmp_path, database, machine.valkey_url)
    async with web(settings) as http, AsyncExitStack() as stack:
        assert (await http.get("/readyz")).status_code == 200  # which has opened the pool
        for _ in range(POOL_SIZE):
            await stack.enter_async_context(_held())
        reads = [http.get(f"/api/v1/{path}") for path in ("feed", "regions", "topics")]
        writes = [http.post("/api/v1/desk-sign-ins", json={}, headers=headers_of(None))]
        for reply in await asyncio.gather(*reads, *writes):
            assert problem_of(reply, 503).code == "overloaded"
            assert int(reply.headers["retry-after"]) > 0
        job = asyncio.create_task(query("select 1"))
        await asyncio.wait([job], timeout=0.5)
        assert not job.done()
        await stack.aclose()
        assert await job
        assert (await http.get("/api/v1/feed")).status_code == 200


@asynccontextmanager
async def _held() -> AsyncIterator[None]:
    pool: Any = cast(pooling.Client, connection())._pool
    taken = await pool.acquire()
    try:
        yield
    finally:
        await pool.release(taken)
