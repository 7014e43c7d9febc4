"""`audit objects`: every object against its row, what is wrong in a table, and orphans removed."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from models.archive.findings import Finding, FindingKind
from service import bootstrap
from service.archive import findings, inventory, reconciling
from service.foundation import clock
from service.foundation.settings import read_settings
from service.integrations.errors import VendorDenied, VendorUnavailable

KINDS = {
    FindingKind.ORPHAN: "没有记录的文件",
    FindingKind.MISSING: "文件不见了",
    FindingKind.DIFFERS: "文件和记录不一样",
    FindingKind.DAMAGED: "文件损坏",
}

OlderThan = Annotated[
    int | None,
    typer.Option(min=1, metavar="DAYS", help="Remove what has been in quarantine for longer."),
]


def audit(
    remove_orphans_older_than: OlderThan = None,
    yes: Annotated[bool, typer.Option(help="Remove without asking.")] = False,
) -> None:
    """Look at every object and every row now; fails while anything is wrong."""
    console = Console()
    try:
        left = asyncio.run(_audit(console, remove_orphans_older_than, yes))
    except VendorDenied as denied:
        console.print(f"对象存储不认这里的密钥，请运行 python -m service doctor（{denied}）")
        raise typer.Exit(1) from None
    except VendorUnavailable as away:
        console.print(f"对象存储没有回应，过一会儿再核对（{away}）")
        raise typer.Exit(1) from None
    if left:
        raise typer.Exit(1)


async def _audit(console: Console, days: int | None, yes: bool) -> int:
    """How many findings are left open."""
    async with bootstrap.opened(read_settings(), unhurried=True):
        await look(console)
        if days is not None:
            await remove(console, await in_quarantine_for(days), yes)
        left = await findings.open_ones()
    show(console, left)
    return len(left)


async def look(console: Console) -> None:
    """Walk through the whole bucket, with a bar over the objects that there have to be."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("正在核对文件", total=await inventory.size())
        async for looked_at in reconciling.look_at_all():
            progress.advance(task, looked_at)


async def in_quarantine_for(days: int) -> list[Finding]:
    """The open orphans that were found longer ago."""
    until = clock.now() - timedelta(days=days)
    orphans = await findings.open_ones(FindingKind.ORPHAN)
    return [orphan for orphan in orphans if orphan.created_at < until]


async def remove(console: Console, orphans: list[Finding], yes: bool) -> None:
    """Remove orphans for good, once it is said that they may be."""
    if not orphans:
        console.print("没有放了这么久的无主文件")
        return
    size = sum(orphan.bytes for orphan in orphans)
    asked = f"要彻底删除 {len(orphans)} 个没有记录的文件（{size:,} 字节）吗？删了找不回来"
    if not yes and not typer.confirm(asked):
        console.print("什么都没有删")
        return
    removed = [await reconciling.remove_orphan(orphan) for orphan in orphans]
    console.print(f"删除了 {sum(removed)} 个没有记录的文件")


def show(console: Console, left: list[Finding]) -> None:
    """What is wrong, oldest first, in a table."""
    if not left:
        console.print("都对得上，没有问题")
        return
    table = Table("问题", Column("文件", overflow="fold"), "字节", "发现时间")
    for finding in left:
        found_at = finding.created_at.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
        table.add_row(KINDS[finding.kind], finding.key, f"{finding.bytes:,}", found_at)
    console.print(table)
    console.print(f"有 {len(left)} 个问题，怎么处理见 docs/operations/reconciling.md")
