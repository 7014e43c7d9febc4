"""`backup`, `restore` and `replay-erasures`: what an operator runs at the shell."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from msgspec.structs import replace
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service import bootstrap
from service.backup import restoring, taking
from service.backup.folders import BackupError, Folder
from service.backup.replaying import replay
from service.backup.restoring import Restored, Wish
from service.backup.taking import Taken
from service.embedded.claims import claimed_folder
from service.foundation.settings import Settings, read_settings
from service.integrations.errors import VendorDenied, VendorRefused, VendorUnavailable

T = TypeVar("T")

Into = Annotated[Path, typer.Argument(file_okay=False, help="Kept from one backup to the next.")]
From = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A backup.")]
Fewer = Annotated[bool, typer.Option(help="Most files were erased: keep those that are left.")]
Survived = Annotated[bool, typer.Option(help="The bucket still holds its objects: add to them.")]
Without = Annotated[bool, typer.Option(help="The tombstones are lost: what was erased is back.")]


def backup(folder: Into, fewer: Fewer = False) -> None:
    """Bring a folder up to date: all rows and objects of one moment; fails where one is lost."""
    given = read_settings()
    with claimed_folder(folder), _heard("正在备份文件") as heard:
        work = partial(taking.take, given, Folder(folder), heard, fewer=fewer)
        taken = asyncio.run(_within(given, work))
    _tell_taken(taken)
    if taken.summary.lost:
        raise typer.Exit(1)


def restore(
    folder: From, bucket_survived: Survived = False, without_tombstones: Without = False
) -> None:
    """Make an empty database and bucket what a backup holds, less what was erased since."""
    given, wish = read_settings(), Wish(bucket_survived, without_tombstones)
    with _heard("正在核对和恢复文件") as heard:
        work = partial(restoring.restore, given, Folder(folder), wish, heard)
        restored = asyncio.run(_within(_as_owner(given), work))
    _tell_restored(restored)


def replay_erasures() -> None:
    """Erase again what the database was restored to before, by other means than `restore`."""
    again = asyncio.run(_within(_as_owner(read_settings()), replay))
    print(f"重新删除了 {len(again)} 项")


def _as_owner(given: Settings) -> Settings:
    return replace(
        given, database_url=given.owner_url, direct_database_url="", replica_database_url=""
    )


async def _within(given: Settings, work: Callable[[], Awaitable[T]]) -> T:
    try:
        async with bootstrap.opened(given, unhurried=True):
            return await work()
    except (VendorDenied, VendorRefused) as refused:
        raise BackupError(
            f"对象存储拒绝了，请检查 JIADANG_KODO_ 开头的设置（{refused}）"
        ) from refused
    except VendorUnavailable as away:
        raise BackupError(f"对象存储没有回应，过一会儿再运行一次，会接着做（{away}）") from away


@contextmanager
def _heard(told: str) -> Iterator[Callable[[int], None]]:
    columns = TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(told, total=None)
        yield lambda count: progress.advance(task, count)


def _tell_taken(taken: Taken) -> None:
    summary = taken.summary
    print(f"备份完成：{summary.objects} 个文件，{summary.bytes:,} 字节，新取 {taken.fetched} 个")
    if taken.cleared:
        print(f"已经删除的内容不再保留：清掉 {taken.cleared} 个文件")
    for key in summary.lost:
        print(f"存储里没有，或者和记录不一样：{key}")


def _tell_restored(restored: Restored) -> None:
    moment = restored.summary.taken_at.isoformat(timespec="seconds")
    print(f"恢复到 {moment}：{restored.summary.objects} 个文件，存入 {restored.put} 个")
    print(f"备份以后删除的，重新删除了 {restored.erased} 项；{restored.sessions} 处登录已退出")
    for key in restored.summary.lost:
        print(f"备份时就没有：{key}")
