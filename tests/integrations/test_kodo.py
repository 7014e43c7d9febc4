"""The Kodo adapter: signatures as Qiniu publishes them, and objects in a real exchange."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from qiniu import QiniuMacAuth

from service.foundation import clock
from service.integrations.errors import VendorRefused
from service.integrations.kodo import Kodo
from tests.integrations.kodo_desk import LATER, Desk, kodo_desk
from tests.world import a_photo


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path) as desk:
        yield desk


def of_examples(desk: Desk, **changes: str) -> Kodo:
    """The account of the examples in Qiniu's SDKs."""
    keys = {"kodo_access_key": "abcdefghklmnopq", "kodo_secret_key": "1234567890"}
    return Kodo(msgspec.structs.replace(desk.settings, **keys | changes), desk.http)


async def test_an_object_comes_back_byte_for_byte_and_goes(desk, tmp_path):
    data, target = a_photo(), tmp_path / "back.jpg"
    assert await desk.kodo.stat("m/1.jpg") is None
    await desk.kodo.put("m/1.jpg", data, "image/jpeg")
    found = await desk.kodo.stat("m/1.jpg")
    assert found is not None
    etag = base64.urlsafe_b64encode(b"\x16" + hashlib.sha1(data).digest()).decode()
    assert (found["fsize"], found["hash"], found["mimeType"]) == (len(data), etag, "image/jpeg")
    await desk.kodo.fetch("m/1.jpg", target, until=clock.now() + LATER)
    assert target.read_bytes() == data
    await desk.kodo.delete("m/1.jpg")
    await desk.kodo.delete("m/1.jpg")
    assert await desk.kodo.stat("m/1.jpg") is None


async def test_a_master_takes_the_place_of_the_one_before(desk):
    for data in (a_photo(), a_photo()):
        await desk.kodo.put("m/1.jpg", data, "image/jpeg")
        assert (await desk.kodo.stat("m/1.jpg") or {})["fsize"] == len(data)


async def test_what_is_not_there_cannot_be_fetched(desk, tmp_path):
    with pytest.raises(VendorRefused) as refused:
        await desk.kodo.fetch("m/none.jpg", tmp_path / "x", until=clock.now() + LATER)
    assert refused.value.code in {404, 612}


async def test_a_ticket_allows_one_new_picture_under_one_key_and_nothing_else(desk):
    token = desk.kodo.upload_token(
        "o/f/1", upload_id="u-1", max_bytes=5000, seconds=60, types="image/*"
    )
    policy = json.loads(base64.urlsafe_b64decode(token.split(":")[2]))
    fixed = {
        "scope": "photos:o/f/1",
        "saveKey": "o/f/1",
        "forceSaveKey": True,
        "insertOnly": 1,
        "fsizeMin": 1,
        "fsizeLimit": 5000,
        "mimeLimit": "image/*",
        "detectMime": 1,
        "callbackBodyType": "application/x-www-form-urlencoded",
    }
    assert policy | fixed == policy
    assert "upload=u-1" in policy["callbackBody"]
    assert "x:" not in policy["callbackBody"]
    assert 0 < policy["deadline"] - clock.now().timestamp() <= 60


async def post(desk: Desk, token: str, key: str, data: bytes) -> int:
    url = desk.settings.kodo_upload_url
    files = {"file": ("a.jpg", data)}
    return (await desk.http.post(url, data={"token": token, "key": key}, files=files)).status_code


async def test_whatever_a_phone_changes_about_its_ticket_is_refused(desk):
    token = desk.kodo.upload_token(
        "o/f/1", upload_id="u-1", max_bytes=50_000, seconds=60, types="image/*"
    )
    access, signature, policy = token.split(":")
    wider = json.loads(base64.urlsafe_b64decode(policy)) | {"fsizeLimit": 10**9}
    forged = base64.urlsafe_b64encode(json.dumps(wider).encode()).decode()
    assert await post(desk, token, "o/f/1", b"<script>alert(1)</script>") == 403
    assert await post(desk, token, "o/f/1", a_photo() + b"x" * 50_000) == 413
    assert await post(desk, f"{access}:{signature}:{forged}", "o/f/1", a_photo()) == 401
    assert await desk.kodo.stat("o/f/1") is None


