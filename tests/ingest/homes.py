"""Homes: a family with something of everything, what it takes along, and where it arrives."""

import asyncio
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from models.trust.consents import Purpose
from service.archive.bags import ALGORITHMS
from tests.archive.circle import circle_of, said, told
from tests.archive.filing_room import DEED, files
from tests.archive.suitcase import downloaded, packed
from tests.archive.test_photos import from_a_camera
from tests.trust.household import mother_of
from tests.world import Person, World


async def full_home(world: World) -> Person:
    """Alice's: two records, words of relatives, a double photo, measures, papers, boxes."""
    alice = await mother_of(world)
    circle = await circle_of(world, alice)
    photo, double = [await alice.takes_photo(data) for data in [from_a_camera()] * 2]
    await alice.phone.put(f"/photos/{photo}", {"caption": "骑得真快", "place": "湖边"})
    ride = {"title": "第一次骑车", "story": "摔了一跤。", "happened": "2020-05~", "place": "香山湖"}
    await alice.records(**ride, photo_ids=[double, photo])
    await alice.records(title="只给爸妈", audience="guardians", student_id=None)
    await told(circle.chen, circle.entry, words="是我扶着车座跑的")
    await said(circle.chen, circle.entry, "真棒")
    await circle.chen.phone.put(f"{circle.entry}/reaction", {"warmth": "鼓掌"})
    measured = {"day": "2020-05-01", "height_cm": 104.5, "left_eye": 4.9}
    await alice.phone.post(f"/students/{alice.child}/measurements", measured)
    withdrawn = await alice.consents(Purpose.CLASS, alice.child)
    await alice.phone.delete(f"/consents/{withdrawn}")
    shelf = f"/families/{alice.family}/boxes"
    box = await alice.phone.post(shelf, {"title": "奖状", "location": "书房"})
    await files(alice, photo_ids=[photo], box_id=box["id"], student_id=alice.child)
    gone = await files(alice)
    await files(alice, **DEED)
    await alice.phone.delete(f"/filed-items/{gone['id']}")
    await alice.phone.put(f"/families/{alice.family}/archive/confirmation")
    await world.quiet()
    return alice


async def taken_home(person: Person, target: Path, child: str | None = None) -> Path:
    """The bag of everything, or of a child, as a file."""
    reply = await downloaded(person, await packed(person, child))
    await asyncio.to_thread(target.write_bytes, reply.content)
    return target


async def moves_in(world: World, name: str = "Alice") -> Person:
    """The guardian on a new installation, with a family that has nothing yet."""
    person = await world.person(name)
    await person.founds("新家")
    return person


def told_in(bag: Path) -> dict[str, Any]:
    """Everything that a bag tells, by path; of files what they are."""
    with zipfile.ZipFile(bag) as archive:
        names = [name.partition("/")[2] for name in archive.namelist()]
        root = archive.namelist()[0].partition("/")[0]
        told = {name: archive.read(f"{root}/{name}") for name in names if "/metadata/" in name}
        lists = archive.read(f"{root}/manifest-sha256.txt").decode()
    originals = sorted(line for line in lists.splitlines() if "data/originals/" in line)
    return {name: json.loads(data) for name, data in told.items()} | {"originals": originals}


def changed(bag: Path, target: Path, name: str, data: bytes | None) -> Path:
    """The same bag with one file otherwise, or without it."""
    with zipfile.ZipFile(bag) as before, zipfile.ZipFile(target, "w") as after:
        for one in before.infolist():
            if not one.filename.endswith(name):
                after.writestr(one, before.read(one))
            elif data is not None:
                after.writestr(one, data)
    return target


def forged(bag: Path, target: Path, name: str, old: str, new: str) -> Path:
    """The same bag with other words in a file, and its lists written anew."""
    data = read(bag, name).replace(old.encode(), new.encode())
    bag = changed(bag, target, name, data)
    for kind in ("manifest", "tagmanifest"):
        for algorithm in ALGORITHMS:
            path = f"/{kind}-{algorithm}.txt"
            lines = [_listed_anew(bag, line, algorithm) for line in read(bag, path).splitlines()]
            target.write_bytes(
                changed(bag, target.with_suffix(".new"), path, b"".join(lines)).read_bytes()
            )
    return target


def _listed_anew(bag: Path, line: bytes, algorithm: str) -> bytes:
    name = line.decode().partition("  ")[2]
    digest = hashlib.new(algorithm, read(bag, f"/{name}")).hexdigest()
    return f"{digest}  {name}\n".encode()


def read(bag: Path, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bag.read_bytes())) as archive:
        (found,) = [one for one in archive.namelist() if one.endswith(name)]
        return archive.read(found)
