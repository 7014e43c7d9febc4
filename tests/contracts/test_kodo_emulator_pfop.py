"""The Kodo emulator's persistent operations: submitted, followed, notified."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from qiniu import PersistentFop, op_save, set_default
from qiniu.config import API_HOST

from tests.contracts.kodo_world import BUCKET, World, jpeg, kodo_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path / "kodo") as world:
        set_default(default_api_host=world.url)
        yield world
        set_default(default_api_host=API_HOST)


async def reached(world: World, job_id: str, code: int) -> dict[str, Any]:
    """The job's report once it has this code, or the last one seen within half a minute."""
    report = await follow(world, job_id)
    for _ in range(3000):
        if report["code"] == code:
            break
        await asyncio.sleep(0.01)
        report = await follow(world, job_id)
    return report


async def follow(world: World, job_id: str) -> dict[str, Any]:
    return (await world.http.get("/status/get/prefop", params={"id": job_id})).json()


async def test_the_sdk_has_a_master_made(world: World):
    assert (await world.post(world.token("a.jpg"), "a.jpg", jpeg(gps=True))).is_success
    operation = op_save("imageMogr2/auto-orient/thumbnail/30x/strip", BUCKET, "master.jpg")
    work = PersistentFop(world.auth, BUCKET, notify_url=f"{world.receiver.url}/made")
    ret, info = await world.manage(work.execute, "a.jpg", [operation])
    assert info.status_code == 200
    report = await reached(world, ret["persistentId"], 0)
    assert (report["code"], report["inputKey"], report["items"][0]["key"]) == (
        0,
        "a.jpg",
        "master.jpg",
    )
    master = (await world.get("master.jpg")).content
    assert Image.open(io.BytesIO(master)).size == (30, 20) and b"CANARY" not in master
    (call,) = await world.receiver.awaited(1)
    assert (call["type"], call["verified"]) == ("application/json", True)
    assert (await world.manage(work.get_status, ret["persistentId"]))[0]["code"] == 0


async def test_a_job_may_fail(world: World):
    assert (await world.post(world.token("a"), "a", b"no image")).is_success
    work = PersistentFop(world.auth, BUCKET)
    ret, _ = await world.manage(work.execute, "a", ["imageMogr2/strip", "avthumb/mp4"])
    report = await reached(world, ret["persistentId"], 3)
    assert report["code"] == 3 and all(item["error"] for item in report["items"])


async def test_a_notice_may_go_nowhere(world: World):
    assert (await world.post(world.token("a.jpg"), "a.jpg", jpeg())).is_success
    world.receiver.replies.append((500, b""))
    work = PersistentFop(world.auth, BUCKET, notify_url=f"{world.receiver.url}/made")
    ret, _ = await world.manage(work.execute, "a.jpg", ["imageMogr2/strip"])
    await world.receiver.awaited(1)
    assert (await reached(world, ret["persistentId"], 4))["code"] == 4


async def test_an_upload_may_start_a_job(world: World):
    operation = op_save("imageView2/2/w/30", BUCKET, "small.jpg")
    token = world.token("a.jpg", persistentOps=operation)
    ret, _ = await world.sdk_put(token, "a.jpg", jpeg())
    assert (await reached(world, ret["persistentId"], 0))["code"] == 0
    assert await world.stored("small.jpg") is not None


async def test_a_job_needs_a_source(world: World):
    work = PersistentFop(world.auth, BUCKET)
    _, info = await world.manage(work.execute, "none", ["imageMogr2/strip"])
    assert info.status_code == 612
    _, info = await world.manage(PersistentFop(world.auth, "other").execute, "a", ["imageInfo"])
    assert info.status_code == 631
    assert (await world.http.get("/status/get/prefop?id=none")).status_code == 612
