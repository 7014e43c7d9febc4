"""Bags, read again: what was put in comes out, and nothing that was touched is believed."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.archive.bag_contents import FORMAT
from service.archive.bags import Bag, Names
from service.ingest import bag as bags
from service.ingest.bag import BagError

FILES = st.dictionaries(st.text(min_size=1, max_size=40), st.binary(max_size=200), max_size=4)


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data


def packed(files: dict[str, bytes]) -> tuple[bytes, dict[str, bytes]]:
    """A bag of these files, and what is in it by their portable names."""
    out, names = io.BytesIO(), Names()
    bag = Bag("陈家的家档", out, made=datetime(2026, 6, 9))
    put = {f"originals/{names.portable(name)}": data for name, data in files.items()}

    async def fill() -> None:
        for path, data in put.items():
            await bag.add(path, pieces(data))

    asyncio.run(fill())
    bag.close({"Jiadang-Export-Version": FORMAT})
    return out.getvalue(), put


def unpacked(path: Path) -> dict[str, bytes]:
    with bags.opened(path) as bag:
        bag.verify(lambda size: None)
        found = {}
        for name in bag.files("originals"):
            with bag.opened(name) as file:
                found[name] = file.read()
    return found


@given(FILES)
@settings(max_examples=50, deadline=None)
def test_what_was_put_in_comes_out(tmp_path_factory, files):
    data, put = packed(files)
    path = tmp_path_factory.mktemp("bag") / "bag.zip"
    path.write_bytes(data)
    assert unpacked(path) == put


@given(FILES, st.data())
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_is_found_or_changes_nothing(tmp_path_factory, files, data):
    whole, put = packed(files)
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    touched = bytearray(whole)
    touched[at // 8] ^= 1 << at % 8
    path = tmp_path_factory.mktemp("bag") / "bag.zip"
    path.write_bytes(touched)
    try:
        found = unpacked(path)
    except BagError:
        return
    assert found == put


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_anything_else_is_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bag") / "bag.zip"
    path.write_bytes(data)
    with pytest.raises(BagError):
        unpacked(path)
