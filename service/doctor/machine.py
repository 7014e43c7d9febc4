"""This machine and what is beside it: Valkey, disks, backups, and how many files may be open."""

import resource
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.backup.folders import BackupError, Folder
from service.doctor.findings import Finding, fine, judged, look, wrong
from service.foundation import clock
from service.foundation.settings import Settings

OLDEST_BACKUP_HOURS = 26
LEAST_FILES = 1024


async def valkey(given: Settings) -> AsyncIterator[Finding]:
    """It may be away without harm to anything kept, but limits are then looser."""
    client = Redis.from_url(
        given.valkey_url, decode_responses=True, socket_timeout=2, socket_connect_timeout=2
    )
    try:
        facts = await client.info()
    except (RedisError, OSError) as error:
        mend = "检查它是否在运行，以及 JIADANG_VALKEY_URL"
        yield wrong(f"Valkey：没有回应（{type(error).__name__}）", mend)
        return
    finally:
        await client.aclose()
    yield fine("Valkey：有回应")
    if not facts.get("aof_enabled") and not facts.get("rdb_last_save_time"):
        yield look("Valkey：重启会忘记次数和令牌", "设 appendonly yes")
    if facts.get("maxmemory") and facts.get("maxmemory_policy") == "noeviction":
        yield look("Valkey：满了以后会拒绝写入", "设 maxmemory-policy allkeys-lru")


async def disks(given: Settings, least_free_gib: float) -> AsyncIterator[Finding]:
    """Each folder that is written to: there, and with room."""
    for name, folder in _folders(given).items():
        if not folder.exists():
            mend = "建这个文件夹，交给运行服务的用户"
            yield wrong(f"{name} {folder}：没有这个文件夹", mend)
            continue
        free = shutil.disk_usage(folder).free / (1 << 30)
        what = f"{name} {folder}：还有 {free:.1f} GiB"
        yield judged(free >= least_free_gib, what, "磁盘快满了：腾出空间或换大的磁盘")


def _folders(given: Settings) -> dict[str, Path]:
    folders = {"临时文件": Path(tempfile.gettempdir())}
    if given.tombstone_folder or given.tombstones.exists():
        folders["删除记录"] = given.tombstones
    if given.backup_folder:
        folders["备份"] = Path(given.backup_folder)
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
        yield wrong("没有完整的备份", "运行 python -m service backup，并看定时任务的日志")
        return
    hours = (clock.now() - summary.taken_at).total_seconds() / 3600
    mend = "定时备份没有做成：看它的日志"
    yield judged(hours < OLDEST_BACKUP_HOURS, f"最近的备份是 {hours:.0f} 小时以前的", mend)


async def files(given: Settings) -> AsyncIterator[Finding]:
    """How many files and connections a process may hold."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    what = f"一个进程最多打开 {most} 个文件"
    yield judged(most >= LEAST_FILES, what, "调大 LimitNOFILE 或 ulimit -n")
