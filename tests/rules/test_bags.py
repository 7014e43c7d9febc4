"""Bags: what is taken home is whole, and says so itself."""

import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.bags import LONGEST_NAME, Bag, Names
from service.foundation.abreast import LARGE

MADE = datetime(2026, 6, 9, 10, 30)
FILES = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.lists(st.binary(max_size=300), max_size=3),
    max_size=5,
)


async def chunks(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


class Wire(io.RawIOBase):
    """Something that can only be written to, as a socket."""

    def __init__(self) -> None:
        self.sent = b""

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[override]
        self.sent += bytes(data)
        return len(data)


async def packed(files: dict[str, list[bytes]], **facts: str) -> zipfile.ZipFile:
    wire = Wire()
    bag = Bag("xiaoman", wire, made=MADE)
    for path, pieces in files.items():
        await bag.add(path, chunks(pieces))
    bag.close(facts)
    return zipfile.ZipFile(io.BytesIO(wire.sent))


def listed(bag: zipfile.ZipFile, name: str) -> dict[str, str]:
    """What a list of the bag says: digest by name, read as RFC 8493 §2.1.3 has it."""
    lines = bag.read(f"xiaoman/{name}").decode().removesuffix("\n").split("\n")
    pairs = [line.split("  ", 1) for line in lines if line]
    codes = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
    found = {}
    for digest, path in pairs:
        for code, character in codes:
            path = path.replace(code, character)  # noqa: PLW2901
        found[path] = digest
    return found


@given(FILES)
async def test_every_file_is_there_byte_for_byte_and_named_with_its_digests(files):
    names = Names()
    payload = {f"photos/{names.portable(name)}": pieces for name, pieces in files.items()}
    bag = await packed(payload)
    for algorithm in ("sha256", "sha512"):
        manifest = listed(bag, f"manifest-{algorithm}.txt")
        assert set(manifest) == {f"data/{path}" for path in payload}
        for path, digest in manifest.items():
            data = bag.read(f"xiaoman/{path}")
            assert data == b"".join(payload[path.removeprefix("data/")])
            assert digest == hashlib.new(algorithm, data).hexdigest()
    assert bag.testzip() is None


async def test_large_pieces_are_taken_whole_and_in_their_order():
    pieces = [bytes([number]) * (LARGE + number) for number in range(5)]
    bag = await packed({"film.mp4": pieces})
    data = b"".join(pieces)
    assert bag.read("xiaoman/data/film.mp4") == data
    for algorithm in ("sha256", "sha512"):
        found = listed(bag, f"manifest-{algorithm}.txt")["data/film.mp4"]
        assert found == hashlib.new(algorithm, data).hexdigest()


async def test_the_bag_says_what_it_is_and_vouches_for_its_own_lists():
    files = {"album.html": [b"<html>"], "photos/1986 100%.jpg": [b"ab", b"c"]}
    bag = await packed(files, **{"External-Description": "小满的\n成长册"})
    assert bag.read("xiaoman/bagit.txt").decode().splitlines() == [
        "BagIt-Version: 1.0",
        "Tag-File-Character-Encoding: UTF-8",
    ]
    assert bag.read("xiaoman/bag-info.txt").decode().splitlines() == [
        "External-Description: 小满的 成长册",
        "Bagging-Date: 2026-06-09",
        "Payload-Oxum: 9.2",
    ]
    assert b"data/photos/1986 100%25.jpg" in bag.read("xiaoman/manifest-sha256.txt")
    for name, digest in listed(bag, "tagmanifest-sha512.txt").items():
        assert digest == hashlib.sha512(bag.read(f"xiaoman/{name}")).hexdigest()
    tags = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"}
    assert set(listed(bag, "tagmanifest-sha256.txt")) == tags


@pytest.mark.parametrize("path", ["", "../a", "/a", "a//b", "a/./b", "a/.."])
async def test_nothing_leaves_the_bag(path):
    with pytest.raises(ValueError, match=r".*"):
        await Bag("b", Wire(), made=MADE).add(path, chunks([]))


async def test_nothing_is_in_it_twice():
    bag = Bag("b", Wire(), made=MADE)
    await bag.add("a", chunks([b"1"]))
    with pytest.raises(ValueError, match="a"):
        await bag.add("a", chunks([b"2"]))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), max_size=12))
def test_every_system_takes_the_names_and_none_comes_twice(wished):
    names = Names()
    given_names = [names.portable(name) for name in wished]
    assert len({name.casefold() for name in given_names}) == len(wished)
    for name in given_names:
        assert 0 < len(name.encode()) <= LONGEST_NAME + 6
        assert not set(name) & set('\\/:*?"<>|\0\r\n')
        assert name.strip(". ")
        assert not name.endswith((" ", "."))


def test_a_good_name_stays_and_its_double_keeps_the_extension():
    names = Names()
    wished = (
        "海边.jpg",
        "海边.JPG",
        "海边.jpg",
        "CON.jpg",
        "a/b.png",
        "..",
        ".jpg",
        "x" * 300 + ".jpeg",
    )
    found = [names.portable(name) for name in wished]
    assert found[:5] == ["海边.jpg", "海边 (2).JPG", "海边 (3).jpg", "_CON.jpg", "a_b.png"]
    assert found[5:7] == ["_", ".jpg"]
    assert found[7].endswith("x.jpeg")


@pytest.mark.parametrize("name", ["a." + "x" * 300, "x" * 199 + " y z", "." * 250 + "b" * 20])
def test_what_is_no_extension_is_cut_with_the_name(name):
    cut = Names().portable(name)
    assert 0 < len(cut.encode()) <= LONGEST_NAME
    assert not cut.endswith((" ", "."))
