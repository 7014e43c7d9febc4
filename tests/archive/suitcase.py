"""The suitcase: how the tests ask for everything, fetch it and look into it."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.world import Person


async def asks(person: Person, child: str | None = None) -> str:
    """The path of an export of the family, or of a child."""
    body = {"student_id": child} if child else {}
    made = await person.phone.post(f"/families/{person.family}/exports", body)
    return f"/exports/{made['id']}"


async def packed(person: Person, child: str | None = None) -> str:
    """The same, once it is ready."""
    path = await asks(person, child)
    await person.phone.until(path, state=["ready"])
    return path


@dataclass(frozen=True)
class Unpacked:
    """A bag in a folder, as it is after a double click."""

    folder: Path

    def data(self, path: str) -> bytes:
        return (self.folder / "data" / path).read_bytes()

    def json(self, path: str) -> Any:
        return json.loads(self.data(path))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """The documents of one kind, in the order in which they were made."""
        found = sorted((self.folder / "data/metadata" / kind).glob("*.json"))
        return [json.loads(path.read_bytes()) for path in found]

    def files(self, under: str) -> list[str]:
        root = self.folder / "data"
        return sorted(str(p.relative_to(root)) for p in (root / under).rglob("*") if p.is_file())

    def catalogue(self) -> list[dict[str, str]]:
        text = self.data("catalogue.csv").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


async def downloaded(person: Person, path: str, **headers: str) -> httpx.Response:
    """What is behind the URL."""
    url = (await person.phone.get(f"{path}/download"))["url"]
    async with httpx.AsyncClient(timeout=60) as http:
        return await http.get(url, headers=headers)


async def unpacked(person: Person, path: str, folder: Path) -> Unpacked:
    """Fetched and unzipped."""
    reply = await downloaded(person, path)
    reply.raise_for_status()
    with zipfile.ZipFile(io.BytesIO(reply.content)) as bag:
        assert bag.testzip() is None
        bag.extractall(folder)
        (root,) = {name.partition("/")[0] for name in bag.namelist()}
    return Unpacked(folder / root)
