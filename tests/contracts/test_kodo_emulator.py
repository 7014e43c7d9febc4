"""The Kodo emulator's upload, judged by Qiniu's own SDK over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from zlib import crc32

import pytest
from qiniu.utils import etag, urlsafe_base64_decode, urlsafe_base64_encode

from tests.contracts.kodo_world import BUCKET, World, jpeg, kodo_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path / "kodo") as world:
        yield world


async def test_the_sdk_uploads_and_finds_the_object(world: World, tmp_path: Path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(jpeg())
    ret, info = await world.sdk_put(world.token("家/a.jpg"), "家/a.jpg", photo.read_bytes())
    assert info.status_code == 200 and info.req_id
    assert ret == {"hash": etag(str(photo)), "key": "家/a.jpg"}
    found = await world.stored("家/a.jpg")
    assert found is not None
    assert (found["fsize"], found["hash"]) == (photo.stat().st_size, ret["hash"])


async def test_a_phone_may_send_the_file_before_its_token(world: World):
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n--cu\r\n--cu\r\r\n--cut\r\n"
        b'Content-Disposition: form-data; name="key"\r\n\r\na.txt\r\n--cut\r\n'
        b'Content-Disposition: form-data; name="token"\r\n\r\n'
        + world.token("a.txt").encode()
        + b"\r\n--cut--\r\n"
    )
    reply = await world.http.post(
        "/", content=body, headers={"Content-Type": "multipart/form-data; boundary=cut"}
    )
    assert reply.status_code == 200, reply.text
    assert (await world.get("a.txt")).content == b"--cu\r\n--cu\r"


async def test_an_upload_cut_off_leaves_nothing(world: World):
    whole = await world.post(world.token("a.txt"), "a.txt", b"x" * 5000)
    assert whole.status_code == 200
    request = world.http.build_request(
        "POST", "/", data={"token": world.token("b.txt"), "key": "b.txt"}, files={"file": b"y" * 99}
    )
    cut = await world.http.post(
        "/",
        content=request.read()[:-20],
        headers={"Content-Type": request.headers["Content-Type"]},
    )
    assert cut.status_code == 400
    assert await world.stored("b.txt") is None
    assert not list((world.root / "incoming").iterdir())


async def test_the_checksum_is_compared(world: World):
    wrong = await world.post(world.token(), "a", b"abc", crc32="1")
    assert wrong.status_code == 406
    right = await world.post(world.token(), "a", b"abc", crc32=str(crc32(b"abc")))
    assert right.status_code == 200


async def test_a_form_must_hold_a_file_and_a_token(world: World):
    without_file = await world.http.post("/", files={"token": (None, world.token())})
    assert (without_file.status_code, without_file.json()) == (
        400,
        {"error": "file is not specified in multipart"},
    )
    without_token = await world.post(None, "a", b"abc")
    assert (without_token.status_code, without_token.json()) == (
        401,
        {"error": "token not specified"},
    )


@pytest.mark.parametrize("part", ["key", "signature", "policy"])
async def test_a_forged_token_is_refused(world: World, part: str):
    key, signature, policy = world.token("a").split(":")
    widened = json.loads(urlsafe_base64_decode(policy)) | {"scope": BUCKET}
    forged = {
        "key": f"somebody:{signature}:{policy}",
        "signature": f"{key}:{signature[::-1]}:{policy}",
        "policy": f"{key}:{signature}:{urlsafe_base64_encode(json.dumps(widened))}",
    }[part]
    reply = await world.post(forged, "a", b"abc")
    assert (reply.status_code, reply.json()) == (401, {"error": "bad token"})
    assert await world.stored("a") is None


async def test_the_deadline_counts_at_the_end(world: World):
    token = world.token("a", expires=60)
    await world.control("clock", offset_seconds=61)
    reply = await world.post(token, "a", b"abc")
    assert (reply.status_code, reply.json()) == (401, {"error": "expired token"})


async def test_a_token_names_the_one_key_it_is_for(world: World):
    other = await world.post(world.token("a"), "b", b"abc")
    assert (other.status_code, other.json()) == (403, {"error": "key doesn't match with scope"})
    unnamed = await world.post(world.token("a"), None, b"abc")
    assert unnamed.status_code == 403


async def test_a_prefix_token_adds_below_its_prefix_and_never_overwrites(world: World):
    token = world.token("photos/", isPrefixalScope=1)
    assert (await world.post(token, "photos/1", b"one")).status_code == 200
    assert (await world.post(token, "videos/1", b"one")).status_code == 403
    assert (await world.post(token, "photos/1", b"two")).status_code == 614


async def test_a_key_scope_overwrites_unless_insert_only(world: World):
    assert (await world.post(world.token("a"), "a", b"one")).status_code == 200
    assert (await world.post(world.token("a"), "a", b"two")).status_code == 200
    add_only = world.token("a", insertOnly=1)
    refused = await world.post(add_only, "a", b"three")
    assert (refused.status_code, refused.json()) == (614, {"error": "file exists"})
    assert (await world.post(add_only, "a", b"two")).status_code == 200
    assert (await world.get("a")).content == b"two"


async def test_a_bucket_scope_adds_only(world: World):
    assert (await world.post(world.token(), "a", b"one")).status_code == 200
    assert (await world.post(world.token(), "a", b"two")).status_code == 614
    assert (await world.post(world.token(), "a", b"one")).status_code == 200


async def test_of_many_racers_for_one_key_one_is_stored(world: World):
    token = world.token("a", insertOnly=1)
    bodies = [b"body %d" % each for each in range(10)]
    replies = await asyncio.gather(*(world.post(token, "a", body) for body in bodies))
    winners = [body for body, reply in zip(bodies, replies, strict=True) if reply.is_success]
    assert len(winners) == 1
    assert (await world.get("a")).content == winners[0]


@pytest.mark.parametrize(
    ("policy", "size", "status"),
    [
        ({"fsizeMin": 10}, 9, 403),
        ({"fsizeMin": 10}, 10, 200),
        ({"fsizeLimit": 10}, 10, 200),
        ({"fsizeLimit": 10}, 11, 413),
        ({"trafficLimit": 819_199}, 1, 400),
        ({"trafficLimit": 819_200}, 1, 200),
        ({"callbackUrl": "http://127.0.0.1:9/"}, 1, 400),
    ],
)
async def test_sizes_and_limits(world: World, policy: dict, size: int, status: int):
    reply = await world.post(world.token("a", **policy), "a", b"x" * size)
    assert reply.status_code == status
    assert (await world.stored("a") is not None) == (status == 200)


@pytest.mark.parametrize(
    ("limit", "status"),
    [
        ("image/*", 200),
        ("image/jpeg;image/png", 200),
        ("!image/jpeg", 403),
        ("image/png", 403),
        ("!application/json;text/plain", 200),
    ],
)
async def test_the_type_is_limited_by_content(world: World, limit: str, status: int):
    token = world.token("a.png", mimeLimit=limit)
    reply = await world.post(token, "a.png", jpeg(), fname="a.png", mime="image/png")
    assert reply.status_code == status


async def test_a_page_in_a_photos_clothes_is_refused(world: World):
    token = world.token("a.jpg", mimeLimit="image/*", detectMime=1)
    reply = await world.post(token, "a.jpg", b"<html><script>", mime="image/jpeg")
    assert reply.status_code == 403
    assert "forbidden to upload" in reply.json()["error"]


@pytest.mark.parametrize(
    ("mode", "mime"), [(0, "text/plain"), (1, "image/jpeg"), (-1, "text/plain")]
)
async def test_the_stored_type(world: World, mode: int, mime: str):
    token = world.token("a.png", detectMime=mode)
    assert (await world.post(token, "a.png", jpeg(), mime="text/plain")).status_code == 200
    found = await world.stored("a.png")
    assert found is not None and found["mimeType"] == mime


async def test_the_server_may_choose_the_key(world: World):
    save_key = world.token(saveKey="p/$(etag)$(ext)")
    named = await world.post(save_key, None, b"abc", fname="x.jpg")
    assert named.json()["key"] == f"p/{named.json()['hash']}.jpg"
    assert (await world.post(save_key, "mine", b"abc")).json()["key"] == "mine"
    forced = world.token(saveKey="forced", forceSaveKey=True)
    assert (await world.post(forced, "mine2", b"abc")).json()["key"] == "forced"
    unnamed = await world.post(world.token(), None, b"abc")
    assert unnamed.json()["key"] == unnamed.json()["hash"]


async def test_the_return_body_is_filled_in(world: World):
    template = (
        '{"key":$(key),"size":$(fsize),"name":"$(fname)","w":$(imageInfo.width),'
        '"info":$(imageInfo),"note":$(x:note),"quoted":"<$(x:note)>","none":"$(x:none)"}'
    )
    reply = await world.post(
        world.token("a.jpg", returnBody=template), "a.jpg", jpeg(), **{"x:note": '他说"好"'}
    )
    body = reply.json()
    assert body["key"] == "a.jpg" and body["name"] == "photo.jpg"
    assert body["w"] == 60 and body["info"]["format"] == "jpeg"
    assert body["note"] == '他说"好"' and body["quoted"] == '<他说"好">' and body["none"] == ""


async def test_a_browser_form_is_sent_on(world: World):
    token = world.token("a", returnUrl="https://example.com/done", returnBody='{"k":$(key)}')
    reply = await world.post(token, "a", b"abc")
    assert reply.status_code == 303
    target, _, ret = reply.headers["Location"].partition("?upload_ret=")
    assert target == "https://example.com/done"
    assert json.loads(urlsafe_base64_decode(ret)) == {"k": "a"}


async def test_an_object_goes_at_midnight_after_its_days(world: World):
    assert (await world.post(world.token("a", deleteAfterDays=1), "a", b"abc")).is_success
    found = await world.stored("a")
    assert found is not None and (found["expiration"] + 8 * 3600) % 86_400 == 0
    await world.control("clock", offset_seconds=2 * 86_400)
    assert await world.stored("a") is None
    assert (await world.get("a")).status_code in (401, 404)


async def test_a_browser_may_upload_from_anywhere(world: World):
    parts = "/buckets/photos/objects/YQ==/uploads"
    for path in ("/", "/a.jpg", parts, f"{parts}/1", f"{parts}/1/2"):
        preflight = await world.http.options(path, headers={"Origin": "https://servicewechat.com"})
        assert preflight.status_code == 200
        assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    reply = await world.post(world.token("a"), "a", b"abc")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Cache-Control"] == "no-store"


async def test_every_answer_has_its_reqid(world: World):
    asked = [("GET", "/none"), ("POST", "/"), ("POST", "/stat/x"), ("DELETE", "/a"), ("GET", "/")]
    replies = [await world.http.request(method, path) for method, path in asked]
    assert [reply.status_code for reply in replies] == [401, 400, 401, 405, 405]
    assert len({reply.headers["X-Reqid"] for reply in replies}) == len(asked)
    assert all(list(reply.json()) == ["error"] for reply in replies)


async def test_a_field_that_is_null_counts_as_absent(world: World):
    token = world.token("a", callbackUrl=None, fsizeLimit=None, insertOnly=None)
    assert (await world.post(token, "a", b"abc")).status_code == 200
