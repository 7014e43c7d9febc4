"""`audit fixity`: originals read and hashed again, the broken ones repaired, and a report."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

from models.archive.photos import Photo
from service import bootstrap
from service.archive.fixity import rounds, scopes
from service.archive.fixity.rounds import Round
from service.archive.fixity.scopes import Scope
from service.archive.fixity.verifying import Verdict
from service.foundation import clock
from service.foundation.settings import read_settings

AT_ONCE = 4
SHOWN = 20
WORDS = {
    Verdict.WHOLE: "完好",
    Verdict.REPAIRED: "修好",
    Verdict.DAMAGED: "损坏",
    Verdict.MISSING: "不见了",
    Verdict.AWAY: "暂时没读到",
    Verdict.REFUSED: "存储不给读",
    Verdict.GONE: "已经删除",
}

Family = Annotated[UUID | None, typer.Option(metavar="ID", help="Of this family alone.")]
All = Annotated[bool, typer.Option("--all", help="All, not only what was not read for 90 days.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many.")]


@dataclass(frozen=True)
class Report:
    """What a round came to: the verdicts, the bytes it read, and the keys of what stays broken."""

    verdicts: Counter[Verdict]
    bytes: int
    seconds: float
    broken: list[str]

    @property
    def is_unread(self) -> bool:
        """Whether there is something that Kodo did not hand out."""
        return Verdict.AWAY in self.verdicts or Verdict.REFUSED in self.verdicts


def audit(family: Family = None, everything: All = False, limit: Limit = None) -> None:
    """Read originals again and compare them; fails while any is broken. Goes on after Ctrl-C."""
    if not asyncio.run(_audit(Console(), family, everything, limit)):
        raise typer.Exit(1)


async def _audit(
    console: Console, family: UUID | None, everything: bool, limit: int | None
) -> bool:
    async with bootstrap.opened(read_settings(), unhurried=True):
        report = await look(console, family, everything=everything, limit=limit)
    show(console, report)
    return not report.broken and not report.is_unread


async def look(
    console: Console,
    family: UUID | None = None,
    *,
    everything: bool = False,
    limit: int | None = None,
) -> Report:
    """Verify what is known to be broken, then the longest unverified, with a bar over the bytes."""
    scope = await _scope(family, everything)
    columns = (
        TextColumn("正在检查，已经读完 {task.fields[files]} 个文件"),
        *(BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeElapsedColumn()),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=await scopes.size(scope), files=0)
        started = Round(
            heard=lambda read: progress.advance(bar, read),
            told=lambda verdicts: progress.update(bar, files=verdicts.total()),
        )
        try:
            await started.over(scopes.broken_first(scope, limit), AT_ONCE)
        except asyncio.CancelledError:
            console.print("停下了。再运行一次，会从还没有检查的接着做")
            raise
        read = progress.tasks[bar]
    if everything and not family and started.is_over(limit):
        await rounds.end_everything()
    left = await Photo.filter(id__in=await scopes.broken(family)).order_by("key")
    return Report(
        started.verdicts, int(read.completed), read.elapsed or 0, [photo.key for photo in left]
    )


async def _scope(family: UUID | None, everything: bool) -> Scope:
    if not everything:
        return scopes.stale(family)
    return Scope(clock.now() if family else await rounds.begin_everything(), family)


def show(console: Console, report: Report) -> None:
    """How much was read and how fast, what each file was found to be, and what stays broken."""
    speed = report.bytes / 1e9 / max(report.seconds, 1e-9)
    console.print(
        f"检查了 {report.verdicts.total()} 个文件，读了 {report.bytes / 1e9:.2f} GB，"
        f"用时 {report.seconds:.1f} 秒，每秒 {speed:.2f} GB"
    )
    numbers = report.verdicts
    said = "，".join(f"{word} {numbers[one]}" for one, word in WORDS.items() if one in numbers)
    console.print(said or "没有到期要检查的文件")
    if report.broken:
        console.print(f"有 {len(report.broken)} 个文件坏了，没有可以恢复的副本：")
        for key in report.broken[:SHOWN]:
            console.print(f"  {key}", highlight=False)
        console.print("怎么处理见 docs/operations/fixity.md")
    if report.is_unread:
        console.print("有文件没有读到，不算坏，请过一会儿再检查")
