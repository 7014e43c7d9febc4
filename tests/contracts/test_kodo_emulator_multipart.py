"""The Kodo emulator's multipart uploads v1 and v2 and its region query, by the official SDK."""

import os
from collections.abc import AsyncIterator
from functools import partial
from hashlib import md5
from pathlib import Path

import pytest
from qiniu import BucketManager, put_file, put_file_v2
from qiniu.http.endpoint import Endpoint
from qiniu.http.regions_provider import QueryRegionsProvider
from qiniu.services.storage.upload_progress_recorder import UploadProgressRecorder
from qiniu.utils import etag, urlsafe_base64_encode

from service.emulators.kodo import KodoConfig, create_kodo
from tests.contracts.kodo_world import ACCESS_KEY, BUCKET, SECRET_KEY, World, kodo_world
from tests.contracts.serving import serving

MIB = 1024 * 1024
OBJECT = f"/buckets/{BUCKET}/objects/{urlsafe_base64_encode('v/a.mp4')}/uploads"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path / "kodo") as world:
        yield world


def tail(path: Path) -> bytes:
    return path.read_bytes()[9_437_180:]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(os.urandom(9 * MIB + 5))
    return path


@pytest.mark.filterwarnings("ignore:DEPRECATED. put_file")
@pytest.mark.parametrize("put", [put_file, put_file_v2])
async def test_the_sdk_uploads_in_parts(world: World, video: Path, tmp_path: Path, put):
    recorder = UploadProgressRecorder(str(tmp_path))
    upload = partial(
        put,
        part_size=4 * MIB,
        params={"x:id": "7"},
        mime_type="video/mp4",
        metadata={"x-qn-meta-camera": "K1"},
        bucket_name=BUCKET,
        upload_progress_recorder=recorder,
        regions=[world.region],
    )
    token = world.token(
        "v/a.mp4",
        callbackUrl=f"{world.receiver.url}/done",
        callbackBody="key=$(key)&id=$(x:id)&fname=$(fname)&hash=$(etag)",
    )
    ret, info = await world.manage(upload, token, "v/a.mp4", str(video))
    assert (info.status_code, ret) == (200, {"ok": True})
    (call,) = world.receiver.received
    assert call["verified"]
    assert call["body"] == f"key=v%2Fa.mp4&id=7&fname=a.mp4&hash={etag(str(video))}"
    found = await world.stored("v/a.mp4")
    assert found is not None
    assert (found["mimeType"], found["fsize"]) == ("video/mp4", 9 * MIB + 5)
    assert found["x-qn-meta"] == {"x-qn-meta-camera": "K1"}
    assert (await world.get("v/a.mp4")).headers["ETag"] == f'"{etag(str(video))}"'
    assert (await world.get("v/a.mp4", Range="bytes=9437180-")).content == tail(video)
    assert not list((world.root / "staging").iterdir())


async def test_parts_survive_a_restart(world: World, tmp_path: Path):
    headers = {"Authorization": f"UpToken {world.token('v/a.mp4')}"}
    begun = (await world.http.post(OBJECT, headers=headers)).json()
    first = await world.http.put(f"{OBJECT}/{begun['uploadId']}/2", content=b"2", headers=headers)
    assert first.json()["md5"] == md5(b"2", usedforsecurity=False).hexdigest()
    again = create_kodo(KodoConfig(ACCESS_KEY, SECRET_KEY, BUCKET, world.root))
    async with serving(again) as url:
        upload = f"{url}{OBJECT}/{begun['uploadId']}"
        other = await world.http.put(f"{upload}/1", content=b"1" * MIB, headers=headers)
        parts = [
            {"partNumber": 1, "etag": other.json()["etag"]},
            {"partNumber": 2, "etag": first.json()["etag"]},
        ]
        done = await world.http.post(upload, json={"parts": parts}, headers=headers)
        assert done.status_code == 200, done.text
        twice = await world.http.post(upload, json={"parts": parts}, headers=headers)
        assert twice.status_code == 612


async def test_v2_refuses_what_is_wrong(world: World):
    headers = {"Authorization": f"UpToken {world.token('v/a.mp4')}"}
    upload_id = (await world.http.post(OBJECT, headers=headers)).json()["uploadId"]
    upload = f"{OBJECT}/{upload_id}"
    for wrong, status in (
        (f"{OBJECT}/..%2f..%2fobjects/1", 612),
        (f"{OBJECT}/{'0' * 32}/1", 612),
        (f"{upload}/0", 400),
        (f"{upload}/10001", 400),
        (f"{upload}/1".replace(BUCKET, "other"), 631),
        (f"{upload}/1".replace(urlsafe_base64_encode("v/a.mp4"), "~"), 612),
    ):
        reply = await world.http.put(wrong, content=b"x", headers=headers)
        assert reply.status_code == status, wrong
    md5_of_another = headers | {"Content-MD5": "0" * 32}
    broken = await world.http.put(f"{upload}/1", content=b"x", headers=md5_of_another)
    assert broken.status_code == 400
    assert (await world.http.put(f"{upload}/1", content=b"x")).status_code == 401
    for parts in ([], [{"partNumber": 1, "etag": "Fabc"}], "none"):
        reply = await world.http.post(upload, json={"parts": parts}, headers=headers)
        assert reply.status_code == 400
    other = {"Authorization": f"UpToken {world.token('another')}"}
    assert (await world.http.post(OBJECT, headers=other)).status_code == 403


