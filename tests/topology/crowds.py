"""Crowds: many clients on sockets of their own, and how somebody honest fares meanwhile.

Each comes from an address of its own of 127.0.0.0/8, as people do; the honest one is at 127.0.0.1.
"""

import asyncio
import resource
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from tests.topology.site import Site
from tests.world import Person

ADDRESSES = 20
ABREAST = 100
"""So many shake hands at a time; more would keep each other beyond the patience of the door."""
ARRIVED_WITHIN = 120
GONE = (OSError, asyncio.IncompleteReadError, ssl.SSLError)
_UNSURE = ssl.create_default_context()
_UNSURE.check_hostname, _UNSURE.verify_mode = False, ssl.CERT_NONE

Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Figures:
    """How somebody fared: seconds of what was answered well, and how often it was not."""

    taken: list[float]
    failed: list[str]

    def __str__(self) -> str:
        asked = len(self.taken) + len(self.failed)
        p99 = quantiles(self.taken, n=100, method="inclusive")[98]
        return (
            f"{len(self.taken)} of {asked} answered, "
            f"p50 {median(self.taken) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
        )


def address(number: int) -> str:
    """One of the crowd's addresses."""
    return f"127.0.1.{number % ADDRESSES + 1}"


async def connected(
    door: Site, number: int = 0, *, tls: bool = True, takes: int = 0, limit: int = 1 << 16
) -> Client:
    """A connection to the door. It `takes` so few bytes before it reads."""
    made = socket.socket()
    if takes:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes)
    made.setblocking(False)
    made.bind((address(number), 0))
    await asyncio.get_running_loop().sock_connect(made, ("127.0.0.1", door.https_port))
    if not tls:
        return await asyncio.open_connection(sock=made)
    return await asyncio.open_connection(
        sock=made, ssl=_UNSURE, server_hostname="localhost", limit=limit
    )


@asynccontextmanager
async def crowd(
    many: int, connects: Callable[[int], Awaitable[Client]], does: Callable[..., Awaitable[None]]
) -> AsyncIterator[set[int]]:
    """`many` who connect and do something, again and again until the block ends: who is there now.

    The block begins when each has been connected.
    """
    arriving, here, came = asyncio.Semaphore(ABREAST), set[int](), set[int]()

    async def once(number: int) -> None:
        async with arriving:
            reader, writer = await connects(number)
        came.add(number)
        here.add(number)
        try:
            await does(number, reader, writer)
        finally:
            here.remove(number)
            writer.transport.abort()

    async def again_and_again(number: int) -> None:
        while True:
            with suppress(*GONE):
                await once(number)
            await asyncio.sleep(0.2)

    running = [asyncio.create_task(again_and_again(number)) for number in range(many)]
    try:
        async with asyncio.timeout(ARRIVED_WITHIN):
            while len(came) < many:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        yield here
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def fares(somebody: Person, times: int = 60) -> Figures:
    """Somebody looks at their timeline so many times, and keeps a photo and a day of it."""
    taken, failed = list[float](), list[str]()
    path = f"/families/{somebody.family}/timeline"
    for _ in range(times):
        began = perf_counter()
        try:
            await somebody.phone.get(path)
        except Exception as error:
            failed.append(repr(error))
        else:
            taken.append(perf_counter() - began)
        await asyncio.sleep(0.05)
    entry = await somebody.records(title="海边", photo_ids=[await somebody.takes_photo()])
    assert await somebody.sees(f"/entries/{entry['id']}")
    return Figures(taken, failed)


def may_open(files: int) -> None:
    """Raise this process's limit to so many files; the machine must allow it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert hard == resource.RLIM_INFINITY or hard >= files, f"ulimit -Hn is {hard}, not {files}"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, files), hard))


def resident(pid: int) -> int:
    """MiB of memory that a process has."""
    with open(f"/proc/{pid}/status") as told:  # noqa: PTH123
        return next(int(line.split()[1]) for line in told if line.startswith("VmRSS")) >> 10
