"""Child processes: each dies with its parent, comes back when it dies, and stops gracefully.

The kernel sends the death signal when the *thread* that started the child ends (prctl(2),
PR_SET_PDEATHSIG), so an event loop that starts children must keep its thread for as long as they
are wanted. `asyncio.run`, in the main thread or in another, does; a pool of threads does not.
"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

import structlog

FIRST_DELAY = 0.2
LONGEST_DELAY = 5.0
SETTLED_AFTER = 30.0
HOPELESS_AFTER = 5
POLL = 0.02

# A parent that died before the death signal was armed is noticed by the check of $PPID.
_UNLESS_ORPHANED = '[ "$PPID" = "$0" ] && exec "$@"'

log = structlog.get_logger(__name__)


class ProcessError(RuntimeError):
    """A child process failed for good; the message ends with the last lines of its log."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """What to run. `env` is added to this process's environment.

    `stop_signal` asks for a graceful end, also when the parent dies; SIGKILL follows after `grace`
    seconds. `privileges` are options of setpriv(1). `prepare` is awaited before every start.
    """

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    privileges: Sequence[str] = ()
    prepare: Callable[[], Awaitable[None]] | None = None


class Child:
    """One supervised process and the log it writes."""

    def __init__(self, command: Command, logs: Path) -> None:
        self.command = command
        self.pid: int | None = None
        self.deaths = 0
        self.outcome = "still starting"
        self._log = _log_file(command, logs)

    async def until(self, ready: Callable[[], Awaitable[bool]], patience: float = 60.0) -> None:
        """Poll `ready`; raise ProcessError after `patience` seconds or repeated early deaths."""
        deadline = time.monotonic() + patience
        while not await ready():
            if self.deaths >= HOPELESS_AFTER or time.monotonic() > deadline:
                raise _failure(self.command, f"never ready, {self.outcome}", self._log)
            await asyncio.sleep(POLL)

    async def keep_running(self) -> None:
        """Run the command again and again, waiting longer after each early death."""
        delay = FIRST_DELAY
        while True:
            started = time.monotonic()
            self.outcome = await self._run()
            self.deaths += 1
            if time.monotonic() - started > SETTLED_AFTER:
                delay, self.deaths = FIRST_DELAY, 1
            log.warning(
                "process.died", process=self.command.name, outcome=self.outcome, again_in=delay
            )
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _run(self) -> str:
        try:
            if self.command.prepare:
                await self.command.prepare()
            process = await _spawn(self.command, self._log)
        except OSError as error:
            return str(error)
        self.pid = process.pid
        try:
            return _outcome(await process.wait())
        finally:
            await _end(process, self.command)
            self.pid = None


@asynccontextmanager
async def supervised(command: Command, logs: Path) -> AsyncIterator[Child]:
    """Keep `command` running, its output in `logs`/<name>.log, until the block is left."""
    child = Child(command, logs)
    keeper = asyncio.create_task(child.keep_running())
    try:
        yield child
    finally:
        keeper.cancel()
        await asyncio.wait([keeper])


async def run_to_end(command: Command, logs: Path) -> None:
    """Run `command` once; raise ProcessError unless it exits with 0."""
    output = _log_file(command, logs)
    process = await _spawn(command, output)
    try:
        code = await process.wait()
    finally:
        await _end(process, command)
    if code:
        raise _failure(command, _outcome(code), output)


class Supervisor:
    """Several supervised processes, stopped in the reverse order of their start.

    `async with Supervisor(logs) as supervisor:` bounds their life.
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._children = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._children.aclose()

    async def start(
        self, name: str, argv: Sequence[str | Path], env: Mapping[str, str] | None = None
    ) -> Child:
        """Keep `argv` running; `env` is added to this process's environment."""
        command = Command(name=name, argv=argv, env=env or {})
        return await self._children.enter_async_context(supervised(command, self._logs))


async def _spawn(command: Command, output: Path) -> asyncio.subprocess.Process:
    with _appending(output) as stream:
        # Its own session: Ctrl-C reaches the supervisor alone, which stops things in order.
        return await asyncio.create_subprocess_exec(
            *tied_to_this_process(command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=stream,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, **command.env},
            start_new_session=True,
        )


def tied_to_this_process(command: Command) -> list[str]:
    """The command line of `command` that dies with this process, or starts not at all without it.

    A change of user clears the death signal (prctl(2)); setpriv arms it after that change.
    """
    tie = ["setpriv", f"--pdeathsig={command.stop_signal.name}", *command.privileges, "--"]
    guard = ["/bin/sh", "-c", _UNLESS_ORPHANED, str(os.getpid())]
    return [*tie, *guard, *map(str, command.argv)]


async def _end(process: asyncio.subprocess.Process, command: Command) -> None:
    """Stop the process if it still runs, and whatever it left in its session's process group."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.send_signal(command.stop_signal)
        # Not asyncio.timeout: in a cancelled task, Python 3.11.2 lets it end in CancelledError.
        await asyncio.wait([asyncio.create_task(process.wait())], timeout=command.grace)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _log_file(command: Command, logs: Path) -> Path:
    logs.mkdir(parents=True, exist_ok=True)
    return logs / f"{command.name}.log"


def _appending(path: Path) -> BinaryIO:
    return path.open("ab")


def _outcome(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def _failure(command: Command, problem: str, output: Path) -> ProcessError:
    tail = output.read_text(errors="replace").splitlines()[-5:] if output.exists() else []
    return ProcessError("\n  ".join([f"{command.name}: {problem} ({output})", *tail]))
