"""Callbacks: Kodo and WeChat are believed on their signature alone, however often they call."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from models.trust.moderation import Standing
from service.foundation.database import query
from service.integrations.kodo import FORM
from tests.edge.wire import (
    NOBODY,
    kodo_callback,
    problem_of,
    qbox,
    wechat_push,
    wechat_signature,
)
from tests.world import Person, World, a_photo


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    return alice


async def stored(alice: Person) -> str:
    """An object in Kodo whose callback got lost: its upload id."""
    await alice.world.script("kodo", "callback", {"drop": True})
    files = [{"name": "IMG_0001.jpg", "bytes": 90_000}]
    tickets = await alice.phone.post("/uploads", {"family_id": alice.family, "files": files})
    ticket = tickets["items"][0]
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 579
    return ticket["upload_id"]


async def call(world: World, url: str, body: bytes, signature: str | bytes, kind: str = FORM):
    headers = {"Authorization": signature, "Content-Type": kind}
    return await world.http.post(url, content=body, headers=headers)


async def photos() -> list[str]:
    return [str(row["upload_id"]) for row in await query("select upload_id from photos")]


async def test_kodos_word_makes_the_photo_once_however_often_it_comes(world, alice):
    upload = await stored(alice)
    signed = kodo_callback(world, upload)
    replies = await asyncio.gather(*(call(world, *signed) for _ in range(30)))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["photo_id"] for reply in replies}) == 1
    assert await photos() == [upload]


@pytest.mark.parametrize("scheme", ["QBox", "Qiniu"])
async def test_both_of_kodos_signatures_are_understood(world, alice, scheme):
    kodo = world.settings.kodo_upload_url
    await world.http.post(f"{kodo}/_control/callback-scheme", json={"scheme": scheme})
    await alice.phone.put_photo(alice.family, "IMG_0001.jpg", a_photo())
    assert len(await photos()) == 1


async def test_a_forged_callback_makes_nothing(world, alice):
    url, body, signature = kodo_callback(world, await stored(alice))
    key, secret = world.settings.kodo_access_key, world.settings.kodo_secret_key
    bare = url.partition("?")[0]
    for forged in (
        (url, body, ""),
        (url, body, "QBox"),
        (url, body, signature.replace("QBox", "Qiniu")),
        (url, body, signature.removeprefix("QBox ")),
        (url, body, b"QBox \xff"),
        (url, body, qbox(key, "another secret", url, body)),
        (url, body, qbox("another-key", secret, url, body)),
        (url, body + b"0", signature),
        (url, b"", signature),
        (url, b"\xff", signature),
        (bare, body, qbox(key, secret, bare, body)),
        (url + "0", body, qbox(key, secret, url + "0", body)),
        (url + "&x=1", body, qbox(key, secret, url + "&x=1", body)),
    ):
        assert problem_of(await call(world, *forged), 401).code == "session.required"
    assert await photos() == []


async def test_a_callback_with_headers_that_are_no_text_makes_nothing(world, alice):
    url, body, _ = kodo_callback(world, await stored(alice))
    headers = {"Authorization": b"Qiniu x", "X-Qiniu-A": b"\xff", "Content-Type": FORM.encode()}
    reply = await world.http.post(url, content=body, headers=headers)
    assert problem_of(reply, 401).code == "session.required"
    assert await photos() == []


async def test_a_signed_callback_for_what_is_not_there_makes_nothing(world, alice):
    files = [{"name": "IMG_0001.jpg", "bytes": 9}]
    tickets = await alice.phone.post("/uploads", {"family_id": alice.family, "files": files})
    empty_handed = tickets["items"][0]["upload_id"]
    for upload in (NOBODY, empty_handed, "1", "", "../..", "%00"):
        problem_of(await call(world, *kodo_callback(world, upload)), 404)
    assert await photos() == []


async def test_the_stat_decides_and_not_what_the_callback_tells(world, alice):
    lies = kodo_callback(world, await stored(alice), key="another", hash="lie", bytes="1")
    assert (await call(world, *lies)).status_code == 200
    ((photo,), (upload,)) = (
        await query("select * from photos"),
        await query("select * from uploads"),
    )
    assert photo["key"] == upload["key"]
    assert (photo["etag"] != "lie", photo["bytes"] > 1) == (True, True)


async def test_without_kodos_stat_the_callback_is_to_come_again(world, alice):
    signed = kodo_callback(world, await stored(alice))
    await world.script("kodo", "stat", {"status": 599}, times=3)
    problem_of(await call(world, *signed), 503)
    assert (await call(world, *signed)).status_code == 200


async def push(world: World, event: Any, **query: str) -> httpx.Response:
    signed, body = wechat_push(world.settings, event)
    url = f"{world.url}/callbacks/wechat"
    return await world.http.post(url, params=signed | query, content=body)


def verdict(trace: str, suggest: str) -> dict[str, Any]:
    result = {"suggest": suggest, "label": 100 if suggest == "pass" else 20002}
    return {"Event": "wxa_media_check", "trace_id": trace, "errcode": 0, "result": result}


async def test_wechats_check_of_the_push_url_is_answered(world):
    check = await world.http.post(f"{world.settings.wechat_base_url}/_control/push-check")
    assert check.json()["ok"] is True


async def test_a_check_of_the_push_url_by_anybody_else_is_not_echoed(world):
    signature = wechat_signature(world.settings.wechat_push_token, "1", "2")
    signed = {"signature": signature, "timestamp": "1", "nonce": "2", "echostr": "<script>"}
    url = f"{world.url}/callbacks/wechat"
    honest = await world.http.get(url, params=signed)
    assert (honest.status_code, honest.text) == (200, "<script>")
    assert honest.headers["content-type"].startswith("text/plain")
    for wrong in ({"signature": ""}, {"timestamp": "9"}, {"nonce": "\0"}, {"signature": "é"}):
        reply = await world.http.get(url, params=signed | wrong)
        assert "<script>" not in problem_of(reply, 401).detail


async def test_a_verdict_is_taken_once_and_pass_after_risky_is_ignored(world, alice):
    await world.script("wechat", "media_check_async", {"push": "never"})
    photo = await alice.takes_photo(checked=False)
    await world.until(_asked)
    (check,) = await query("select trace_id from checks")
    for suggest in ("risky", "pass", "risky", "pass"):
        reply = await push(world, verdict(check["trace_id"], suggest))
        assert (reply.status_code, reply.text) == (200, "success")
        await world.quiet()
    assert (await alice.phone.get(f"/photos/{photo}"))["standing"] == Standing.RISKY
    settled = await query("select 1 from audit_records where action like 'check.%'")
    assert len(settled) == 1


async def _asked() -> bool:
    return bool(await query("select 1 from checks where trace_id is not null"))


async def test_a_forged_push_is_refused(world):
    signed, body = wechat_push(world.settings, verdict("t", "pass"))
    foreign, foreign_body = wechat_push(world.settings, verdict("t", "pass"), appid="wx-another")
    plain = json.dumps(verdict("t", "pass")).encode()
    sealed = {"Encrypt": json.loads(body)["Encrypt"][:-4] + "AAA="}
    for params, content in (
        ({}, body),
        (signed | {"msg_signature": ""}, body),
        (signed | {"msg_signature": "\0é"}, body),
        (signed | {"timestamp": "1"}, body),
        (signed, plain),
        (signed, json.dumps(sealed).encode()),
        (foreign, foreign_body),
    ):
        url = f"{world.url}/callbacks/wechat"
        problem_of(await world.http.post(url, params=params, content=content), 401)
    assert await query("select 1 from early_verdicts") == []


async def test_a_push_that_is_no_envelope_breaks_nothing(world):
    url = f"{world.url}/callbacks/wechat?timestamp=1&nonce=2&msg_signature=3"
    bodies = (b"", b"\xff", b"[]", b"null", b"5", b'"x"', b'"<xml><Encrypt>x</Encrypt></xml>"')
    envelopes = (b"{}", b'{"Encrypt":null}', b'{"Encrypt":[5]}', b'{"Encrypt":{}}', b"[" * 60_000)
    for body in (*bodies, *envelopes):
        problem_of(await world.http.post(url, content=body), 401)


async def test_a_signed_push_of_anything_else_is_taken_and_changes_nothing(world):
    media = {"Event": "wxa_media_check"}
    for event in (
        {},
        {"Event": 5},
        media,
        media | {"trace_id": 5, "result": []},
        media | {"trace_id": "t1", "errcode": "x", "result": {"suggest": "pass", "label": []}},
        verdict("t2", "no such word"),
        verdict("unheard-of", "pass"),
    ):
        assert (await push(world, event)).status_code == 200
    await world.quiet()
    assert await query("select 1 from checks") == []
    passed = await query("select trace_id from early_verdicts where standing = 'passed'")
    assert [row["trace_id"] for row in passed] == ["unheard-of"]


async def test_a_signed_push_that_is_no_object_is_refused(world):
    for event in ([], None, 5, "x"):
        problem_of(await push(world, event), 401)
