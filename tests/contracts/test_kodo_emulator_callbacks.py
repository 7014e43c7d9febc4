"""The Kodo emulator's upload callbacks: filled in, signed, relayed, and how they fail."""

import json
from collections.abc import AsyncIterator
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from qiniu import Auth

from service.emulators.kodo.signatures import FORM, Signatures
from tests.contracts.kodo_world import World, jpeg, kodo_world
from tests.contracts.serving import free_port

BODY = "key=$(key)&hash=$(etag)&size=$(fsize)&type=$(mimeType)&w=$(imageInfo.width)&id=$(x:id)"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path / "kodo") as world:
        yield world


def called_back(world: World, key: str | None = "a.jpg", **policy: Any) -> str:
    default = {"callbackUrl": f"{world.receiver.url}/done?n=1", "callbackBody": BODY}
    return world.token(key, 3600, **default | policy)


@pytest.mark.parametrize("scheme", ["QBox", "Qiniu"])
async def test_the_app_is_called_back_and_its_reply_relayed(world: World, scheme: str):
    await world.control("callback-scheme", scheme=scheme)
    world.receiver.replies.append((200, '{"photo": "甲", "id": 7}'.encode()))
    ret, info = await world.sdk_put(
        called_back(world), "a.jpg", jpeg(), params={"x:id": "一 &2"}, mime_type="image/jpeg"
    )
    assert ret == {"photo": "甲", "id": 7}, info
    (call,) = world.receiver.received
    assert (call["verified"], call["scheme"], call["type"]) == (True, scheme, FORM)
    fields = parse_qs(call["body"], keep_blank_values=True)
    assert fields["key"] == ["a.jpg"] and fields["w"] == ["60"] and fields["id"] == ["一 &2"]
    assert "type=image%2Fjpeg" in call["body"]


async def test_what_is_unknown_is_empty_in_a_form(world: World):
    await world.post(called_back(world), "a.jpg", b"not an image")
    assert world.receiver.received[0]["body"].endswith("&w=&id=")


async def test_a_json_body_holds_literals_and_its_hash_can_be_signed(world: World):
    token = called_back(
        world,
        callbackUrl=f"{world.receiver.url}/done?h=$(bodySha1)",
        callbackBody='{"key":$(key),"size":$(fsize),"id":"$(x:id)","exif":$(exif)}',
        callbackBodyType="application/json",
    )
    reply = await world.post(token, "a.jpg", jpeg(orientation=6), **{"x:id": '"7"'})
    assert reply.json() == {"ok": True}
    (call,) = world.receiver.received
    body = json.loads(call["body"])
    assert body["key"] == "a.jpg" and body["id"] == '"7"' and isinstance(body["size"], int)
    assert body["exif"]["Orientation"] == {"val": "Right-top", "type": 3}
    assert parse_qs(urlsplit(call["path"]).query)["h"] == [sha1(call["body"].encode()).hexdigest()]
    assert call["type"] == "application/json" and call["verified"]


async def test_the_callback_host_is_the_header(world: World):
    await world.post(called_back(world, callbackHost="app.example.com"), "a.jpg", jpeg())
    assert world.receiver.received[0]["host"] == "app.example.com"


async def test_urls_are_tried_in_order(world: World):
    urls = [f"http://127.0.0.1:{free_port()}/", *(f"{world.receiver.url}/{n}" for n in (1, 2, 3))]
    world.receiver.replies = [(500, b"{}"), (200, b'{"second":true}')]
    reply = await world.post(called_back(world, callbackUrl=";".join(urls)), "a.jpg", jpeg())
    assert reply.json() == {"second": True}
    assert [call["path"] for call in world.receiver.received] == ["/1", "/2"]


@pytest.mark.parametrize(
    ("reply", "code", "error"),
    [
        ((500, b"{}"), 500, "Internal Server Error"),
        ((404, b"{}"), 404, "Not Found"),
        ((200, b"fine"), 200, "unexcepted response"),
    ],
)
async def test_a_failed_callback_is_a_579_with_its_story(
    world: World, reply: tuple[int, bytes], code: int, error: str
):
    world.receiver.replies.append(reply)
    token = called_back(world, insertOnly=1)
    answer = await world.post(token, "a.jpg", jpeg())
    assert answer.status_code == 579
    assert "\\u0026" in answer.json()["error"]
    story = json.loads(answer.json()["error"])
    found = await world.stored("a.jpg")
    assert found is not None
    assert story == {
        "callback_url": f"{world.receiver.url}/done?n=1",
        "callback_bodyType": FORM,
        "callback_body": world.receiver.received[0]["body"],
        "token": "",
        "err_code": code,
        "error": error,
        "hash": found["hash"],
        "key": "a.jpg",
    }
    again = await world.post(token, "a.jpg", jpeg())
    assert again.status_code == 200 and len(world.receiver.received) == 2


