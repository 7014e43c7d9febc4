"""Kodo's callbacks: only what Kodo signed counts, and however often it comes it counts once."""

import asyncio
from hashlib import sha1

import httpx
import pytest
from qiniu import Auth

from tests.archive.test_uploads import asks, audited, confirms, photos, stores
from tests.world import World

FORM = "application/x-www-form-urlencoded"


def called_back(world: World, ticket: dict[str, str]) -> httpx.Request:
    """The callback as Kodo itself would send it."""
    body = f"upload={ticket['upload_id']}&key={ticket['key']}&hash=x&bytes=1"
    return signed(world, f"/callbacks/kodo?h={sha1(body.encode()).hexdigest()}", body)


def signed(
    world: World, path: str, body: str, media_type: str = FORM, keys: tuple[str, str] | None = None
) -> httpx.Request:
    """A POST with Kodo's QBox signature, which covers a body only if it is a form."""
    own = world.settings.kodo_access_key, world.settings.kodo_secret_key
    token = Auth(*(keys or own)).token_of_request(world.url + path, body, media_type)
    headers = {"Authorization": f"QBox {token}", "Content-Type": media_type}
    return world.http.build_request("POST", world.url + path, content=body, headers=headers)


@pytest.mark.parametrize(
    "forge",
    [
        lambda world, genuine: {"headers": {"Authorization": ""}},
        lambda world, genuine: {"headers": {"Authorization": "QBox ké:é"}},
        lambda world, genuine: {"content": genuine.content + b"&x=1"},
        lambda world, genuine: {"url": f"{genuine.url}&x=1"},
        lambda world, genuine: {"url": f"{genuine.url}".replace("?h=", "?H=")},
        lambda world, genuine: {"url": f"{world.url}/callbacks/kodo"},
        lambda world, genuine: {"url": f"{world.url}/callbacks/kodo?h=%FF%00"},
        lambda world, genuine: {
            "headers": {"Content-Type": "application/json"},
            "content": b"\xff",
        },
    ],
)
async def test_a_callback_that_was_tampered_with_is_refused(world, alice, forge):
    ticket = await stores(alice)
    genuine = called_back(world, ticket)
    sent = {"url": genuine.url, "content": genuine.content, **(forged := forge(world, genuine))}
    sent["headers"] = {
        name: genuine.headers[name] for name in ("Authorization", "Content-Type")
    } | forged.get("headers", {})
    encoded = {name: value.encode("latin-1") for name, value in sent.pop("headers").items()}
    assert (await world.http.post(**sent, headers=encoded)).status_code == 401
    assert await photos() == []
    assert (await world.http.send(genuine)).status_code == 200


async def test_a_callback_signed_for_something_else_is_refused(world, alice):
    genuine = called_back(world, await stores(alice))
    path, body = genuine.url.raw_path.decode(), genuine.content.decode()
    strangers = signed(world, path, body, keys=("access-key", "guessed"))
    elsewhere = signed(world, path.replace("kodo", "wechat"), body)
    elsewhere.url = genuine.url
    uncovered = signed(world, path, body, media_type="application/json")
    for forged in (strangers, elsewhere, uncovered):
        assert (await world.http.send(forged)).status_code == 401
    assert await photos() == []


async def test_a_signed_callback_without_an_object_makes_no_photo(world, alice):
    ticket = (await asks(alice))[0]
    for upload in (ticket["upload_id"], "00000000-0000-7000-8000-000000000000", "nonsense"):
        reply = await world.http.send(called_back(world, {**ticket, "upload_id": upload}))
        assert reply.status_code == 404
    assert await photos() == []


async def test_fifty_callbacks_at_once_make_one_photo(world, alice):
    ticket = await stores(alice)
    answers = await asyncio.gather(
        *(world.http.send(called_back(world, ticket)) for _ in range(50)),
        *(confirms(alice, ticket) for _ in range(10)),
    )
    assert [a.text for a in answers if isinstance(a, httpx.Response) and a.is_error] == []
    ids = {a.json()["photo_id"] if isinstance(a, httpx.Response) else a["id"] for a in answers}
    assert len(ids) == 1
    await world.quiet()
    assert [str(photo["id"]) for photo in await photos()] == list(ids)
    assert (await audited("photo.stored"), await audited("photo.ready")) == (1, 1)
    calls = await world.control("kodo", "calls")
    assert [c["call"] for c in calls if c["key"] == ticket["key"]].count("download") == 1


async def test_a_late_callback_finds_the_photo_that_is_there(world, alice):
    ticket = await stores(alice)
    photo = await confirms(alice, ticket)
    late = await world.http.send(called_back(world, ticket))
    assert late.json() == {"photo_id": photo["id"]}
    assert await audited("photo.stored") == 1
