"""The Kodo emulator's rs and rsf, driven by the SDK's BucketManager and by signatures of old."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from qiniu import (
    BucketManager,
    build_batch_copy,
    build_batch_delete,
    build_batch_move,
    build_batch_stat,
)
from qiniu.auth import Auth, QiniuMacAuth
from qiniu.utils import entry

from service.emulators.kodo.signatures import FORM
from tests.contracts.kodo_world import ACCESS_KEY, BUCKET, SECRET_KEY, World, kodo_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path / "kodo") as world:
        yield world


async def keep(world: World, *keys: str, **policy: object) -> None:
    for key in keys:
        token = world.auth.upload_token(BUCKET, key, 60, policy)
        form = {"x-qn-meta-camera": "K1"}
        assert (await world.post(token, key, key.encode(), mime="text/plain", **form)).is_success


async def test_stat_tells_all(world: World):
    await keep(world, "a", endUser="alice", fileType=1)
    found, info = await world.manage(world.bucket.stat, BUCKET, "a")
    assert info.status_code == 200
    assert found.pop("putTime") > 1_600_000_000 * 10_000_000
    assert len(found.pop("hash")) == 28 and len(found.pop("md5")) == 32
    assert found == {
        "fsize": 1,
        "mimeType": "text/plain",
        "type": 1,
        "status": 0,
        "endUser": "alice",
        "x-qn-meta": {"x-qn-meta-camera": "K1"},
    }


async def test_what_is_missing_is_612_and_another_bucket_631(world: World):
    for verb in (world.bucket.stat, world.bucket.delete):
        _, missing = await world.manage(verb, BUCKET, "none")
        assert missing.status_code == 612
        assert missing.json() == {"error": "no such file or directory"}
        _, elsewhere = await world.manage(verb, "other", "none")
        assert (elsewhere.status_code, elsewhere.json()) == (631, {"error": "no such bucket"})


async def test_a_deleted_object_is_gone(world: World):
    await keep(world, "a")
    _, info = await world.manage(world.bucket.delete, BUCKET, "a")
    assert info.status_code == 200
    assert await world.stored("a") is None
    assert (await world.get("a")).status_code == 404


async def test_moving_and_copying(world: World):
    await keep(world, "a", "b")
    _, taken = await world.manage(world.bucket.move, BUCKET, "a", BUCKET, "b")
    assert (taken.status_code, taken.json()) == (614, {"error": "file exists"})
    await world.manage(world.bucket.move, BUCKET, "a", BUCKET, "b", "true")
    assert await world.stored("a") is None
    assert (await world.get("b")).content == b"a"
    await world.manage(world.bucket.copy, BUCKET, "b", BUCKET, "c")
    await world.manage(world.bucket.delete, BUCKET, "b")
    assert (await world.get("c")).content == b"a"
    _, missing = await world.manage(world.bucket.copy, BUCKET, "b", BUCKET, "d")
    assert missing.status_code == 612


async def test_changes_of_one_object(world: World):
    await keep(world, "a")
    for verb, argument in (
        (world.bucket.change_mime, "image/jpeg"),
        (world.bucket.change_type, 1),
        (world.bucket.delete_after_days, "3"),
    ):
        _, info = await world.manage(verb, BUCKET, "a", argument)
        assert info.status_code == 200
    _, info = await world.manage(world.bucket.change_status, BUCKET, "a", 1, None)
    assert info.status_code == 200
    found = await world.stored("a")
    assert found is not None
    assert (found["mimeType"], found["type"], found["status"]) == ("image/jpeg", 1, 1)
    assert found["expiration"] > found["putTime"] // 10_000_000
    assert (await world.get("a")).status_code == 403


async def test_a_batch_answers_each(world: World):
    await keep(world, "a", "b")
    results, info = await world.manage(world.bucket.batch, build_batch_stat(BUCKET, ["a", "b"]))
    assert info.status_code == 200 and [each["code"] for each in results] == [200, 200]
    operations = [
        *build_batch_move(BUCKET, {"a": "c"}, BUCKET),
        *build_batch_copy(BUCKET, {"b": "c"}, BUCKET),
        *build_batch_delete(BUCKET, ["b", "none"]),
    ]
    _, info = await world.manage(world.bucket.batch, operations)
    assert info.status_code == 298
    assert [each["code"] for each in info.json()] == [200, 614, 200, 612]
    assert info.json()[1]["data"] == {"error": "file exists"}


async def test_a_batch_holds_a_thousand(world: World):
    operations = build_batch_stat(BUCKET, [str(each) for each in range(1001)])
    _, info = await world.manage(world.bucket.batch, operations)
    assert info.status_code == 400


async def test_the_list_goes_page_by_page(world: World):
    keys = [f"p/{n:02}" for n in range(7)]
    await keep(world, "o", *keys, "q")
    seen, marker = [], None
    while True:
        page, end, _ = await world.manage(world.bucket.list, BUCKET, "p/", marker, 3)
        seen += [item["key"] for item in page["items"]]
        marker = page["marker"]
        if end:
            break
    assert seen == keys


async def test_the_list_folds_at_a_delimiter(world: World):
    await keep(world, "a/1", "a/2", "b", "c/", "c/1", "d")
    seen, marker = [], None
    while True:
        page, end, _ = await world.manage(world.bucket.list, BUCKET, None, marker, 1, "/")
        seen += [item["key"] for item in page["items"]] + page["commonPrefixes"]
        marker = page["marker"]
        if end:
            break
    assert seen == ["a/", "b", "c/", "d"]


async def test_the_list_refuses_nonsense(world: World):
    _, _, info = await world.manage(world.bucket.list, BUCKET, None, "!!", 3)
    assert info.status_code == 640
    _, _, info = await world.manage(world.bucket.list, BUCKET, None, None, 1001)
    assert info.status_code == 400
    _, _, info = await world.manage(world.bucket.list, "other")
    assert info.status_code == 631


async def test_both_schemes_and_both_methods_are_taken(world: World):
    await keep(world, "a")
    url = f"{world.url}/stat/{entry(BUCKET, 'a')}"
    old = {"Authorization": f"QBox {world.auth.token_of_request(url)}"}
    for method in ("GET", "POST"):
        assert (await world.http.request(method, url, headers=old)).status_code == 200
    body = f"op=/stat/{entry(BUCKET, 'a')}"
    url = f"{world.url}/batch"
    old = {
        "Authorization": f"QBox {world.auth.token_of_request(url, body, FORM)}",
        "Content-Type": FORM,
    }
    assert (await world.http.post(url, content=body, headers=old)).json()[0]["code"] == 200
    altered = await world.http.post(url, content=body + "&op=/delete/x", headers=old)
    assert altered.status_code == 401


async def test_a_stranger_manages_nothing(world: World):
    await keep(world, "a")
    stranger = BucketManager(Auth(ACCESS_KEY, "another"), regions=[world.region])
    for verb in (stranger.stat, stranger.delete):
        _, info = await world.manage(verb, BUCKET, "a")
        assert (info.status_code, info.json()) == (401, {"error": "bad token"})
    bare = await world.http.post(f"/delete/{entry(BUCKET, 'a')}")
    assert bare.status_code == 401
    assert await world.stored("a") is not None


async def test_management_fails_as_scripted(world: World):
    await keep(world, "a")
    await world.control("scripts", call="delete", key="a", answer={"status": 573})
    _, info = await world.manage(world.bucket.delete, BUCKET, "a")
    assert info.status_code == 573
    assert await world.stored("a") is not None


def dates_by(minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the SDK's machine be so far ahead of everybody else's."""

    class Off(datetime):
        @classmethod
        def utcnow(cls) -> datetime:
            return datetime.now(UTC) + timedelta(minutes=minutes)

    monkeypatch.setattr("qiniu.auth.datetime", Off)


