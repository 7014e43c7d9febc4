"""`audit objects`: what an operator sees of the bucket, and how orphans are removed."""

import asyncio
import sys
from datetime import timedelta
from typing import Any

import pytest

from models.archive.findings import Finding
from models.archive.photos import Photo
from models.trust.audit import AuditRecord
from service.foundation import clock
from service.integrations import adapters
from tests.trust.leaving import objects
from tests.world import World

NOBODYS = ("o/nobody/1", "o/nobody/2")


async def audit(
    world: World, *options: str, says: str = "", columns: int = 200
) -> tuple[int | None, str]:
    """Run the command as the operator does; how it ended and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "audit", "objects", *options),
        env={**world.settings.environ(), "PYTHONUTF8": "1", "COLUMNS": str(columns)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate(says.encode())
    return process.returncode, said.decode()


async def test_a_narrow_terminal_cuts_no_key(world, alice):
    photo = await Photo.get(id=await alice.takes_photo())
    await adapters().kodo.delete(photo.key)
    _, said = await audit(world, columns=80)
    rows = [line.split("│")[2].strip() for line in said.splitlines() if line.startswith("│")]
    assert "".join(rows) == photo.key


async def in_quarantine(*keys: str, days: float) -> None:
    """Objects of nobody that were found so long ago."""
    for key in keys:
        await adapters().kodo.put(key, b"somebody's", "image/jpeg")
        orphan = await Finding.create(kind="orphan", key=key, bytes=10)
        await Finding.filter(id=orphan.id).update(created_at=clock.now() - timedelta(days=days))


async def left_open() -> list[str]:
    return [one.key for one in await Finding.filter(settled_at=None).order_by("key")]


async def test_where_all_agrees_the_audit_says_so(world, alice):
    await alice.takes_photo()
    status, said = await audit(world)
    assert status == 0
    assert "2/2" in said
    assert "都对得上，没有问题" in said


async def test_what_is_wrong_is_told_and_fails_the_audit(world, alice):
    photo = await Photo.get(id=await alice.takes_photo())
    await adapters().kodo.delete(photo.key)
    status, said = await audit(world)
    assert status == 1
    (line,) = [line for line in said.splitlines() if photo.key in line]
    assert "文件不见了" in line
    assert f"{photo.bytes:,}" in line


@pytest.mark.parametrize("answer", [{"says": "n\n"}, {"says": ""}])
async def test_nothing_is_removed_without_a_yes(world, answer: dict[str, Any]):
    await in_quarantine(*NOBODYS, days=40)
    status, _ = await audit(world, "--remove-orphans-older-than", "30", **answer)
    assert status == 1
    assert objects(world) == set(NOBODYS)
    assert await left_open() == [*NOBODYS]


@pytest.mark.parametrize("answer", [("--yes", ""), ("", "y\n")])
async def test_old_orphans_are_removed_for_good_and_young_ones_stay(world, answer):
    option, says = answer
    await in_quarantine("o/lately", days=29)
    await in_quarantine(*NOBODYS, days=31)
    options = ["--remove-orphans-older-than", "30", *filter(None, [option])]
    status, said = await audit(world, *options, says=says)
    assert (status, "删除了 2 个没有记录的文件" in said) == (1, True)
    assert (objects(world), await left_open()) == ({"o/lately"}, ["o/lately"])
    assert await AuditRecord.filter(action="finding.removed").count() == 2


async def test_what_has_found_its_owner_meanwhile_is_not_removed(world, alice):
    photo = await Photo.get(id=await alice.takes_photo())
    await Finding.create(kind="orphan", key=photo.key, created_at=clock.now() - timedelta(days=40))
    status, said = await audit(world, "--remove-orphans-older-than", "30", "--yes")
    assert (status, "没有放了这么久的无主文件" in said) == (0, True)
    assert photo.key in objects(world)


async def test_a_kodo_that_is_away_is_one_sentence(world):
    await world.script("kodo", "list", {"status": 599}, times=None)
    status, said = await audit(world)
    assert status == 1
    assert "对象存储没有回应，过一会儿再核对" in said
    assert "Traceback" not in said
