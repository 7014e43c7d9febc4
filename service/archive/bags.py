"""Bags: an archive to take home, after BagIt 1.0 (RFC 8493), as one ZIP written as it is read.

Of what went in only digests are kept, so that a bag of 100 GB takes the memory of an empty one. The
payload comes first, the lists that name it last; ZIP64 throughout.
"""

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from service.foundation.abreast import Abreast

ALGORITHMS = ("sha256", "sha512")
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LONGEST_NAME = 200
"""Bytes of UTF-8: every file system takes 255, and an unpacker may add to it."""

LONGEST_EXTENSION = 16

_NOT_PORTABLE = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\\/:*?"<>|]')
"""Some readers take more characters than LF for the end of a line in a list."""
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\..*)?", re.IGNORECASE)


class Out(Protocol):
    """Where the ZIP goes; it is never read back, nor written twice."""

    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


@dataclass
class Names:
    """Names in one folder that every system takes, none of them twice, whatever its case."""

    _taken: set[str] = field(default_factory=set)

    def portable(self, name: str) -> str:
        """A file's name made fit: the same, as far as possible, and with its extension."""
        fit = _fit(name)
        stem, dot, extension = fit.rpartition(".")
        is_one = stem and len(extension.encode()) <= LONGEST_EXTENSION
        stem, ending = (stem, dot + extension) if is_one else (fit, "")
        stem = _cut(stem, LONGEST_NAME - len(ending.encode())).rstrip(". ")
        found, count = stem + ending or "_", 1
        while found.casefold() in self._taken:
            count += 1
            found = f"{stem} ({count}){ending}"
        self._taken.add(found.casefold())
        return found


def _fit(name: str) -> str:
    """Without what Windows, macOS or a USB stick refuse; never empty."""
    fit = _NOT_PORTABLE.sub("_", unicodedata.normalize("NFC", name)).strip().rstrip(". ")
    return f"_{fit}" if not fit.strip(".") or _DEVICE.fullmatch(fit) else fit


def _cut(text: str, most: int) -> str:
    """The beginning of a text, in so many bytes and whole characters."""
    return text.encode()[:most].decode(errors="ignore")


class Bag:
    """A bag being written to `out`, all of it in one folder of the ZIP."""

    def __init__(self, folder: str, out: Out, *, made: datetime) -> None:
        self._folder = folder
        self._made = made
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True)  # type: ignore[arg-type]
        self._payload: dict[str, dict[str, str]] = {}
        self._bytes = 0

    async def add(self, path: str, chunks: AsyncIterable[bytes]) -> dict[str, str]:
        """Put a file into the payload, at `data/{path}`; its digests by ALGORITHMS.

        Raises ValueError for a path that leaves the bag or is there already.
        """
        name = f"data/{path}"
        if name in self._payload or {"", ".", ".."} & set(path.split("/")):
            raise ValueError(path)
        hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
        with self._zip.open(self._entry(name), "w", force_zip64=True) as file:
            async with Abreast(file.write, *(one.update for one in hashes)) as all_of_them:
                async for chunk in chunks:
                    self._bytes += len(chunk)
                    await all_of_them.put(chunk)
        self._payload[name] = {one.name: one.hexdigest() for one in hashes}
        return self._payload[name]

    def close(self, facts: Mapping[str, str]) -> None:
        """Write the lists, with `facts` about the bag (RFC 8493 §2.2.2), and end the ZIP."""
        oxum = {"Payload-Oxum": f"{self._bytes}.{len(self._payload)}"}
        dated = {"Bagging-Date": self._made.date().isoformat()}
        tags = {"bagit.txt": DECLARATION, "bag-info.txt": _info({**facts, **dated, **oxum})}
        tags |= _manifests("manifest", self._payload)
        for name, text in (tags | _manifests("tagmanifest", _digested(tags))).items():
            self._zip.writestr(self._entry(name), text.encode())
        self._zip.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(f"{self._folder}/{name}", self._made.timetuple()[:6])


def _digested(tags: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        name: {one: hashlib.new(one, text.encode()).hexdigest() for one in ALGORITHMS}
        for name, text in tags.items()
    }


def _manifests(kind: str, files: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """One list per algorithm. In a list, CR, LF and % are written as percent codes (§2.1.3)."""
    return {
        f"{kind}-{algorithm}.txt": "".join(
            f"{digests[algorithm]}  {_listed(name)}\n" for name, digests in files.items()
        )
        for algorithm in ALGORITHMS
    }


def _listed(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _info(facts: Mapping[str, str]) -> str:
    """`Label: value` lines; a value that has lines of its own becomes one."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in facts.items())
