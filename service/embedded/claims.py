"""What a running installation claims for itself: its data folder and its ports."""

import asyncio
import fcntl
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Self

HOST = "127.0.0.1"
PATIENCE = 5.0


class ClaimError(RuntimeError):
    """The data folder or the port is not ours to use; the message is fit to show."""


@contextmanager
def claimed_folder(data: Path) -> Iterator[None]:
    """Hold `data`/lock for life; raise ClaimError naming the process that already holds it.

    The kernel releases the lock when this process ends, however it ends. Children do not inherit
    the descriptor, so one that lingers holds nothing.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ClaimError(f"Cannot use {data}: {error.strerror}. 无法使用数据目录。") from error
    try:
        _lock(descriptor, data)
        yield
    finally:
        os.close(descriptor)


class PortClaims:
    """The ports of one installation, each held by a lock file until the block is left.

    Whether a port is free can only be asked before its server binds it; the lock keeps two
    installations that start at once from getting the same answer. Files without a port of ours
    are left as they are: they are empty.
    """

    def __init__(self) -> None:
        self._descriptors: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._descriptors:
            os.close(descriptor)

    async def claim(self, port: int) -> None:
        """Claim `port`; raise ClaimError unless it is free, or is about to be.

        Web processes whose supervisor was killed finish their last requests before they let go.
        """
        deadline = time.monotonic() + PATIENCE
        while not self._takes(port):
            if time.monotonic() > deadline:
                raise ClaimError(
                    f"Port {port} is taken; choose another. 端口 {port} 已被占用，请另选。"
                )
            await asyncio.sleep(0.1)

    def claim_after(self, port: int, count: int) -> list[int]:
        """Claim the first `count` free ports above `port`; ClaimError if there are too few."""
        free = (candidate for candidate in range(port + 1, 65536) if self._takes(candidate))
        found = list(islice(free, count))
        if len(found) < count:
            raise ClaimError(f"No free port above {port}; choose a lower one. 请选择更小的端口号。")
        return found

    def _takes(self, port: int) -> bool:
        path = Path(tempfile.gettempdir()) / f"jiadang-{os.geteuid()}-port-{port}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_free(port):
                self._descriptors.append(descriptor)
                return True
        os.close(descriptor)
        return False


def _lock(descriptor: int, data: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(descriptor, 20).decode().strip()
        raise ClaimError(
            f"Jiadang already runs on {data} (process {pid}). "
            f"家档已在此数据目录上运行（进程 {pid}）。"
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, b"%d\n" % os.getpid())


def _is_free(port: int) -> bool:
    # Granian listens with SO_REUSEPORT, and two such servers would share a port in silence.
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind((HOST, port))
            probe.listen(1)
            return True
    return False
