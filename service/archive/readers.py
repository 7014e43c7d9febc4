"""Readers: the fork servers that this process keeps, and the reading of one file by one of them.

They know none of our secrets; the process that reads confines itself further, `reading.sandbox`.
"""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import msgspec

from service.archive import apart
from service.archive.reading import Ended, Reading

SERVER = "service.archive.reading.fork_server"
READING_TIMEOUT = 180
UNREADABLE = "这个文件读不出来，换一个试试"
ENDED_BY_OTHERS = {-signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL, os.EX_CANTCREAT}
AT_ONCE = 2
"""A hundred megapixels take some 2 GB to read."""
FILES_EACH = 200
"""So many are forked of one server: they are laid out alike in memory, which helps an attacker."""


class ReaderEnded(Exception):
    """The reading process was ended from outside, or found no room; the file is read again."""


class Reader:
    """One fork server, started when it is first asked and anew once it has ended."""

    _process: asyncio.subprocess.Process | None = None
    _left = 0

    async def read(self, medium: str, source: Path, copies: Path) -> Reading:
        """Read one file in a process of its own; a file that its reader dies of is refused.

        A reader that was told to end (a restart), was killed (the machine ran out of memory) or
        found the disk full has said nothing about the file: ReaderEnded.
        """
        ended = await self._ask(medium, str(source), str(copies))
        if ended.status in ENDED_BY_OTHERS:
            raise ReaderEnded(ended.status)
        if ended.status != 0:
            return Reading(refusal=UNREADABLE)
        return msgspec.json.decode(ended.printed, type=Reading)

    async def end(self) -> None:
        """End the server and whatever it reads."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()

    async def _ask(self, *file: str) -> Ended:
        line = b""
        try:
            stdin, stdout = await self._started()
            stdin.write(msgspec.json.encode(file) + b"\n")
            line = await asyncio.wait_for(stdout.readline(), READING_TIMEOUT)
        except TimeoutError:
            return Ended(status=1)
        finally:
            if not line.endswith(b"\n"):
                await self.end()
        if not line:
            raise ReaderEnded("with its server")
        return msgspec.json.decode(line, type=Ended)

    async def _started(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        if self._left <= 0 or self._process is None or self._process.returncode is not None:
            await self.end()
            self._process, self._left = await apart.start(SERVER), FILES_EACH
        self._left -= 1
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        return stdin, stdout


_all = [Reader() for _ in range(AT_ONCE)]
_free: asyncio.LifoQueue[Reader] = asyncio.LifoQueue()
for _reader in _all:
    _free.put_nowait(_reader)


async def read(medium: str, source: Path, copies: Path) -> Reading:
    """Read `source`, announced as `medium`, and write its copies into `copies`; see Reader.read."""
    reader = await _free.get()
    try:
        return await reader.read(medium, source, copies)
    finally:
        _free.put_nowait(reader)


async def close() -> None:
    """End what this process keeps."""
    for reader in _all:
        await reader.end()
