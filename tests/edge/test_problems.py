"""Problems: every refusal is one that a phone can show, on every route, whoever asks."""

import asyncio
import re
import socket
from urllib.parse import urlsplit

import msgspec
import pytest

from handlers.edge.problems import STATUSES, Problem, of_status
from service.foundation import errors
from service.foundation.errors import Refusal
from tests.edge.wire import CHINESE, headers_of, problem_of, routes
from tests.roles import as_owner

BAD_PATHS = [
    "/%00",
    "/nothing/here",
    "/api/v1/photos/%00",
    "/api/v1/photos/1",
    "/api/v1/photos/%2e%2e%2f%2e%2e",
    "/api/v1/shared/%00",
    "/api/v1/shared/%ed%a0%80",
    "/api/v1/feed/",
    "//api/v1/feed",
    "/seal.svg%00",
    "/%ff%fe",
]
BAD_QUERIES = [
    ("scope=everything", "scope", "field.format"),
    ("scope=", "scope", "field.format"),
    ("scope=public&scope=family", "scope", "field.twice"),
    ("order=id", "order", "field.unknown"),
    ("region=%00", "region", "field.characters"),
    ("region=%ff", "region", "region.unknown"),
]


async def test_the_anonymous_is_asked_to_sign_in_on_every_route_that_needs_it(world):
    closed = [r for r in routes(world.settings) if r.operation and r.operation.signed_in]
    assert len(closed) > 20
    for route in closed:
        reply = await world.http.request(route.method, route.url(world), headers=headers_of(None))
        assert problem_of(reply, 401).code == "session.required"
        assert reply.headers["www-authenticate"] == "Bearer"


async def test_a_token_of_any_bytes_opens_nothing_and_breaks_nothing(world):
    for token in (b"x", b"\xff", b"\xed\xa0\x80", b"a b", b"x" * 4000, b"null"):
        for path in ("/api/v1/account", "/api/v1/feed"):
            headers = {"Authorization": b"Bearer " + token}
            reply = await world.http.get(world.url + path, headers=headers)
            assert problem_of(reply, 401).code == "session.required"


WANTED = {"covers": {"entries": "AaITO4yMf0OhwmwwbxW17A"}, "search": {"q": "海"}}
"""The query without which a route, by its last word, says nothing."""


async def test_a_foreign_id_and_a_missing_one_look_the_same(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    family = await alice.founds("陈家")
    for route in routes(world.settings):
        if route.method == "GET" and "family_id" in route.path:
            answers = []
            for url in (route.url(world, family_id=family), route.url(world)):
                query = WANTED.get(url.rpartition("/")[2])
                reply = await world.http.get(url, headers=headers_of(bob), params=query)
                answers.append((problem_of(reply, 404), sorted(reply.headers)))
            assert answers[0] == answers[1]


@pytest.mark.usefixtures("spoilt")
async def test_an_unexpected_error_tells_nothing_but_its_number(world):
    alice = await world.person("Alice")
    family = await alice.founds("陈家")
    await as_owner(world.settings.database_url, "alter table families rename to mislaid")
    for method, path in (("GET", f"/families/{family}"), ("POST", "/families")):
        url = f"{world.url}/api/v1{path}"
        body = {"name": "林家", "relation": "妈妈"} if method == "POST" else None
        reply = await world.http.request(method, url, json=body, headers=headers_of(alice))
        problem = problem_of(reply, 500)
        assert problem.code == "internal"
        assert re.fullmatch("出了点问题，请稍后再试（编号 [0-9a-f]{8}）", problem.detail)
        for told in ("families", "relation ", "Error", "Traceback", ".py"):
            assert told not in reply.text


async def test_another_method_is_told_which_ones_there_are(world):
    allowed: dict[str, set[str]] = {}
    for route in routes(world.settings):
        allowed.setdefault(route.url(world), set()).add(route.method)
    for path, methods in allowed.items():
        for method in {"OPTIONS", "TRACE", "HEAD", "BREW"} - methods:
            reply = await world.http.request(method, path)
            assert (path, reply.status_code) == (path, 405)
            assert reply.headers["content-type"] == "application/problem+json"
            assert (path, set(reply.headers.get("allow", "").split(", "))) == (path, methods)


async def test_a_path_that_is_nobodys_is_not_found(world):
    for path in BAD_PATHS:
        reply = await asyncio.to_thread(_get, world.url, path)
        assert (path, reply[:13]) == (path, b"HTTP/1.1 404 ")
        assert b"application/problem+json" in reply


@pytest.mark.parametrize("path", ["/api/v1/feed?region=火星", "/香洲"])
async def test_an_address_that_was_not_encoded_is_malformed(world, path):
    reply = await asyncio.to_thread(_get, world.url, path)
    assert reply.startswith(b"HTTP/1.1 400 ")
    assert b"request.malformed" in reply


async def test_a_date_beyond_all_calendars_changes_no_answer(world):
    headers = {"If-Modified-Since": "Mon, 99999999999 Jan 2020 00:00:00 GMT"}
    reply = await world.http.get(f"{world.url}/seal.svg", headers=headers)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/svg+xml")


def _get(url: str, path: str) -> bytes:
    """The answer to a request line that an HTTP client would tidy up."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        with wire.makefile("rb") as answer:
            return answer.read()


async def test_a_wrong_query_is_named_by_its_field(world):
    for query, path, code in BAD_QUERIES:
        problem = problem_of(await world.http.get(f"{world.url}/api/v1/feed?{query}"), 400, 422)
        assert [(field.path, field.code) for field in problem.errors] == [(path, code)]


def test_every_kind_of_refusal_has_a_status():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    refusals = {kind for kind in kinds if issubclass(kind, Refusal)} - {Refusal, errors.Waiting}
    assert refusals == set(STATUSES)


@pytest.mark.parametrize("status", [400, 404, 405, 408, 413, 414, 415])
def test_every_bare_status_has_words_of_its_own(status):
    problem = msgspec.json.decode(of_status(status).body or b"", type=Problem)
    assert problem.code != "request.refused"
    assert CHINESE.search(problem.detail)
