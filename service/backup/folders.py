"""The folder of a backup: where things lie in it, and the summary that makes it one.

    summary.json            written last, signed with the installation's secret
    database-<moment>.dump  of PostgreSQL's pg_dump, custom format
    objects-<moment>.jsonl  a line for each object
    objects/<xx>/<etag>     the bytes of objects, under their etag in hexadecimal

Objects lie under what they are made of, so what is there is never written again, an interrupted
backup harms no earlier one, and no two names differ by case alone.
"""

import asyncio
import hashlib
import hmac
import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, TypeVar

import msgspec
from qiniu.utils import etag_stream

from service.foundation import tokens

FORMAT = 1
T = TypeVar("T")
_OURS = re.compile(r"(database|objects)-\d{8}T\d{12}Z\.(dump|jsonl|wanted)(\.unfinished)?")
"""Rows and lists, as `taking` names them; the folder may hold what is somebody else's."""


class BackupError(RuntimeError):
    """A backup, or what it is to be restored into, is not as it must be; said in one sentence."""


class File(msgspec.Struct, frozen=True):
    """A file of the folder, as it was when it was written."""

    name: str
    bytes: int
    sha256: str


class Kept(msgspec.Struct, frozen=True):
    """An object: its key in the bucket, and the bytes that lie under its etag in the folder.

    `sha256` is what its row records, empty where that knows none.
    """

    key: str
    etag: str
    bytes: int
    media_type: str
    sha256: str = ""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is. `migrations` are those of its database, `tombstones` how many erasures
    were told outside of it by then; `lost` are keys that rows name and the store could not give.
    """

    format: int = FORMAT
    taken_at: datetime
    database: File
    manifest: File
    migrations: list[str]
    queue: str
    objects: int
    bytes: int
    tombstones: int
    lost: list[str]


class _Signed(msgspec.Struct):
    summary: msgspec.Raw
    signature: str


class Folder:
    """The folder of one installation's backups, of which the latest complete one counts."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def blob(self, etag: str) -> Path:
        """Where the bytes of an etag lie; BackupError where it is none."""
        name = _name_of(etag)
        return self.path / "objects" / name[-2:] / name

    def holds(self, etag: str, size: int) -> bool:
        """Whether the bytes of an etag are there, by their size; `check` reads them."""
        try:
            return self.blob(etag).stat().st_size == size
        except FileNotFoundError:
            return False

    def summary(self) -> Summary | None:
        """The latest complete backup, None where there is none; BackupError where somebody else
        wrote it, or changed it.
        """
        try:
            signed = msgspec.json.decode((self.path / "summary.json").read_bytes(), type=_Signed)
            if not hmac.compare_digest(_signature(bytes(signed.summary)), signed.signature):
                detail = "summary.json 不是用这里的 JIADANG_SECRET 写的，或者被改过"
                raise BackupError(f"{self.path}：{detail}")
            return msgspec.json.decode(signed.summary, type=Summary)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise BackupError(f"{self.path}：summary.json 读不懂（{error}）") from error

    def conclude(self, summary: Summary) -> None:
        """Make what was written the latest backup; on the disk when this returns."""
        raw = msgspec.json.encode(summary)
        signed = msgspec.json.encode(_Signed(msgspec.Raw(raw), _signature(raw)))
        with unfinished(self.path / "summary.json") as file:
            file.write(signed)

    def lines(self, file: File, size: int) -> Iterator[list[Kept]]:
        """The objects of a manifest, so many at a time."""
        yield from batches(self.path / file.name, Kept, size)

    def clear_files(self, summary: Summary | None) -> None:
        """Remove the rows and lists of other runs; those that broke off would fill the disk."""
        named = {summary.database.name, summary.manifest.name} if summary else set()
        for path in self.path.iterdir():
            if _OURS.fullmatch(path.name) and path.name not in named:
                path.unlink()

    def clear(self, summary: Summary) -> int:
        """Remove what this backup does not name: what was erased meanwhile is in none that follows.
        Returns how many objects went.
        """
        self.clear_files(summary)
        gone = 0
        for place, named in self._named(summary.manifest):
            for path in _blobs(self.path / "objects" / place):
                if path.name not in named:
                    path.unlink()
                    gone += 1
        return gone

    def _named(self, manifest: File) -> Iterator[tuple[str, set[str]]]:
        """The names that a manifest has for each <xx>, one after the other: all of a city's at once
        would be more than the memory. They wait in files without a name, so a killed run leaves
        none.
        """
        with ExitStack() as open_files:
            waiting = {
                f"{number:02x}": open_files.enter_context(TemporaryFile("w+", dir=self.path))
                for number in range(256)
            }
            for kept in chain.from_iterable(self.lines(manifest, 1000)):
                name = _name_of(kept.etag)
                waiting[name[-2:]].write(f"{name}\n")
            for place, file in waiting.items():
                file.seek(0)
                yield place, set(file.read().split())


def _name_of(etag: str) -> str:
    """42 hexadecimal digits; BackupError where it is none."""
    try:
        name = urlsafe_b64decode(etag).hex()
    except ValueError:
        name = ""
    if len(name) != 42:
        raise BackupError(f"没有见过的 etag：{etag[:60]}")
    return name


def _blobs(folder: Path) -> Iterator[Path]:
    """What we have put there, unfinished or not; nothing else is ours to remove."""
    for path in folder.glob("*"):
        if len(path.stem) == 42 and path.suffix in {"", ".unfinished"}:
            yield path


class unfinished:
    """A file that appears under its name once it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(f"{path.name}.unfinished")

    def __enter__(self) -> BinaryIO:
        self._file = self._beside.open("wb")
        return self._file

    def __exit__(self, kind: object, *_: object) -> None:
        self._file.close()
        if kind is None:
            settle(self._beside, self._path)


def settle(unfinished: Path, path: Path) -> None:
    """Give a whole file its name; it and its name are on the disk when this returns."""
    _sync(unfinished)
    unfinished.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def batches(path: Path, kind: type[T], size: int) -> Iterator[list[T]]:
    """The lines of a JSONL file, decoded, so many at a time."""
    decoder = msgspec.json.Decoder(kind)
    with path.open("rb") as file:
        while lines := [decoder.decode(line) for line in islice(file, size)]:
            yield lines


async def facts_of(path: Path) -> File:
    """Name, size and SHA-256 of a file."""
    size, digest, _ = await asyncio.to_thread(_read, path)
    return File(path.name, size, digest)


async def condition_of(path: Path) -> tuple[str, str]:
    """The etag and the SHA-256 (hex) of a file's bytes, read once; empty where there is none."""
    with suppress(FileNotFoundError):
        _, sha256, etag = await asyncio.to_thread(_read, path)
        return etag, sha256
    return "", ""


class _Heard:
    """A file whose every read block is hashed on its way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.sha256, self.bytes = file, hashlib.sha256(), 0

    def seek(self, offset: int) -> None:
        self._file.seek(offset)

    def read(self, size: int) -> bytes:
        block = self._file.read(size)
        self.sha256.update(block)
        self.bytes += len(block)
        return block


def _read(path: Path) -> tuple[int, str, str]:
    with path.open("rb") as file:
        heard = _Heard(file)
        etag = etag_stream(heard)
        return heard.bytes, heard.sha256.hexdigest(), etag


def _signature(data: bytes) -> str:
    return tokens.sign("backup", data).hex()