async def test_a_phone_cannot_choose_another_key(desk):
    token = desk.kodo.upload_token(
        "o/f/1", upload_id="u-1", max_bytes=50_000, seconds=60, types="image/*"
    )
    await post(desk, token, "o/another-family/1", a_photo())
    assert await desk.kodo.stat("o/another-family/1") is None


async def test_a_picture_that_is_there_is_not_replaced_by_another(desk):
    token = desk.kodo.upload_token(
        "o/f/1", upload_id="u-1", max_bytes=50_000, seconds=60, types="image/*"
    )
    assert await post(desk, token, "o/f/1", a_photo()) == 579  # stored; nobody answers the callback
    assert await post(desk, token, "o/f/1", a_photo()) == 614


async def test_a_download_url_dies_and_its_fop_cannot_be_changed(desk):
    await desk.kodo.put("m/1.jpg", a_photo(), "image/jpeg")
    url = desk.kodo.download_url("m/1.jpg", until=clock.now() + LATER, fop="imageView2/2/w/100")
    assert (await desk.http.get(url)).status_code == 200
    assert (await desk.http.get(url.replace("w/100", "w/900"))).status_code == 401
    assert (await desk.http.get(url.replace("imageView2/2/w/100&", ""))).status_code == 401
    dead = desk.kodo.download_url("m/1.jpg", until=clock.now() - LATER)
    assert (await desk.http.get(dead)).status_code == 401


async def test_a_download_url_is_signed_as_qiniu_publishes_it(desk):
    kodo = of_examples(desk, kodo_download_url="http://www.qiniu.com")
    until = datetime.fromtimestamp(1234571490, UTC)
    assert kodo.private("http://www.qiniu.com?go=1", until=until) == (
        "http://www.qiniu.com?go=1&e=1234571490&token=abcdefghklmnopq:8vzBeLZ9W3E4kbBLFLW0Xe0u7v4="
    )
    with_fop = kodo.download_url("", until=until, fop="go=1")
    assert with_fop == kodo.private("http://www.qiniu.com/?go=1", until=until)


BODY = (
    b"name=sunflower.jpg&hash=Fn6qeQi4VDLQ347NiRm-RlQx_4O2&location=Shanghai&price=1500.00&uid=123"
)
EXAMPLE = "QBox abcdefghklmnopq:T7F-SjxX7X2zI4Fc1vANiNt1AUE="
"""Qiniu's own example of a signed callback to https://test.qiniu.com/callback."""


async def test_qinius_own_example_of_a_callback_bears_the_signature_we_expect(desk):
    kodo = of_examples(desk, public_url="https://test.qiniu.com")
    url = "https://test.qiniu.com/callback"
    assert kodo.qbox(url, BODY.decode()) == EXAMPLE
    assert not kodo.is_callback("/callback", {"authorization": EXAMPLE}, BODY)  # not bound to h=


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Content-Type"])
async def test_a_callback_is_checked_against_our_own_address_and_no_header(desk, header):
    kodo, settings = desk.kodo, desk.settings
    path = f"/callbacks/kodo?h={hashlib.sha1(BODY).hexdigest()}"
    host, kind = httpx.URL(settings.public_url).netloc.decode(), "application/x-www-form-urlencoded"
    mac = QiniuMacAuth(settings.kodo_access_key, settings.kodo_secret_key)
    signed = mac.token_of_request("POST", host, settings.public_url + path, "", kind, BODY.decode())
    headers = {"authorization": f"Qiniu {signed}", header.lower(): "a-proxy.example"}
    assert kodo.is_callback(path, headers, BODY)
    assert not kodo.is_callback(path, headers, BODY + b"0")
    assert not kodo.is_callback(path.replace("kodo", "wechat"), headers, BODY)
