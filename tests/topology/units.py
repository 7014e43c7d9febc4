"""deploy/systemd's units without systemd: each is read, and exactly its command is started.

Its environment, environment files (which win), umask, limits, system calls, stop time and restarts
are the unit's own; only where /opt, /etc and /var are is ours. `systemctl` beside this file is the
command by which deploy/systemd/upgrade reaches it.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from service.embedded.processes import Child, Command, ProcessError, run_to_end, supervised

HERE = Path(__file__).parent
UNITS = HERE.parents[1] / "deploy" / "systemd"
Values = dict[str, list[str]]


def read_unit(name: str) -> Values:
    """The values of a unit by their keys, the drop-in's behind its own: the last one counts."""
    stem, _, instance = name.partition("@")
    unit = UNITS / (f"{stem}@.service" if instance else f"{stem}.service")
    values: Values = {}
    for file in (unit, UNITS / "jiadang-.service.d" / "hardening.conf"):
        for line in file.read_text().splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                values.setdefault(key, []).append(value.replace("%i", instance))
    return values


def allowed_calls(values: Values) -> list[str]:
    """The system calls of a unit's filter by name."""
    wanted, calls = " ".join(values["SystemCallFilter"]).split(), []
    while wanted:
        one = wanted.pop()
        if not one.startswith("@"):
            calls.append(one)
            continue
        wanted += _group(one)
    return calls


def _group(name: str) -> list[str]:
    """What a group of systemd's holds: calls, and other groups."""
    asked = ["systemd-analyze", "syscall-filter", name]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    words = [line.strip() for line in told.splitlines()[1:]]
    return [word for word in words if word and not word.startswith("#")]


class Units:
    """Those of one site below `folder`, whose `opt`, `etc` and `var` are the machine's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "control"
        self.running: dict[str, Child] = {}
        self._ends: dict[str, AsyncExitStack] = {}
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen for `systemctl`."""
        self._server = await asyncio.start_unix_server(self._told, self.socket)

    async def close(self) -> None:
        """Stop everything."""
        for name in [*self.running]:
            await self.stop(name)
        if self._server:
            self._server.close()

    async def restart(self, name: str) -> None:
        """SIGTERM, patience, and the command anew."""
        await self.stop(name)
        await self.start(name)

    async def start(self, name: str) -> None:
        """Start it, or run it to its end where it is a oneshot (ProcessError if it fails)."""
        command, oneshot = self._command(name)
        if oneshot:
            await run_to_end(command, self.folder / "logs")
            return
        self._ends[name] = ends = AsyncExitStack()
        self.running[name] = await ends.enter_async_context(
            supervised(command, self.folder / "logs")
        )

    async def stop(self, name: str) -> None:
        """Stop it as systemd does; one that does not run is fine."""
        if self.running.pop(name, None):
            await self._ends.pop(name).aclose()

    def _command(self, name: str) -> tuple[Command, bool]:
        values = read_unit(name)
        argv = values["ExecStart"][-1].split()
        spec = {
            "argv": argv,
            "folder": str(self._here(values["WorkingDirectory"][-1])),
            "env": self._environment(name, values),
            "umask": int(values["UMask"][-1], 8),
            "files": int(values["LimitNOFILE"][-1]),
            "calls": allowed_calls(values),
        }
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps(spec))
        grace = float(values.get("TimeoutStopSec", ["90"])[-1])
        run = [sys.executable, HERE / "confined.py", file]
        return Command(name=name, argv=run, grace=grace), "oneshot" in values.get("Type", [])

    def _environment(self, name: str, values: Values) -> Mapping[str, str]:
        own = [word for line in values.get("Environment", []) for word in line.split()]
        private = f"={self.folder}/tmp/{name}/"
        told = [re.sub("=/tmp/", private, word) for word in own]
        for file in values["EnvironmentFile"]:
            lines = self._here(file).read_text().splitlines()
            told += [line for line in lines if "=" in line and not line.startswith("#")]
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        return env | {key: value for key, _, value in (one.partition("=") for one in told)}

    def _here(self, path: str) -> Path:
        return self.folder / path.lstrip("/")

    async def _told(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        verb, _, name = (await reader.readline()).decode().strip().partition(" ")
        answer = b"0"
        try:
            if name.startswith("jiadang-"):
                await getattr(self, verb)(name)
        except ProcessError as failed:
            print(failed)
            answer = b"1"
        writer.write(answer)
        await writer.drain()
        writer.close()
