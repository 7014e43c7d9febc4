"""The proxy itself: what it does to a conversation it does exactly there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial

import pytest
import pytest_asyncio

from tests.faults.proxy import HOST, Held, Proxy


class Parrot:
    """A server that says everything again, and remembers what it has heard."""

    def __init__(self) -> None:
        self.heard = b""

    async def talks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(100):
            self.heard += said
            writer.write(said)
            await writer.drain()
        writer.close()


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest_asyncio.fixture(loop_scope="session")
async def proxy(parrot: Parrot) -> AsyncIterator[Proxy]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(await asyncio.start_server(parrot.talks, HOST, 0))
        made = await stack.enter_async_context(Proxy().serving())
        port = server.sockets[0].getsockname()[1]
        made.leads_to(partial(asyncio.open_connection, HOST, port))
        yield made


async def says(proxy: Proxy, *words: bytes) -> bytes:
    """Say it on a connection of its own; all that comes back."""
    reader, writer = await asyncio.open_connection(HOST, proxy.port)
    answer = b""
    for word in words:
        writer.write(word)
        answer += await reader.readexactly(len(word))
    writer.close()
    return answer


async def test_it_passes_everything_on(proxy: Proxy, parrot: Parrot):
    assert await says(proxy, b"one", b"two") == parrot.heard == b"onetwo"


@pytest.mark.parametrize("held", Held)
async def test_what_is_held_has_reached_the_server_or_has_not(
    proxy: Proxy, parrot: Parrot, held: Held
):
    async with proxy.stops(b"two", b"wo", held=held) as moment:
        saying = asyncio.create_task(says(proxy, b"one", b"two"))
        await moment.reached()
        assert parrot.heard == (b"onetwo" if held is Held.REPLY else b"one")
        assert not saying.done()
        moment.go_on()
        assert await saying == b"onetwo"
    assert await says(proxy, b"two") == b"two"


@pytest.mark.parametrize("held", Held)
async def test_what_is_reset_there_goes_no_further(proxy: Proxy, parrot: Parrot, held: Held):
    async with proxy.stops(b"two", held=held) as moment:
        saying = asyncio.create_task(says(proxy, b"one", b"two"))
        (await moment.reached()).reset()
        moment.go_on()
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await saying
    assert await says(proxy, b"three") == b"three"
    assert parrot.heard == (b"onetwothree" if held is Held.REPLY else b"onethree")


async def test_it_cuts_behind_so_many_bytes(proxy: Proxy, parrot: Parrot):
    proxy.cut_at = 5
    assert await says(proxy, b"12345") == b"12345"
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await says(proxy, b"123", b"456")
    assert parrot.heard == b"12345123456"


async def test_nothing_leaves_a_black_hole_before_it_ends(proxy: Proxy, parrot: Parrot):
    async with proxy.black_hole():
        saying = asyncio.create_task(says(proxy, b"one"))
        done, _ = await asyncio.wait([saying], timeout=0.2)
        assert not done
        assert parrot.heard == b""
    assert await saying == b"one"