@pytest.mark.parametrize(("minutes", "status"), [(-16, 403), (-14, 612), (14, 612), (16, 403)])
async def test_a_date_that_is_a_quarter_of_an_hour_off_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
):
    dates_by(minutes, monkeypatch)
    _, info = await world.manage(world.bucket.stat, BUCKET, "none")
    assert info.status_code == status


async def test_a_date_is_judged_by_the_machine_whenever_tickets_end(world: World):
    await world.control("clock", offset_seconds=3600)
    _, info = await world.manage(world.bucket.stat, BUCKET, "none")
    assert info.status_code == 612


@pytest.mark.parametrize(
    ("secret", "date", "status"),
    [
        (SECRET_KEY, None, 612),
        (SECRET_KEY, "yesterday", 403),
        (SECRET_KEY, "20200101T000000Z", 403),
        ("another's", "20200101T000000Z", 401),
    ],
    ids=["undated", "not a date", "replayed", "a stranger's"],
)
async def test_a_request_may_be_undated_but_not_misdated(
    world: World, secret: str, date: str | None, status: int
):
    path, mac = f"/stat/{entry(BUCKET, 'none')}", QiniuMacAuth(ACCESS_KEY, secret)
    headers = {"X-Qiniu-Date": date} if date else {}
    told, host = mac.qiniu_headers(headers), httpx.URL(world.url).netloc.decode()
    headers["Content-Type"] = FORM
    token = mac.token_of_request("POST", host, f"{world.url}{path}", told, FORM, "")
    reply = await world.http.post(path, headers={**headers, "Authorization": f"Qiniu {token}"})
    assert reply.status_code == status
