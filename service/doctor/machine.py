"""This machine and what is beside it: Valkey, disks, backups, and how many files may be open."""

import os
import resource
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from service.backup.folders import BackupError, Folder
from service.doctor.findings import Finding, fine, judged, look, wrong
from service.foundation import clock
from service.foundation.settings import Settings

OLDEST_BACKUP_HOURS = 26
LEAST_FILES = 1024
FILM_GIB = 1.1
"""The largest film, 500 MiB, and what reading it may write beside it, 600 MiB."""


async def valkey(given: Settings) -> AsyncIterator[Finding]:
    """It may be away without harm to anything kept, but limits are then looser."""
    client = Redis.from_url(
        given.valkey_url, decode_responses=True, socket_timeout=2, socket_connect_timeout=2
    )
    try:
        facts = await client.info()
        keeps = await _keeps(client, facts)
    except (RedisError, OSError) as error:
        mend = "检查它是否在运行，以及 JIADANG_VALKEY_URL"
        yield wrong(f"Valkey：没有回应（{type(error).__name__}）", mend)
        return
    finally:
        await client.aclose()
    yield fine("Valkey：有回应")
    if keeps is None:
        yield look("Valkey：不知道它是否保存（它不许用 CONFIG）", "确认它设了 appendonly yes")
    elif not keeps:
        yield look("Valkey：重启会忘记次数和令牌", "设 appendonly yes")
    if facts.get("maxmemory") and facts.get("maxmemory_policy") == "noeviction":
        yield look("Valkey：满了以后会拒绝写入", "设 maxmemory-policy allkeys-lru")


async def _keeps(client: Redis, facts: Mapping[str, Any]) -> bool | None:
    """Whether it finds again after a restart what it counts; None where it does not say."""
    if facts.get("aof_enabled"):
        return True
    try:
        return bool((await client.config_get("save"))["save"])
    except (ResponseError, KeyError):  # by its ACL, or because the command has another name there
        return None


@dataclass(frozen=True)
class _Folder:
    """Where something is kept; the worker itself writes there or, as in a backup, only reads."""

    path: Path
    least_gib: float
    written: bool = False
    more: str = "腾出空间或换大的磁盘"


async def disks(given: Settings, least_free_gib: float) -> AsyncIterator[Finding]:
    """Each folder: there, with room, and where this process writes, open to it."""
    for name, folder in _folders(given, least_free_gib).items():
        what = f"{name} {folder.path}"
        if not folder.path.exists():
            yield wrong(f"{what}：没有这个文件夹", "建这个文件夹，交给运行服务的用户")
            continue
        if folder.written and not os.access(folder.path, os.W_OK | os.X_OK, effective_ids=True):
            mend = f"把它交给运行服务的用户（chown {os.geteuid()}），挂载时不要只读"
            yield wrong(f"{what}：这个进程写不进去", mend)
        free = shutil.disk_usage(folder.path).free / (1 << 30)
        room = f"{what}：还有 {free:.1f} GiB"
        yield judged(free >= folder.least_gib, room, f"快满了：{folder.more}")


def _folders(given: Settings, least_gib: float) -> dict[str, _Folder]:
    """In a container `/` is where Docker keeps its volumes, and /tmp is memory, half of it."""
    temporary = Path(tempfile.gettempdir())
    films = _Folder(temporary, min(least_gib, FILM_GIB), True, "腾出空间；它若在内存里，加内存")
    folders = {"系统盘": _Folder(Path("/"), least_gib), "临时文件": films}
    if given.tombstone_folder or given.tombstones.exists():
        folders["删除记录"] = _Folder(given.tombstones, least_gib, written=True)
    if given.backup_folder:
        folders["备份"] = _Folder(Path(given.backup_folder), least_gib)
    return folders


async def backups(given: Settings) -> AsyncIterator[Finding]:
    """How old the latest whole backup is."""
    if not given.backup_folder:
        mend = "每晚运行 backup，并设 JIADANG_BACKUP_FOLDER（docs/operations/backup.md）"
        yield look("不知道有没有备份", mend)
        return
    try:
        summary = Folder(Path(given.backup_folder)).summary()
    except (BackupError, OSError):
        summary = None
    if summary is None:
        yield wrong("没有完整的备份", "按 docs/operations/backup.md 做一次，并看定时任务的日志")
        return
    hours = (clock.now() - summary.taken_at).total_seconds() / 3600
    mend = "定时备份没有做成：看它的日志"
    yield judged(hours < OLDEST_BACKUP_HOURS, f"最近的备份是 {hours:.0f} 小时以前的", mend)


async def files(given: Settings) -> AsyncIterator[Finding]:
    """How many files and connections a process may hold."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    what = f"一个进程最多打开 {most} 个文件"
    yield judged(most >= LEAST_FILES, what, "调大 LimitNOFILE 或 ulimit -n")