async def test_v2_keeps_to_the_policy_at_the_end(world: World):
    headers = {"Authorization": f"UpToken {world.token('v/a.mp4', fsizeLimit=1)}"}
    upload = f"{OBJECT}/{(await world.http.post(OBJECT, headers=headers)).json()['uploadId']}"
    part = (await world.http.put(f"{upload}/1", content=b"xx", headers=headers)).json()
    body = {"parts": [{"partNumber": 1, "etag": part["etag"]}]}
    assert (await world.http.post(upload, json=body, headers=headers)).status_code == 413
    assert await world.stored("v/a.mp4") is None


async def test_an_aborted_upload_is_gone(world: World):
    headers = {"Authorization": f"UpToken {world.token('v/a.mp4')}"}
    upload = f"{OBJECT}/{(await world.http.post(OBJECT, headers=headers)).json()['uploadId']}"
    assert (await world.http.delete(upload, headers=headers)).status_code == 200
    assert (await world.http.delete(upload, headers=headers)).status_code == 612
    assert not list((world.root / "staging").iterdir())


async def test_an_upload_dies_after_seven_days(world: World):
    await world.control("clock", offset_seconds=86_400)
    headers = {"Authorization": f"UpToken {world.token('v/a.mp4', 30 * 86_400)}"}
    upload = f"{OBJECT}/{(await world.http.post(OBJECT, headers=headers)).json()['uploadId']}"
    await world.control("clock", offset_seconds=8 * 86_400 - 60)
    assert (await world.http.put(f"{upload}/1", content=b"x", headers=headers)).status_code == 200
    await world.control("clock", offset_seconds=8 * 86_400 + 5)
    assert (await world.http.put(f"{upload}/1", content=b"x", headers=headers)).status_code == 612


async def test_a_block_is_sent_in_chunks(world: World):
    headers = {"Authorization": f"UpToken {world.token('a')}"}
    first = (await world.http.post("/mkblk/5", content=b"ab", headers=headers)).json()
    assert first["offset"] == 2
    for again in (b"xyz", b"cde"):
        then = await world.http.post(f"/bput/{first['ctx']}/2", content=again, headers=headers)
        assert then.json()["offset"] == 5
    file = f"/mkfile/5/key/{urlsafe_base64_encode('a')}"
    for body, status in ((first["ctx"], 400), ("nonsense", 701), (then.json()["ctx"], 200)):
        assert (await world.http.post(file, content=body, headers=headers)).status_code == status
    assert (await world.get("a")).content == b"abcde"
    gone = await world.http.post(f"/bput/{first['ctx']}/2", content=b"cde", headers=headers)
    assert gone.status_code == 701


async def test_a_block_keeps_its_size(world: World):
    headers = {"Authorization": f"UpToken {world.token('a')}"}
    for size, content in ((1, b"ab"), (4 * MIB + 1, b"ab"), (0, b"")):
        reply = await world.http.post(f"/mkblk/{size}", content=content, headers=headers)
        assert reply.status_code == 400


async def test_parts_fail_as_scripted(world: World):
    headers = {"Authorization": f"UpToken {world.token('a')}"}
    await world.control("scripts", call="part", answer={"status": 599})
    statuses = [
        (await world.http.post("/mkblk/1", content=b"a", headers=headers)).status_code
        for _ in range(2)
    ]
    assert statuses == [599, 200]


async def test_an_sdk_that_asks_for_its_region_comes_here(world: World):
    assert (await world.post(world.token("a"), "a", b"abc")).is_success
    regions = list(
        await world.manage(
            list, QueryRegionsProvider(ACCESS_KEY, BUCKET, [Endpoint.from_host(world.url)])
        )
    )
    found, _ = await world.manage(BucketManager(world.auth, regions=regions).stat, BUCKET, "a")
    assert found["fsize"] == 3
    for query, status in (("ak=x&bucket=family", 612), (f"ak={ACCESS_KEY}&bucket=x", 631)):
        assert (await world.http.get(f"/v4/query?{query}")).status_code == status
