"""Limits: large, slow and broken requests are turned away before any of them is read."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from redis.asyncio import Redis

from handlers.edge import limits
from handlers.edge.limits import MOST_BYTES, MOST_PATH, Bounded, Message
from tests.edge.wire import headers_of, problem_of, web
from tests.world import PATIENCE, World, settings_for

PADDING = MOST_BYTES - len('{"code": ""}')


async def post(world: World, content: bytes | AsyncIterator[bytes]):
    url = f"{world.url}/api/v1/sessions"
    return await world.http.post(url, content=content, headers=headers_of(None))


async def test_a_body_of_exactly_the_bound_is_read(world):
    reply = await post(world, json.dumps({"code": "x" * PADDING}).encode())
    assert problem_of(reply, 422).errors[0].path == "code"


@pytest.mark.parametrize("size", [PADDING + 1, 2 << 20])
async def test_a_larger_body_is_refused(world, size):
    reply = await post(world, json.dumps({"code": "x" * size}).encode())
    assert problem_of(reply, 413).code == "request.too_large"


async def test_a_chunked_body_is_held_to_the_same_bound(world):
    async def chunks(many: int) -> AsyncIterator[bytes]:
        yield b'{"code": "'
        for _ in range(many):
            yield b"x" * 1024
        yield b'"}'

    assert problem_of(await post(world, chunks(63)), 422).errors[0].path == "code"
    assert problem_of(await post(world, chunks(65)), 413).code == "request.too_large"


async def test_an_overlong_address_is_refused(world):
    for address in ("/" + "x" * MOST_PATH, "/api/v1/feed?cursor=" + "x" * MOST_PATH):
        problem_of(await world.http.get(world.url + address), 414)


async def test_dripping_bodies_keep_nobody_else_waiting(world, monkeypatch):
    monkeypatch.setattr(limits, "MOST_SECONDS", 3600)
    async with _dripping(world.url):
        assert (await world.http.get(f"{world.url}/healthz")).status_code == 200


async def test_dripping_bodies_are_cut_off(world, monkeypatch):
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.5)
    async with _dripping(world.url) as drips, asyncio.timeout(PATIENCE):
        for answer in [await drip.read() for drip in drips]:
            assert answer.startswith(b"HTTP/1.1 408 ")
            assert b"request.timeout" in answer


@asynccontextmanager
async def _dripping(url: str) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Fifty connections that have announced a body and sent one byte of it."""
    parts = urlsplit(url)
    drips = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(50)]
    head = b"POST /api/v1/sessions HTTP/1.1\r\nHost: h\r\nContent-Length: 90\r\n\r\n"
    try:
        for _, writer in drips:
            writer.write(head + b"{")
        yield [reader for reader, _ in drips]
    finally:
        for _, writer in drips:
            writer.close()


async def test_what_is_turned_away_bears_the_headers_of_every_answer(world):
    reply = await post(world, b"x" * (MOST_BYTES + 1))
    assert reply.headers["x-request-id"]
    assert reply.headers["x-content-type-options"] == "nosniff"


async def handled(messages: list[Message], **scope: Any) -> tuple[list[Message], list[Message]]:
    """What reaches an application behind the bounds, and what is answered, for raw messages."""
    waiting, reached, answered = iter(messages), [], []

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        answered.append(message)

    async def app(scope, receive, send) -> None:
        reached.append(await receive())

    request = {"type": "http", "method": "POST", "raw_path": b"/", "query_string": b""}
    await Bounded(app)(request | scope, receive, send)
    return reached, answered


async def test_half_a_request_whose_client_hung_up_is_not_handled():
    half = {"type": "http.request", "body": b'{"a": 1}', "more_body": True}
    headers = [(b"content-length", b"20")]
    gone = [half, {"type": "http.disconnect"}]
    reached, answered = await handled(gone, headers=headers, http_version="1.1")
    assert reached == []
    assert answered[0]["status"] == 400


@pytest.mark.parametrize(
    "path", [b"", b"healthz", b"h:443", b"http://h/healthz", b"/\xe7", b"/\x7f"]
)
async def test_an_address_that_is_no_path_is_refused(path):
    reached, answered = await handled([], headers=[], http_version="1.1", raw_path=path)
    assert reached == []
    assert answered[0]["status"] == 400


async def test_a_body_that_http2_does_not_announce_is_held_to_the_bound():
    many = [{"type": "http.request", "body": b"x" * 1024, "more_body": True}] * 65
    reached, answered = await handled(many, headers=[], http_version="2")
    assert reached == []
    assert answered[0]["status"] == 413


async def sign_in(http: httpx.AsyncClient, forwarded: str) -> int:
    """The status of one try from behind a proxy that says where it comes from."""
    headers = headers_of(None) | {"X-Forwarded-For": forwarded}
    reply = await http.post("/api/v1/sessions", json={"code": "guess"}, headers=headers)
    return reply.status_code


async def test_one_phone_behind_our_proxy_cannot_lock_the_others_out(machine, database, tmp_path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    mallory, alice = uuid4().hex, uuid4().hex
    async with (
        web(settings, trusted_proxies=1) as http,
        Redis.from_url(machine.valkey_url) as valkey,
    ):
        await valkey.set(f"limit:sign-in:{mallory}", 100_000, ex=60)
        assert await sign_in(http, mallory) == 429
        assert await sign_in(http, f"{alice}, {mallory}") == 429
        assert await sign_in(http, f"{mallory}, {alice}") != 429


async def test_without_a_proxy_a_forwarded_address_is_not_believed(machine, database, tmp_path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    mallory = uuid4().hex
    async with web(settings) as http, Redis.from_url(machine.valkey_url) as valkey:
        await sign_in(http, mallory)
        assert await valkey.exists(f"limit:sign-in:{mallory}") == 0
        assert await valkey.exists("limit:sign-in:127.0.0.1") == 1


async def test_guessing_codes_to_sign_in_is_counted_and_ends(machine, database, tmp_path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    mallory = uuid4().hex
    async with (
        web(settings, trusted_proxies=1) as http,
        Redis.from_url(machine.valkey_url) as valkey,
    ):
        await sign_in(http, mallory)
        assert await valkey.get(f"limit:sign-in:{mallory}") == b"1"
        assert 0 < await valkey.ttl(f"limit:sign-in:{mallory}") <= 60
