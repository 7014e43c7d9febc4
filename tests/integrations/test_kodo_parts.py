"""Parts and reading: what is larger than memory goes to Kodo and comes back, byte for byte."""

import hashlib
import os
from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from qiniu.utils import etag_stream

from service.foundation import clock
from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo import Outgoing
from service.integrations.kodo.parts import LEAST_PART, MOST_PARTS
from tests.integrations.kodo_desk import LATER, Desk, kodo_desk

KEY = "exports/陈家/1.zip"
ZIP = "application/zip"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path) as desk:
        yield desk


def soon() -> datetime:
    return clock.now() + LATER


async def put(desk: Desk, data: bytes, key: str = KEY) -> Outgoing:
    out = Outgoing(desk.kodo, key, await desk.kodo.begin(key), len(data))
    for at in range(0, len(data), 1 << 20):
        out.write(data[at : at + (1 << 20)])
        await out.drain()
    await out.complete(ZIP)
    return out


async def read(desk: Desk, key: str = KEY) -> bytes:
    return b"".join([block async for block in desk.kodo.read(key, until=soon)])


@pytest.mark.parametrize("size", [1, LEAST_PART, 2 * LEAST_PART + 5, 17 << 20])
async def test_what_went_in_parts_comes_back_whole(desk, size):
    data = os.urandom(size)
    out = await put(desk, data)
    assert await read(desk) == data
    assert (out.bytes, out.sha256) == (size, hashlib.sha256(data).hexdigest())
    facts = await desk.kodo.stat(KEY)
    assert (facts["fsize"], facts["mimeType"]) == (size, ZIP)
    assert facts["hash"] == etag_stream(BytesIO(data)), "a backup knows it by its bytes"
    assert await desk.calls("part") == -(-size // LEAST_PART)


async def test_a_later_one_takes_the_place_of_an_earlier_one(desk):
    await put(desk, b"first")
    await put(desk, b"second")
    assert await read(desk) == b"second"


async def test_a_part_that_failed_is_put_again(desk):
    await desk.script("part", times=2, status=503)
    data = os.urandom(LEAST_PART + 9)
    await put(desk, data)
    assert await read(desk) == data


async def test_a_lost_answer_to_the_completion_is_no_loss(desk):
    out = Outgoing(desk.kodo, KEY, upload := await desk.kodo.begin(KEY), 4)
    out.write(b"data")
    await out.complete(ZIP)
    await desk.kodo.complete(KEY, upload, ["gone"], 4, ZIP)
    with pytest.raises(VendorRefused):
        await desk.kodo.complete(KEY, upload, ["gone"], 5, ZIP)


async def test_what_is_given_up_is_no_object_and_forgotten(desk):
    out = Outgoing(desk.kodo, KEY, upload := await desk.kodo.begin(KEY), 4)
    out.write(os.urandom(LEAST_PART + 1))
    await out.drain()
    await out.abort()
    await desk.kodo.abort(KEY, upload)
    assert await desk.kodo.stat(KEY) is None
    with pytest.raises(VendorRefused):
        await desk.kodo.put_part(KEY, upload, 1, b"late")


@pytest.mark.parametrize("size", [0, 100 << 30, 1 << 40])
def test_whatever_the_size_it_fits_in_the_parts_there_are(desk, size):
    part = Outgoing(desk.kodo, KEY, "id", size)._part
    assert part * MOST_PARTS >= size * 1.1
    assert LEAST_PART <= part <= 1 << 30


async def test_a_cut_connection_is_gone_on_with_where_it_was_cut(desk):
    data = os.urandom(5 << 20)
    await put(desk, data)
    await desk.script("download", times=2, cut=2 << 20)
    assert await read(desk) == data
    assert await desk.calls("download") == 3


async def test_what_is_not_there_is_said_before_anything_is_read(desk):
    with pytest.raises(VendorRefused) as refused:
        await read(desk, "o/nothing")
    assert refused.value.code == 404


async def test_what_goes_while_it_is_read_is_no_missing_one(desk):
    await put(desk, os.urandom(3 << 20))
    await desk.script("download", cut=1 << 20)
    with pytest.raises(VendorUnavailable):
        async for _ in desk.kodo.read(KEY, until=soon):
            await desk.kodo.delete(KEY)
