"""`ingest`: what an operator runs at the shell for a family that brings its archive back."""

import asyncio
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from service import bootstrap
from service.foundation.settings import read_settings
from service.ingest.ingesting import Ingested
from service.ingest.ingesting import ingest as ingest_bag

Zip = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="As it was taken home.")]
Into = Annotated[UUID, typer.Option(help="The id of an empty family that its guardian founded.")]


def ingest(bag: Zip, family: Into) -> None:
    """Bring a bag that a family took home back, all of it or nothing."""
    _tell(asyncio.run(_ingest(bag, family)))


async def _ingest(bag: Path, family_id: UUID) -> Ingested:
    columns = TextColumn("正在核对"), DownloadColumn(), TimeElapsedColumn()
    async with bootstrap.opened(read_settings()):
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("", total=None)
            return await ingest_bag(bag, family_id, lambda size: progress.advance(task, size))


def _tell(done: Ingested) -> None:
    print(f"带回来了：记录 {done.entries} 条，照片和录像 {done.photos} 个，档案 {done.items} 件")
    for name in done.lost:
        print(f"包里本来就没有这个文件：{name}")
    if done.teachers_words:
        print(f"老师的话 {done.teachers_words} 条没有带回，在包里的相册中可以看到，请把包留好")
