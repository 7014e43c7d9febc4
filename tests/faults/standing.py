"""The program that stands up one installation without its demo families, until SIGTERM.

`python -m tests.faults.standing FOLDER PORT [DETOUR]` prints its settings as one line of JSON when
the servers are there, and another line when all of it is ready. DETOUR is JSON: settings and
environment variables for the web and the worker alone.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import msgspec
import structlog

from service.embedded import processes
from service.embedded.stack import stack
from service.foundation.lifeline import die_with_parent
from service.foundation.settings import Settings

LONGEST_DELAY = 0.5
"""Seconds that the supervisor waits for what dies early, again and again; 5 in an installation,
and stories that kill every second would mostly watch it wait."""


class Detour(msgspec.Struct):
    """What the web and the worker are told otherwise."""

    settings: dict[str, str] = {}
    environ: dict[str, str] = {}

    def take(self, direct: Settings) -> Settings:
        print(json.dumps(direct.environ()), flush=True)
        os.environ.update(self.environ)  # for what is started from now on
        return msgspec.structs.replace(direct, **self.settings)


async def stand(data: Path, port: int, detour: Detour) -> None:
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with stack(data, port, detour.take):
        print("ready", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    die_with_parent()
    processes.LONGEST_DELAY = LONGEST_DELAY
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    given = msgspec.json.decode((sys.argv[3:] or ["{}"])[0], type=Detour)
    asyncio.run(stand(Path(sys.argv[1]), int(sys.argv[2]), given))
