"""The Kodo adapter's backups and hashes: whole, or said not to be."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from service.foundation import clock
from service.integrations.errors import VendorDenied, VendorRefused, VendorUnavailable
from service.integrations.kodo import Kodo
from service.integrations.kodo.management import Management
from tests.integrations.kodo_desk import LATER, Desk, kodo_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path, kodo_backup_bucket="copies") as desk:
        yield desk


def second(desk: Desk) -> Management:
    """The backup bucket by itself."""
    return Management(msgspec.structs.replace(desk.settings, kodo_bucket="copies"), desk.http)


async def hashed(kodo: Kodo, key: str, heard=lambda size: None) -> str | None:
    return await kodo.sha256_of(key, until=clock.now() + LATER, heard=heard)


async def test_an_object_goes_with_its_backup_and_comes_back_from_it(desk):
    await desk.kodo.put("a", b"abc", "text/plain")
    await desk.kodo.back_up("a")
    await desk.kodo.back_up("a")
    await Management.delete(desk.kodo, "a")
    assert await desk.kodo.bring_back("a", "b")
    assert not await desk.kodo.bring_back("none", "b")
    assert (await desk.kodo.stat("b"))["fsize"] == 3
    await desk.kodo.delete("a")
    assert await second(desk).stat("a") is None


async def test_many_objects_go_with_their_backups(desk):
    for key in "ab":
        await desk.kodo.put(key, key.encode(), "text/plain")
    await desk.kodo.back_up("a")
    outcomes = await desk.kodo.delete_many(["a", "b", "none"])
    assert [one.code for one in outcomes] == [200, 200, 612]
    assert await second(desk).stat("a") is None


async def test_without_a_backup_bucket_there_is_nothing_to_copy(desk):
    alone = Kodo(msgspec.structs.replace(desk.settings, kodo_backup_bucket=""), desk.http)
    await alone.put("a", b"abc", "text/plain")
    await alone.back_up("a")
    assert not await alone.bring_back("a", "b")
    assert await second(desk).stat("a") is None


async def test_a_strangers_bucket_is_refused(desk):
    wrong = Kodo(msgspec.structs.replace(desk.settings, kodo_backup_bucket="theirs"), desk.http)
    await wrong.put("a", b"abc", "text/plain")
    with pytest.raises(VendorDenied) as denied:
        await wrong.back_up("a")
    assert denied.value.number == 631
    (outcome,) = await wrong.delete_many(["a"])
    assert outcome.code == 631, "whose backup is left was not removed"


async def test_every_byte_is_hashed_and_heard_of(desk):
    data, heard = os.urandom(3_000_000), []
    await desk.kodo.put("家/a", data, "image/jpeg")
    assert await hashed(desk.kodo, "家/a", heard.append) == hashlib.sha256(data).hexdigest()
    assert sum(heard) == len(data)
    assert await hashed(desk.kodo, "none") is None


async def test_more_at_once_than_there_are_threads_all_come_to_an_end(desk):
    await desk.kodo.put("a", os.urandom(600_000), "image/jpeg")
    hashes = await asyncio.gather(*(hashed(desk.kodo, "a") for _ in range(40)))
    assert len(set(hashes)) == 1


async def test_what_kodo_does_not_hand_out_is_no_hash(desk):
    await desk.kodo.put("a", b"abc", "text/plain")
    await desk.script("download", status=403)
    with pytest.raises(VendorRefused):
        await hashed(desk.kodo, "a")
    await desk.script("download", status=599, times=3)
    with pytest.raises(VendorUnavailable):
        await hashed(desk.kodo, "a")


async def test_a_body_that_is_cut_off_is_no_hash(desk):
    """A line that dies half-way must not look like a damaged photo."""

    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
        writer.close()

    async with await asyncio.start_server(half, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        there = Kodo(msgspec.structs.replace(desk.settings, kodo_download_url=url), desk.http)
        with pytest.raises(VendorUnavailable):
            await hashed(there, "a")


async def test_who_stops_waiting_stops_the_reading(desk):
    await desk.kodo.put("a", os.urandom(4 << 20), "image/jpeg")
    await desk.script("download", bytes_per_second=1 << 20)
    heard = []
    reading = asyncio.create_task(hashed(desk.kodo, "a", heard.append))
    while not heard:  # noqa: ASYNC110  told from a thread
        await asyncio.sleep(0.02)
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading
    await asyncio.sleep(2.5)
    assert sum(heard) <= 2 << 20
