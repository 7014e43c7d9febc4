"""Packing: the bag as it is filled, what went wrong meanwhile, and who hears how far it is."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Protocol
from uuid import UUID

import msgspec

from service.archive.bag_contents.scope import Scope
from service.archive.bags import Bag, Names

SPOOLED = 1 << 23
"""Bytes of a list that are held before it goes to a file."""
BLOCK = 1 << 20

Heard = Callable[[int], Awaitable[None]]
"""Told of the bytes of every original; raises to have the packing given up."""


class Drained(Protocol):
    """Where the bag goes, which takes what was written from time to time."""

    async def drain(self) -> None: ...


@dataclass(frozen=True)
class Kept:
    """A file of the bag: its path under `data/`, and the smaller picture to look at, if any."""

    path: str
    view: str = ""


@dataclass
class Report:
    """What is not in the bag as it should be, and how much is in it."""

    missing: list[dict[str, str]] = field(default_factory=list)
    different: list[dict[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Lines:
    """A list that grows while the bag is filled, and goes into it at the end."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115

    def add(self, line: bytes) -> None:
        """Put a line, with its end, behind those there are."""
        self._file.write(line)

    def blocks(self) -> Iterator[bytes]:
        """All of it, from the start."""
        self._file.seek(0)
        while block := self._file.read(BLOCK):
            yield block

    def close(self) -> None:
        """Forget them."""
        self._file.close()


@dataclass
class Packing:
    """A bag that is being filled from a scope."""

    bag: Bag
    out: Drained
    scope: Scope
    heard: Heard
    kept: dict[UUID, Kept] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    names: dict[str, Names] = field(default_factory=dict)
    catalogue: Lines = field(default_factory=Lines)
    entries: Lines = field(default_factory=Lines)
    photos: Lines = field(default_factory=Lines)

    async def add(self, path: str, chunks: AsyncIterable[bytes]) -> dict[str, str]:
        """Put a file into the bag, sent on as it comes; its digests."""
        return await self.bag.add(path, self._drained(chunks))

    async def add_bytes(self, path: str, *data: bytes | Iterable[bytes]) -> None:
        """The same for what is at hand, in pieces."""
        await self.add(path, _pieces(data))

    async def add_json(self, path: str, value: Any) -> None:
        """A JSON document that people can read, too."""
        await self.add_bytes(path, msgspec.json.format(msgspec.json.encode(value), indent=1))

    def has(self, photo_id: UUID) -> bool:
        """Whether a photo belongs into the bag; its file may be missing."""
        return photo_id in self.kept

    def named(self, folder: str, name: str) -> str:
        """A path in a folder, under a name that every system takes and nothing else there has."""
        return f"{folder}/{self.names.setdefault(folder, Names()).portable(name)}"

    async def _drained(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        async for chunk in chunks:
            yield chunk
            await self.out.drain()

    def __enter__(self) -> "Packing":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for lines in (self.catalogue, self.entries, self.photos):
            lines.close()


async def _pieces(data: Iterable[bytes | Iterable[bytes]]) -> AsyncIterator[bytes]:
    for piece in data:
        for block in [piece] if isinstance(piece, bytes) else piece:
            yield block
