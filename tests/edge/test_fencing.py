"""Fencing: whatever an answer is, a browser may do with it only what it is for."""

import re
from collections.abc import Awaitable, Callable

import httpx
import pytest

from handlers.edge.limits import MOST_BYTES, MOST_PATH
from tests.edge.wire import headers_of
from tests.world import World

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
Asking = Callable[[World], Awaitable[httpx.Response]]


def getting(path: str, **headers: str) -> Asking:
    async def ask(world: World) -> httpx.Response:
        return await world.http.get(world.url + path, headers=headers)

    return ask


async def _a_refused_body(world: World) -> httpx.Response:
    url, body = f"{world.url}/api/v1/sessions", b"x" * (MOST_BYTES + 1)
    return await world.http.post(url, content=body, headers=headers_of(None))


async def _another_method(world: World) -> httpx.Response:
    return await world.http.delete(f"{world.url}/api/v1/feed")


async def _an_account(world: World) -> httpx.Response:
    alice = await world.person("Alice")
    return await world.http.get(f"{world.url}/api/v1/account", headers=headers_of(alice))


async def _nothing(world: World) -> httpx.Response:
    alice = await world.person("Alice")
    url = f"{world.url}/api/v1/sessions/current"
    return await world.http.delete(url, headers=headers_of(alice))


ANSWERS: dict[str, tuple[int, Asking]] = {
    "JSON": (200, _an_account),
    "nothing": (204, _nothing),
    "the description of the API": (200, getting("/openapi.json")),
    "health": (200, getting("/healthz")),
    "who is not signed in": (401, getting("/api/v1/account")),
    "what is not there": (404, getting("/nobody")),
    "another method": (405, _another_method),
    "too large a body": (413, _a_refused_body),
    "too long an address": (414, getting("/" + "x" * MOST_PATH)),
    "a picture": (200, getting("/seal.svg")),
}
KEPT = {"a picture", "the description of the API"}
"""What may be kept: it is the same for everybody."""
PAGES = {
    "the front door": (200, "/"),
    "the console": (200, "/console"),
    "the desk": (200, "/desk"),
    "the API page": (200, "/docs"),
    "what is agreed to": (200, "/privacy"),
    "a dead link": (404, "/s/dead"),
}


def held_apart(reply: httpx.Response) -> None:
    """What holds for every answer: nothing is sniffed, kept, framed, embedded or told on."""
    headers = reply.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "base-uri 'none'" in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers
    for name in ("x-content-type-options", "content-security-policy", "cache-control"):
        assert len(headers.get_list(name)) == 1
    if reply.content:
        assert re.search(r"charset=utf-8|json|svg|pdf|jpeg", headers["content-type"])


@pytest.mark.parametrize("kind", ANSWERS)
async def test_every_answer_is_held_apart(world, kind):
    status, asking = ANSWERS[kind]
    reply = await asking(world)
    assert reply.status_code == status
    held_apart(reply)
    assert reply.headers["content-security-policy"] == NOTHING
    assert reply.headers["cache-control"] == "private, no-store" or kind in KEPT


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_runs_no_script_but_its_own(world, name):
    status, path = PAGES[name]
    reply = await world.http.get(world.url + path)
    assert reply.status_code == status
    held_apart(reply)
    assert reply.headers["cache-control"] == "private, no-store"
    assert reply.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in reply.headers["permissions-policy"]
    policy = reply.headers["content-security-policy"]
    assert "unsafe" not in policy
    nonces = re.findall(r"'nonce-([\w-]{20,})'", policy)
    assert len(nonces) == 1
    assert f'nonce="{nonces[0]}"' in reply.text
    assert not re.search(r"\son\w+=|<script(?![^>]*\bsrc=)|javascript:", reply.text)


async def test_no_two_readers_of_a_link_get_the_same_nonce(world):
    policies = [
        (await world.http.get(f"{world.url}/s/dead")).headers["content-security-policy"]
        for _ in range(20)
    ]
    assert len({*policies}) == 20


async def test_a_module_is_kept_and_is_held_apart_all_the_same(world):
    page = (await world.http.get(f"{world.url}/console")).text
    path = re.search(r'src="(/console/[^"]+\.js)"', page)
    assert path
    reply = await world.http.get(world.url + path[1])
    held_apart(reply)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"


async def test_no_other_site_asks_in_somebodys_name(world):
    """There is no cookie, and no answer to a preflight: a token comes from our own pages alone."""
    url = f"{world.url}/api/v1/account"
    elsewhere = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    reply = await world.http.options(url, headers=elsewhere)
    assert reply.status_code == 405
    assert not [name for name in reply.headers if name.startswith("access-control")]
    form = {"Content-Type": "text/plain", "Origin": "https://evil.example"}
    written = await world.http.post(f"{world.url}/api/v1/sessions", content="{}", headers=form)
    assert written.status_code == 415
