"""Apart: running a module of ours in a process of its own, which knows none of our secrets.

What decodes files of others confines itself further there, see `reading.sandbox`.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}
MOST_PRINTED = 4 << 20
"""The longest line that may be read of a process at once."""


async def start(module: str, *arguments: str) -> Process:
    """`python -m module …` in a session of its own, to be written to and read from."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_ENVIRONMENT,
        start_new_session=True,
        limit=MOST_PRINTED,
    )


async def run(module: str, *arguments: str, seconds: float) -> tuple[int | None, bytes]:
    """`python -m module …`: how it ended (None: it took too long) and what it printed."""
    process = await start(module, *arguments)
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        return None, b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, printed
