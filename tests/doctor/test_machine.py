"""The doctor on the machine: its Valkey, its disks and the latest backup."""

import os
import shutil
import tempfile
from collections import namedtuple
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from service.doctor import machine
from service.doctor.findings import Level
from service.embedded.sockets import socket_folder
from service.embedded.valkey import valkey
from service.foundation.settings import Settings
from tests.doctor.finding import found, wrongs
from tests.world import settings_for

DiskUsage = namedtuple("DiskUsage", "total used free")


async def test_valkey_is_away(tmp_path):
    given = settings_for(tmp_path, "postgresql:///", "redis://:canary@127.0.0.1:1")
    told = await wrongs(machine.valkey, given)
    assert "JIADANG_VALKEY_URL" in told
    assert "canary" not in told


@pytest.fixture
async def own_valkey(tmp_path) -> AsyncIterator[tuple[Settings, Redis]]:
    """A Valkey whose settings may be changed, and the one that changes them."""
    with socket_folder(tmp_path) as run:
        async with valkey(tmp_path, run) as url, Redis.from_url(url) as redis:
            yield settings_for(tmp_path, "postgresql:///", url), redis


async def test_a_valkey_that_keeps_nothing_is_told_from_one_that_does(own_valkey):
    given, redis = own_valkey

    async def lines() -> list[str]:
        return [str(one) for one in await found(machine.valkey, given)]

    assert await lines() == ["✓ Valkey：有回应"]
    await redis.config_set("appendonly", "no")
    assert (await lines())[1].startswith("! Valkey：重启会忘记")
    await redis.config_set("save", "60 1")
    assert await lines() == ["✓ Valkey：有回应"]
    await redis.execute_command("ACL", "SETUSER", "default", "-config")
    assert (await lines())[1].startswith("! Valkey：不知道它是否保存")


async def test_a_valkey_that_will_refuse_writes_when_it_is_full(own_valkey):
    given, redis = own_valkey
    await redis.config_set("maxmemory", "64mb")
    assert "满了以后会拒绝写入" in str((await found(machine.valkey, given))[1])
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    assert len(await found(machine.valkey, given)) == 1


async def disks_wrong(given: Settings, least: float) -> str:
    lines = [str(one) async for one in machine.disks(given, least) if one.level is Level.WRONG]
    return "\n".join(lines)


async def test_a_full_disk_and_a_folder_that_is_not_there(tmp_path):
    given = settings_for(tmp_path, "postgresql:///", "redis://h")
    given = replace(given, tombstone_folder=str(tmp_path / "missing"))
    assert "没有这个文件夹" in await disks_wrong(given, 0)
    full = await disks_wrong(given, 1e9)
    assert "系统盘" in full
    assert "快满了" in full


async def test_half_the_memory_of_a_small_machine_holds_temporary_files(tmp_path, monkeypatch):
    """4 GiB, as install.md asks for: /tmp in a container has not quite two of them."""
    free = 1.9
    monkeypatch.setattr(shutil, "disk_usage", lambda _: DiskUsage(0, 0, int(free * (1 << 30))))
    given = settings_for(tmp_path, "postgresql:///", "redis://h")
    told = await disks_wrong(given, 2)
    assert "系统盘" in told
    assert "临时文件" not in told
    free = 1.0
    assert "临时文件" in await disks_wrong(given, 2)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that this process may enter and not write, be it root's or not."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        if user == 0:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            os.seteuid(user)
            Path(name).chmod(0o700)


async def test_erasures_cannot_be_noted_on_a_disk_that_is_not_the_workers(tmp_path, closed_folder):
    given = settings_for(tmp_path, "postgresql:///", "redis://h")
    told = await disks_wrong(replace(given, tombstone_folder=str(closed_folder)), 0)
    assert told.startswith(f"✗ 删除记录 {closed_folder}：这个进程写不进去")
    assert f"chown {os.geteuid()}" in told


async def test_a_backup_is_only_read(tmp_path, closed_folder):
    """As in the worker's container."""
    given = settings_for(tmp_path, "postgresql:///", "redis://h")
    both = {"tombstone_folder": tempfile.gettempdir(), "backup_folder": str(closed_folder)}
    assert await disks_wrong(replace(given, **both), 0) == ""


async def test_no_backup_was_ever_finished(tmp_path):
    given = settings_for(tmp_path, "postgresql:///", "redis://h")
    (line,) = await found(machine.backups, given)
    assert line.level is Level.LOOK
    given = replace(given, backup_folder=str(tmp_path))
    assert "没有完整的备份" in await wrongs(machine.backups, given)
