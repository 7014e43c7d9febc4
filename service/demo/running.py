"""`run` and `demo`: the whole installation, its demo families, and the main job over HTTP."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from service import bootstrap
from service.demo import filling, main_job
from service.demo.main_job import Done
from service.demo.steps import DemoFailed, Steps
from service.embedded.stack import stack
from service.emulators.phone import is_built
from service.foundation.settings import Settings

__all__ = ["DemoFailed", "demo", "run"]


async def run(data: Path, port: int, console: Console) -> None:
    """Start, fill in the demo once, perform the main job, and serve until Ctrl-C or SIGTERM."""
    _stop_on_signals()
    with suppress(asyncio.CancelledError):
        async with _performed(data, port, console) as (settings, done):
            console.print(_summary(settings, done))
            console.print("按 Ctrl-C 停止  Ctrl-C stops it", style="dim")
            await asyncio.Event().wait()
    console.print("已停止 stopped", style="dim")


async def demo(data: Path, port: int, console: Console) -> None:
    """The same, but stop after the main job. Raises DemoFailed at the first step that fails."""
    _stop_on_signals()
    async with _performed(data, port, console) as (settings, done):
        console.print(_summary(settings, done))


@asynccontextmanager
async def _performed(
    data: Path, port: int, console: Console
) -> AsyncIterator[tuple[Settings, Done]]:
    console.print("[bold]家档 Jiadang[/bold] · 正在启动 starting …")
    async with stack(data, port) as settings:
        steps = Steps(console)
        async with bootstrap.opened(settings):
            await filling.fill_once(settings, steps)
        yield settings, await main_job.perform(settings, steps)


def _stop_on_signals() -> None:
    """Have a signal end this task wherever it is, so that everything it started is stopped."""
    task = asyncio.current_task()
    assert task is not None
    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, task.cancel)


def _summary(settings: Settings, done: Done) -> Panel:
    links = {
        "首页 front door": settings.public_url + "/",
        "分享页 share page": done.share_url,
        "接口文档 docs": settings.public_url + "/docs",
        "接口 OpenAPI": settings.public_url + "/openapi.json",
        "健康 health": settings.public_url + "/readyz",
    }
    lines = [f"{name:<18} {url}" for name, url in links.items()]
    lines.append(f"{'命令行 curl':<18} . {settings.data_folder / 'environment'}  → docs/api.md")
    return Panel(
        "\n".join([done.told, "", _phone(settings), "", *lines]),
        title="主要的一件事，做完了",
        expand=False,
    )


def _phone(settings: Settings) -> str:
    if is_built():
        return f"手机上的小程序：{settings.phone_url}/"
    return "手机上的小程序还没有装好：make phone 会装 · make phone builds the mini-program"
