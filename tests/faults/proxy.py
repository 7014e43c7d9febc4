"""A TCP proxy of our own: between two programs, it delays, resets, swallows and stops at a moment.

It runs in the test's own event loop, so that a story sees and does things at exact places of the
conversation: a request that is held here has not reached the server, a reply that is held here
tells that the server has done its part.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
CHUNK = 64 * 1024
REACHED_WITHIN = 120
MOST_REMEMBERED = 1 << 20
HOST = "127.0.0.1"
BEGINS, ENDS = b"BEGIN", (b"COMMIT", b"ROLLBACK")


class Held(StrEnum):
    """Which half of an exchange a moment holds."""

    REQUEST = "request"
    REPLY = "reply"


@dataclass(eq=False)
class Passage:
    """One connection through a proxy. `port` is the client's, by which its process is found."""

    port: int
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    said: bytearray = field(default_factory=bytearray)
    replied: int = 0
    waiting: "Moment | None" = None

    def reset(self) -> None:
        """End it as a broken network does, for both sides at once."""
        for writer in (self.client, self.server):
            writer.transport.abort()


class Moment:
    """A place in a conversation at which a connection is held, once.

    The client has said `at` and all of `mentioning` since its last transaction (its last answer).
    With Held.REQUEST what completes that is held back; with Held.REPLY the server's answer to it.
    """

    def __init__(self, at: bytes, mentioning: tuple[bytes, ...], held: Held) -> None:
        self.held = held
        self._at, self._mentioning = at, mentioning
        self._there = asyncio.get_running_loop().create_future()
        self._over = asyncio.Event()

    def is_it(self, passage: Passage) -> bool:
        return all(word in passage.said for word in (self._at, *self._mentioning))

    async def hold(self, passage: Passage) -> None:
        if not self._there.done():
            self._there.set_result(passage)
        await self._over.wait()

    async def reached(self) -> Passage:
        """Wait until a connection is held here."""
        return await asyncio.wait_for(asyncio.shield(self._there), REACHED_WITHIN)

    def go_on(self) -> None:
        """Let through what is held; where its connection was reset, nothing comes of it."""
        self._over.set()


class Proxy:
    """Takes connections at `port` of this machine and passes their bytes on.

    `delay` is in seconds for each piece and direction, `rate` in bytes a second (None: as fast as
    it goes), `cut_at` the number of bytes of replies after which a connection is reset. What is
    said belongs together up to an answer, or with `transactions` up to the end of one of these.
    """

    def __init__(self, *, transactions: bool = False) -> None:
        self._transactions = transactions
        self.port = 0
        self.delay = 0.0
        self.rate: int | None = None
        self.cut_at: int | None = None
        self.passages: set[Passage] = set()
        self.passed = 0
        self._connect = asyncio.get_running_loop().create_future()
        self._open = asyncio.Event()
        self._open.set()
        self._moments: list[Moment] = []

    def leads_to(self, connect: Callable[[], Awaitable[Streams]]) -> None:
        """Say how the server is reached; whoever connected before waits for that."""
        self._connect.set_result(connect)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        async with await asyncio.start_server(self._pass, HOST, limit=CHUNK) as server:
            self.port = server.sockets[0].getsockname()[1]
            try:
                yield self
            finally:
                server.close()
                self.reset()

    def reset(self) -> int:
        """Break all present connections; how many there were."""
        broken = list(self.passages)
        for passage in broken:
            passage.reset()
        return len(broken)

    @asynccontextmanager
    async def black_hole(self) -> AsyncIterator[None]:
        """Nothing comes through meanwhile, and nobody is told; afterwards all of it does."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    @asynccontextmanager
    async def stops(self, at: bytes, *mentioning: bytes, held: Held) -> AsyncIterator[Moment]:
        """Hold whoever gets to a moment, until the block is left at the latest."""
        moment = Moment(at, mentioning, held)
        self._moments.append(moment)
        try:
            yield moment
        finally:
            if moment in self._moments:
                self._moments.remove(moment)
            moment.go_on()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server = await (await self._connect)()
        except OSError:
            writer.transport.abort()
            return
        passage = Passage(writer.get_extra_info("peername")[1], writer, server)
        self.passages.add(passage)
        try:
            await asyncio.gather(
                self._pump(reader, server, lambda chunk: self._ask(passage, chunk)),
                self._pump(server_reader, writer, lambda chunk: self._answer(passage, chunk)),
            )
        except (ConnectionError, RuntimeError):  # uvloop's word for a transport that is gone
            passage.reset()
        finally:
            self.passages.discard(passage)

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        look: Callable[[bytes], Awaitable[None]],
    ) -> None:
        while chunk := await reader.read(CHUNK):
            await asyncio.sleep(self.delay + len(chunk) / self.rate if self.rate else self.delay)
            await self._open.wait()
            await look(chunk)
            self.passed += len(chunk)
            writer.write(chunk)
            await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.close()

    async def _ask(self, passage: Passage, chunk: bytes) -> None:
        if self._transactions and BEGINS in chunk:
            passage.said.clear()
        passage.said += chunk
        del passage.said[:-MOST_REMEMBERED]
        for moment in [one for one in self._moments if one.is_it(passage)]:
            self._moments.remove(moment)
            passage.said.clear()
            if moment.held is Held.REQUEST:
                await moment.hold(passage)
            else:
                passage.waiting = moment
        if self._transactions and any(end in chunk for end in ENDS):
            passage.said.clear()

    async def _answer(self, passage: Passage, chunk: bytes) -> None:
        passage.replied += len(chunk)
        moment, passage.waiting = passage.waiting, None
        if not self._transactions:
            passage.said.clear()
        if moment:
            await moment.hold(passage)
        if self.cut_at is not None and passage.replied > self.cut_at:
            passage.reset()
            raise ConnectionResetError
