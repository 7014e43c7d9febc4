"""Checking a backup before anything is made of it: every byte that it names, and that it fits."""

import asyncio
import pkgutil
from collections.abc import Callable

import models.migrations
from service.backup.folders import BackupError, File, Folder, Kept, Summary, condition_of, facts_of
from service.foundation.settings import Settings
from service.trust import tombstones

AT_ONCE = 4


async def check(folder: Folder, heard: Callable[[int], None]) -> Summary:
    """The summary of a folder whose every file is what it was; BackupError where one is not."""
    summary = folder.summary()
    if summary is None:
        raise BackupError(f"{folder.path}：没有完整的备份（缺少 summary.json）")
    for file in (summary.database, summary.manifest):
        await _check_file(folder, file)
    _require_known(summary)
    for kept in folder.lines(summary.manifest, AT_ONCE):
        await asyncio.gather(*(_check_object(folder, one) for one in kept))
        heard(len(kept))
    return summary


async def _check_file(folder: Folder, file: File) -> None:
    try:
        found = await facts_of(folder.path / file.name)
    except FileNotFoundError:
        raise BackupError(f"备份里缺少 {file.name}") from None
    if found != file:
        raise BackupError(f"备份里的 {file.name} 和备份时不一样")


async def _check_object(folder: Folder, kept: Kept) -> None:
    etag, sha256 = await condition_of(folder.blob(kept.etag))
    if not etag:
        raise BackupError(f"备份里缺少文件 {kept.key}")
    if etag != kept.etag or kept.sha256 not in {"", sha256}:
        raise BackupError(f"备份里的文件 {kept.key} 和备份时不一样")


def _require_known(summary: Summary) -> None:
    """A release cannot go back to what an older one knew."""
    known = {found.name for found in pkgutil.iter_modules(models.migrations.__path__)}
    if unknown := set(summary.migrations) - known:
        detail = "、".join(sorted(unknown))
        raise BackupError(f"这份备份来自更新的版本（{detail}），请用那个版本恢复")


def require_tombstones(given: Settings, summary: Summary) -> None:
    """Without the tombstones that there were, what was erased would come back unnoticed."""
    folder = given.tombstones
    count = sum(1 for _ in tombstones.all_of(folder))
    if not folder.is_dir() or count < summary.tombstones:
        raise BackupError(
            f"{folder} 里只有 {count} 条删除记录，备份时有 {summary.tombstones} 条："
            "请先把 JIADANG_TOMBSTONE_FOLDER 找回来；真的没有了，用 --without-tombstones"
        )
