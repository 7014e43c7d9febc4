"""Papers: printing what an archive has to be printed, while whoever asked waits.

The PDF is made in a process of its own, so no event loop waits for it; of these there are only a
few at a time, and who comes when all are busy is asked to come again.
"""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from service.archive import apart
from service.archive.paper_pages import Paper
from service.foundation.errors import Unavailable

AT_ONCE = 2
"""In each web process; a paper takes a second of a core."""
TIMEOUT = 30

_presses = asyncio.Semaphore(AT_ONCE)


class PressFailed(Exception):
    """The press ended without a PDF."""


async def printed(paper: Paper, files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a paper; `files` are the pictures that it names.

    Raises Unavailable while others print, or when it takes too long.
    """
    if _presses.locked():
        raise Unavailable("press.busy", "正在给别人打印，请过几秒再试")
    async with _presses:
        with tempfile.TemporaryDirectory(prefix="jiadang-") as name:
            return await _print(
                Path(name), {"content.json": msgspec.json.encode(paper)} | {**(files or {})}
            )


async def _print(folder: Path, files: Mapping[str, bytes]) -> bytes:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    code, _ = await apart.run("service.archive.paper_pages", str(folder), seconds=TIMEOUT)
    if code is None:
        raise Unavailable("press.slow", "打印花的时间太长了，请稍后再试")
    if code != 0:
        raise PressFailed(code)
    return (folder / "paper.pdf").read_bytes()
