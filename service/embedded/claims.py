"""What a running installation claims for itself: its data folder and its ports."""

import asyncio
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

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


async def claim_port(port: int) -> None:
    """Raise ClaimError unless `port` of the loopback address is free, or is about to be.

    Web processes whose supervisor was killed finish their last requests before they let go of it.
    """
    deadline = time.monotonic() + PATIENCE
    while not _is_free(port):
        if time.monotonic() > deadline:
            raise ClaimError(
                f"Port {port} is taken; choose another. 端口 {port} 已被占用，请另选。"
            )
        await asyncio.sleep(0.1)


def free_ports_after(port: int, count: int) -> list[int]:
    """The first `count` free ports above `port`; raise ClaimError if there are too few."""
    free = (candidate for candidate in range(port + 1, 65536) if _is_free(candidate))
    found = list(islice(free, count))
    if len(found) < count:
        raise ClaimError(f"No free port above {port}; choose a lower one. 请选择更小的端口号。")
    return found


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
