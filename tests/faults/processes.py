"""The processes of one installation: found in /proc by their parents, killed by their ids."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from service.embedded.postgres import APPLICATION
from tests.embedded.observing import children_of, is_alive, until_gone

ESTABLISHED, LISTENING = "01", "0A"


class Processes:
    """The descendants of an installation's own process, by what they do.

    Each is looked up anew, since the supervisor replaces what was killed.
    """

    def __init__(self, root: int) -> None:
        self.root = root

    def all(self) -> list[int]:
        """Every living process of the installation, its own first."""
        found = [self.root]
        for pid in found:
            with suppress(FileNotFoundError, ProcessLookupError):
                found += children_of(pid)
        return [pid for pid in found if is_alive(pid)]

    def web_main(self) -> list[int]:
        """Granian's main process."""
        return [pid for pid in self._commands("serve") if pid in self._children()]

    def web(self) -> list[int]:
        """The processes that answer requests."""
        return [pid for pid in self._commands("serve") if pid not in self._children()]

    def worker(self) -> list[int]:
        """The process that runs jobs."""
        return self._commands("worker")

    def emulators(self) -> list[int]:
        return self._commands("emulators")

    def valkey(self) -> list[int]:
        return [pid for pid in self.all() if "/valkey-server" in _program(pid)]

    def postmaster(self) -> list[int]:
        return [pid for pid in self.all() if _program(pid).endswith("/postgres")]

    def backends(self) -> list[int]:
        """PostgreSQL's processes that serve a connection of the application."""
        return [pid for pid in self.all() if _program(pid).startswith(f"postgres: {APPLICATION} ")]

    def _children(self) -> list[int]:
        return children_of(self.root)

    def _commands(self, name: str) -> list[int]:
        return [pid for pid in self.all() if _is_command(pid, name)]

    async def cut_the_power(self) -> list[int]:
        """Kill everything before anything can react; return the ids of what was."""
        os.kill(self.root, signal.SIGSTOP)
        before = self.all()
        for pid in [*before[1:], self.root]:
            kill(pid)
        await until_gone(*before)
        return before


def client_of(port: int, among: list[int]) -> int:
    """Which process connected from `port`."""
    return next(pid for pid in among if connections(pid, port))


def kill(pid: int) -> None:
    """kill -9, of a process that may have gone by itself."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def connections(pid: int, port: int) -> int:
    """How many connections to `port` of this machine a process serves."""
    return _sockets(pid, port, ESTABLISHED)


def listens(pid: int, port: int) -> bool:
    """Whether a process takes connections to `port`."""
    return _sockets(pid, port, LISTENING) > 0


def _sockets(pid: int, port: int, state: str) -> int:
    """The process's sockets on `port` in a state of proc_net_tcp(5)."""
    fields = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    wanted = {
        f"socket:[{columns[9]}]"
        for columns in fields
        if columns[3] == state and int(columns[1].rpartition(":")[2], 16) == port
    }
    with suppress(FileNotFoundError, ProcessLookupError):
        return sum(_target(link) in wanted for link in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def _target(link: Path) -> str:
    with suppress(FileNotFoundError):
        return str(link.readlink())
    return ""


def _arguments(pid: int) -> list[str]:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").rstrip("\0").split("\0")
    return [""]


def _program(pid: int) -> str:
    return _arguments(pid)[0]


def _is_command(pid: int, name: str) -> bool:
    """`python -m service NAME …` itself, not the setpriv(1) and sh(1) that become it."""
    program, *arguments = _arguments(pid)
    return Path(program).name.startswith("python") and arguments[:3] == ["-m", "service", name]
