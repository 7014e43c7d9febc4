"""Bags, read: one ZIP that is believed only when all of it is as its lists say (RFC 8493 §3)."""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar

import msgspec

from service.archive.bag_contents import FORMAT
from service.archive.bags import ALGORITHMS, DECLARATION

T = TypeVar("T")
BLOCK = 1 << 20
LONGEST_DOCUMENT = 64 << 20
LONGEST_LIST = 1 << 30
_LINE = re.compile(r"([0-9a-fA-F]+)  ?\*?(.+)")
_ESCAPED = {"%25": "%", "%0D": "\r", "%0A": "\n", "%0d": "\r", "%0a": "\n"}

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError),
)
"""What a damaged, an encrypted or a strangely packed ZIP is met with while it is read."""

Heard = Callable[[int], None]
"""Told of bytes that were looked at."""


class BagError(Exception):
    """Why a bag is not believed, or does not fit; nothing was written."""


@dataclass(frozen=True)
class Bag:
    """A bag whose lists were read; `verify` before its content is believed."""

    _zip: zipfile.ZipFile
    _root: str

    def verify(self, heard: Heard) -> None:
        """Look at every byte; BagError where anything lacks, is another, or is too much."""
        if self._text("bagit.txt").replace("\r\n", "\n") != DECLARATION:
            raise BagError("这不是一个 BagIt 1.0 的包")
        self._require(self._listed("tagmanifest"), self._tags(), heard, "包的说明")
        if f"Jiadang-Export-Version: {FORMAT}\n" not in self._text("bag-info.txt"):
            raise BagError("这个包不是家档带走的，或者是更新的版本带走的")
        payload = {name for name in self._names() if name.startswith("data/")}
        self._require(self._listed("manifest"), payload, heard, "包里的文件")

    def files(self, folder: str) -> list[str]:
        """The payload's paths within a folder of `data/`, in order."""
        return sorted(
            name.removeprefix("data/")
            for name in self._names()
            if name.startswith(f"data/{folder}/")
        )

    def document(self, path: str, shape: type[T]) -> T:
        """A JSON document of the payload; BagError where it is none of this shape."""
        try:
            return msgspec.json.decode(self._read(f"data/{path}", LONGEST_DOCUMENT), type=shape)
        except msgspec.DecodeError as error:
            raise BagError(f"{path} 读不懂：{error}") from error

    @contextmanager
    def opened(self, path: str) -> Iterator[IO[bytes]]:
        """A file of the payload, to be read from its start."""
        with self._zip.open(f"{self._root}/data/{path}") as file:
            yield file

    def _names(self) -> list[str]:
        files = (one.filename for one in self._zip.infolist() if not one.is_dir())
        return [name.removeprefix(f"{self._root}/") for name in files]

    def _tags(self) -> set[str]:
        return {"bagit.txt", "bag-info.txt"} | {f"manifest-{one}.txt" for one in ALGORITHMS}

    def _require(
        self, listed: dict[str, dict[str, str]], there: set[str], heard: Heard, what: str
    ) -> None:
        """Require exactly the files that every list names, with these digests."""
        for digests in listed.values():
            if wrong := sorted(digests.keys() ^ there):
                raise BagError(f"{what}和清单不一样，比如 {wrong[0]}")
        for name in sorted(there):
            found = self._digests(name, heard)
            if any(found[one] != listed[one][name] for one in ALGORITHMS):
                raise BagError(f"{what}有改动或者损坏：{name}")

    def _digests(self, name: str, heard: Heard) -> dict[str, str]:
        hashes = [hashlib.new(one) for one in ALGORITHMS]
        with self._zip.open(f"{self._root}/{name}") as file:
            while block := file.read(BLOCK):
                heard(len(block))
                for one in hashes:
                    one.update(block)
        return {one.name: one.hexdigest() for one in hashes}

    def _listed(self, kind: str) -> dict[str, dict[str, str]]:
        return {one: _digests_by_name(self._text(f"{kind}-{one}.txt")) for one in ALGORITHMS}

    def _text(self, name: str) -> str:
        try:
            return self._read(name, LONGEST_LIST).decode()
        except UnicodeDecodeError as error:
            raise BagError(f"{name} 不是文本") from error

    def _read(self, name: str, most: int) -> bytes:
        try:
            with self._zip.open(f"{self._root}/{name}") as file:
                data = file.read(most + 1)
        except KeyError as error:
            raise BagError(f"包里没有 {name}") from error
        if len(data) > most:
            raise BagError(f"{name} 太大了")
        return data


def _digests_by_name(text: str) -> dict[str, str]:
    digests: dict[str, str] = {}
    for line in re.findall("[^\r\n]+", text):
        found = _LINE.fullmatch(line)
        name = found and re.sub("%(25|0[AaDd])", lambda m: _ESCAPED[m[0]], found[2])
        if not found or not name or name in digests:
            raise BagError(f"清单里有一行读不懂：{line[:80]}")
        digests[name] = found[1].lower()
    return digests


@contextmanager
def opened(path: Path) -> Iterator[Bag]:
    """A ZIP as a bag: all of it in one folder, no path that leaves it, none twice."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Bag(archive, _root(archive))
    except _BROKEN as error:
        raise BagError(f"{path.name} 打不开，或者不完整：{error}") from error


def _root(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    roots = {name.partition("/")[0] for name in names}
    if len(roots) != 1 or len(set(names)) != len(names):
        raise BagError("这个压缩包里不是一个完整的包")
    if any(".." in PurePosixPath(name).parts or "\\" in name for name in names):
        raise BagError("包里有不该有的路径")
    return roots.pop()