async def test_an_app_out_of_reach_is_a_502(world: World):
    token = called_back(world, callbackUrl=f"http://127.0.0.1:{free_port()}/")
    answer = await world.post(token, "a.jpg", jpeg())
    assert answer.status_code == 579
    assert json.loads(answer.json()["error"])["err_code"] == 502


async def test_the_app_may_name_the_object(world: World):
    token = called_back(world, key=None, callbackFetchKey=1)
    world.receiver.replies.append((200, b'{"key":"named.jpg","payload":{"id":1}}'))
    assert (await world.post(token, None, jpeg())).json() == {"id": 1}
    assert await world.stored("named.jpg") is not None
    nameless = await world.post(token, None, jpeg())
    assert nameless.status_code == 579
    assert json.loads(nameless.json()["error"])["callback_fetchKey"] == 1


async def test_a_callback_can_be_lost(world: World):
    await world.control("scripts", call="callback", key="a", answer={"drop": True})
    answer = await world.post(called_back(world), "a.jpg", jpeg())
    assert answer.status_code == 579 and world.receiver.received == []
    assert await world.stored("a.jpg") is not None
    assert (await world.post(called_back(world), "a.jpg", jpeg())).status_code == 200


async def test_a_callback_can_come_twice_or_slowly(world: World):
    await world.control("scripts", call="callback", answer={"repeat": 2, "delay_seconds": 0.2})
    answer = await world.post(called_back(world), "a.jpg", jpeg())
    first, second = await world.receiver.awaited(2)
    assert answer.elapsed.total_seconds() >= 0.2
    assert first == second and first["verified"]


async def test_a_callback_can_come_after_the_phone_gave_up(world: World):
    await world.control("scripts", call="callback", answer={"late_seconds": 0.2})
    answer = await world.post(called_back(world), "a.jpg", jpeg())
    assert answer.status_code == 579
    (call,) = await world.receiver.awaited(1)
    assert call["verified"]
    while len(calls := (await world.http.get("/_control/calls")).json()) < 2:
        pass
    assert [call["call"] for call in calls] == ["upload", "callback"]


async def test_two_callbacks_may_both_fail(world: World):
    await world.control("scripts", call="callback", answer={"repeat": 2})
    world.receiver.replies = [(500, b"{}"), (500, b"{}")]
    answer = await world.post(called_back(world), "a.jpg", jpeg())
    assert (answer.status_code, len(world.receiver.received)) == (579, 2)


@pytest.mark.parametrize(
    ("status", "stored"), [(573, False), (599, False), (612, False), (614, False), (579, True)]
)
async def test_uploads_fail_as_scripted(world: World, status: int, stored: bool):
    await world.control("scripts", call="upload", key="a", times=2, answer={"status": status})
    assert (await world.post(called_back(world, "b"), "b", jpeg())).status_code == 200
    for _ in range(2):
        assert (await world.post(called_back(world), "a.jpg", jpeg())).status_code == status
    assert (await world.stored("a.jpg") is not None) == stored
    assert (await world.post(called_back(world), "a.jpg", jpeg())).status_code == 200


async def test_scripts_are_cleared_and_calls_remembered(world: World):
    await world.control("scripts", call="upload", times=None, answer={"status": 599})
    nonsense = await world.http.post("/_control/scripts", json={"call": "upload", "x": 1})
    assert nonsense.status_code == 400
    assert (await world.post(called_back(world), "a.jpg", jpeg())).status_code == 599
    await world.http.delete("/_control/scripts")
    assert (await world.post(called_back(world), "a.jpg", jpeg())).status_code == 200
    calls = (await world.http.get("/_control/calls")).json()
    assert [(call["call"], call["key"], call["status"]) for call in calls] == [
        ("upload", "a.jpg", 599),
        ("callback", "a.jpg", 200),
        ("upload", "a.jpg", 200),
    ]


def test_callbacks_are_signed_as_the_vendors_vectors():
    signatures = Signatures("abcdefghklmnopq", "1234567890")
    url = "https://test.qiniu.com/callback"
    body = (
        "name=sunflower.jpg&hash=Fn6qeQi4VDLQ347NiRm-RlQx_4O2"
        "&location=Shanghai&price=1500.00&uid=123"
    )
    signed = signatures.of_callback("QBox", url, "test.qiniu.com", FORM, body)
    assert signed == "QBox abcdefghklmnopq:T7F-SjxX7X2zI4Fc1vANiNt1AUE="
    mac = signatures.of_callback("Qiniu", url, "test.qiniu.com", FORM, body)
    checked = Auth("abcdefghklmnopq", "1234567890").verify_callback(mac, url, body, FORM, "POST")
    assert checked
