"""The Kodo adapter's management of many objects: pages, batches, copies and moves."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from qiniu import build_batch_copy

from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo import BATCH_LIMIT
from service.integrations.kodo.signing import FORM
from tests.integrations.kodo_desk import Desk, kodo_desk

BUCKET = "photos"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path) as desk:
        yield desk


async def keep(desk: Desk, *keys: str) -> None:
    for key in keys:
        await desk.kodo.put(key, key.encode(), "text/plain")


async def multiply(desk: Desk, source: str, keys: list[str]) -> None:
    """Copies by the thousand, as the SDK words them."""
    for start in range(0, len(keys), BATCH_LIMIT):
        some = keys[start : start + BATCH_LIMIT]
        operations = [build_batch_copy(BUCKET, {source: key}, BUCKET)[0] for key in some]
        url, body = f"{desk.url}/batch", urlencode([("op", each) for each in operations])
        headers = {"Content-Type": FORM}
        headers["Authorization"] = desk.kodo.qiniu("POST", url, headers, body)
        reply = await desk.http.post(url, content=body, headers=headers, timeout=60)
        assert reply.status_code == 200, reply.text[:500]


async def test_a_bucket_of_2500_is_listed_whole_in_pages(desk):
    keys = [f"n/{number:04}" for number in range(2_501)]
    await keep(desk, keys[0], "o/1")
    await multiply(desk, keys[0], keys[1:])
    pages = [page async for page in desk.kodo.pages("n/")]
    assert [len(page) for page in pages] == [1000, 1000, 501]
    assert [item["key"] for page in pages for item in page] == keys
    assert {item["fsize"] for page in pages for item in page} == {len(keys[0])}
    outcomes = await desk.kodo.delete_many(keys[:BATCH_LIMIT])
    assert all(outcome.is_done for outcome in outcomes)
    assert [len(page) async for page in desk.kodo.pages("n/")] == [1000, 501]


async def test_the_caller_says_how_large_a_page_is(desk):
    await keep(desk, "a", "b", "c")
    assert [len(page) async for page in desk.kodo.pages(limit=2)] == [2, 1]
    assert [page async for page in desk.kodo.pages("none/")] == [[]]


async def test_a_page_that_failed_once_is_asked_for_again_and_none_is_lost(desk):
    await keep(desk, "a", "b", "c")
    await desk.script("list", status=599)
    pages = desk.kodo.pages(limit=1)
    found = [(await anext(pages))[0]["key"]]
    await desk.script("list", status=573)
    found += [page[0]["key"] async for page in pages]
    assert found == ["a", "b", "c"]


async def test_a_batch_tells_what_became_of_each(desk):
    await keep(desk, "a", "b", "c")
    await desk.script("stat", key="b", status=599)
    there, stumbled, missing = await desk.kodo.stat_many(["a", "b", "none"])
    assert there.is_done and there.facts and there.facts["fsize"] == 1
    assert (stumbled.code, stumbled.is_for_now, stumbled.facts) == (599, True, None)
    assert (missing.code, missing.is_for_now, missing.key) == (612, False, "none")
    outcomes = await desk.kodo.delete_many(["c", "none", "a"])
    assert [(outcome.key, outcome.code) for outcome in outcomes] == [
        ("c", 200),
        ("none", 612),
        ("a", 200),
    ]
    assert [item["key"] async for page in desk.kodo.pages() for item in page] == ["b"]


async def test_a_batch_has_its_limit_and_an_empty_one_asks_nothing(desk):
    with pytest.raises(ValueError, match="1001"):
        await desk.kodo.stat_many(str(number) for number in range(BATCH_LIMIT + 1))
    assert await desk.kodo.delete_many([]) == []
    assert await desk.calls("batch") == 0


async def test_a_copy_stays_when_its_source_moves_away(desk):
    await keep(desk, "a")
    await desk.kodo.copy("a", "b")
    await desk.kodo.move("a", "相册/c d>e?f")
    assert await desk.kodo.stat("a") is None
    assert (await desk.kodo.stat("b") or {})["hash"] == (
        await desk.kodo.stat("相册/c d>e?f") or {}
    )["hash"]


async def test_a_taken_key_is_replaced_only_by_force(desk):
    await keep(desk, "a", "bb")
    for verb in (desk.kodo.copy, desk.kodo.move):
        with pytest.raises(VendorRefused) as refused:
            await verb("a", "bb")
        assert refused.value.code == 614
        await verb("a", "bb", force=True)
        assert (await desk.kodo.stat("bb") or {})["fsize"] == 1
        await keep(desk, "a", "bb")


async def test_what_is_not_there_is_neither_copied_nor_moved(desk):
    for verb in (desk.kodo.copy, desk.kodo.move):
        with pytest.raises(VendorRefused) as refused:
            await verb("none", "b", force=True)
        assert refused.value.code == 612


async def test_only_what_may_run_twice_is_asked_for_twice(desk):
    await keep(desk, "a")
    for call, work, asked in (
        ("move", lambda kodo: kodo.move("a", "b", force=True), 1),
        ("copy", lambda kodo: kodo.copy("a", "b"), 1),
        ("copy", lambda kodo: kodo.copy("a", "b", force=True), 3),
        ("stat", lambda kodo: kodo.stat("a"), 3),
        ("delete", lambda kodo: kodo.delete("a"), 3),
        ("list", lambda kodo: anext(kodo.pages()), 3),
        ("batch", lambda kodo: kodo.delete_many(["a"]), 3),
        ("upload", lambda kodo: kodo.put("a", b"a", "text/plain"), 1),
    ):
        before = await desk.calls(call)
        await desk.script(call, times=9, status=503)
        with pytest.raises(VendorUnavailable):
            await work(desk.another())
        assert await desk.calls(call) - before == asked, call
        await desk.forget_scripts()
