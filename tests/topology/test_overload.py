"""Overload: whatever a crowd does at the door, somebody honest is served meanwhile."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable
from functools import partial

import pytest
import pytest_asyncio

from tests.embedded.observing import children_of, until
from tests.faults.processes import kill
from tests.topology.crowds import (
    ABREAST,
    Client,
    Figures,
    connected,
    crowd,
    fares,
    may_open,
    resident,
)
from tests.topology.site import Site
from tests.world import Person, refused

CEILING = 20.0
"""Seconds that nobody honest waits for an answer, on the slowest machine."""
SLOW_BODIES, DRIPS, SLOW_HEADS, SLOW_READERS, IDLE = 250, 120, 250, 200, 5_000
HERD, MEMBERS = 2_000, 40
MOST = 0.8
"""Of a crowd at any time: the others were just hung up on, and come again."""
TOO_SLOW = "HTTP/1.1 408 Request Time-out\r\n"
MOST_MIB = 300
"""What a process may grow by in a herd."""
GUESSES = 10
"""Cards that an account may look at in ten minutes."""
HEAD = b"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def alice(door: Site) -> Person:
    may_open(12_000)
    alice = Person(door, door.phone("Alice of the crowd"))
    await alice.phone.sign_in()
    await alice.founds("Alice家")
    await alice.opens_archive("豆豆")
    return alice


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest):
    def told(figures: Figures, more: str = "") -> None:
        with capsys.disabled():
            print(f"\n{request.node.name.removeprefix('test_')}: {figures} {more}")
        assert figures.failed == []
        assert max(figures.taken) < CEILING

    return told


async def drips(alice: Person, door: Site, many: int, first: bytes) -> tuple[Figures, Counter]:
    """How Alice fares while `many` send `first` and then a byte now and then; what they are told.

    Each of them is told something, before this ends.
    """
    answers = Counter[str]()

    async def slowly(_: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        answer = asyncio.create_task(reader.readline())
        while not answer.done():
            writer.write(b" ")
            await writer.drain()
            await asyncio.wait([answer], timeout=1)
        answers[(await answer).decode()] += 1

    async with crowd(many, partial(connected, door), slowly):
        figures = await fares(alice)
        await until(lambda: answers.total() >= many, seconds=60)
    return figures, answers


async def test_bodies_that_drip_from_the_first_byte_keep_nobody_waiting(door, alice, tell):
    body = HEAD + b"Content-Length: 60000\r\n\r\n{"
    figures, answers = await drips(alice, door, SLOW_BODIES, body)
    tell(figures, f"{answers}")
    assert {*answers} == {TOO_SLOW}


async def test_bodies_that_drip_after_20_kilobytes_keep_nobody_waiting(door, alice, tell):
    body = HEAD + b"Content-Length: 60000\r\n\r\n" + b'{"code": "' + b"x" * 20_000
    figures, answers = await drips(alice, door, DRIPS, body)
    tell(figures, f"{answers}")
    assert {*answers} == {TOO_SLOW}


async def test_heads_that_drip_keep_nobody_waiting(door, alice, tell):
    head = b"GET /api/v1/feed HTTP/1.1\r\nHost: lo"
    figures, answers = await drips(alice, door, SLOW_HEADS, head)
    tell(figures, f"{answers}")
    assert {*answers} == {TOO_SLOW}


async def test_readers_who_do_not_read_keep_nobody_waiting(door, alice, tell):
    """Half of them read a byte per second of the largest page there is, half of them nothing."""
    page = (await door.http.get(f"{door.url}/docs")).content
    assert len(page) > 1 << 20
    before = memory(door)

    async def slowly(
        number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while number % 2 or await reader.read(1):  # noqa: ASYNC110
            await asyncio.sleep(1)

    connects = partial(connected, door, takes=4096, limit=1)
    async with crowd(SLOW_READERS, connects, slowly) as here:
        tell(await fares(alice), f"{before} -> {memory(door)} MiB, {len(here)} there")
        assert len(here) > MOST * SLOW_READERS


async def test_five_thousand_who_say_nothing_keep_nobody_waiting(door, alice, tell):
    """One in twenty speaks TLS at least. Whoever is hung up on comes again."""

    async def says_nothing(_: int, reader: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await reader.read()

    def connects(number: int) -> Awaitable[Client]:
        return connected(door, number, tls=number % 20 == 0)

    async with crowd(IDLE, connects, says_nothing) as here:
        tell(await fares(alice), f"{len(here)} there")
        assert len(here) > MOST * IDLE


async def test_a_herd_is_served_or_asked_to_come_again_and_nobody_else_notices(door, alice, tell):
    """Two thousand at once on what counts all that a family has."""
    members = await asyncio.gather(*(member(door, number) for number in range(MEMBERS)))
    before, answers = memory(door), Counter[str]()

    async def asks(number: int, arriving: asyncio.Semaphore) -> None:
        who = members[number % MEMBERS]
        async with arriving:
            reader, writer = await connected(door, number)
        path = f"/api/v1/families/{who.family}/data"
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Bearer {who.phone.token}\r\n\r\n".encode()
        )
        answers[why(await reader.read())] += 1
        writer.close()

    async def all_ask() -> None:
        arriving = asyncio.Semaphore(ABREAST)
        await asyncio.gather(*(asks(number, arriving) for number in range(HERD)))

    # on a thread of its own: its handshakes would keep Alice's phone waiting, which is in here, too
    herd = asyncio.create_task(asyncio.to_thread(asyncio.run, all_ask()))
    figures = await fares(alice)
    await herd
    tell(figures, f"{dict(answers)}, {before} -> {memory(door)} MiB")
    assert set(answers) <= {"200", "503 overloaded", "503 unavailable"}
    assert answers["200"] > 0 < answers["503 overloaded"]
    assert all(now - then < MOST_MIB for then, now in zip(before, memory(door), strict=True))


def why(answer: bytes) -> str:
    """The status of an answer; of a refusal its code, and it says when to come again."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split()[1].decode() if head else "nothing"
    if status != "503":
        return status
    told = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    assert int(told[b"retry-after"]) > 0
    return f"{status} {json.loads(body)['code']}"


async def member(door: Site, number: int) -> Person:
    person = Person(door, door.phone(f"Herd {number}"))
    await person.phone.sign_in()
    await person.founds("一家")
    return person


def memory(door: Site) -> list[int]:
    """MiB of each process that answers requests."""
    mains = [child.pid for child in door.web.values()]
    return [resident(pid) for main in mains if main for pid in children_of(main)]


async def test_whoever_guesses_codes_is_stopped_though_valkey_dies_meanwhile(door, alice, capsys):
    mallory = Person(door, door.phone("Mallory"))
    await mallory.phone.sign_in()
    path, heard = "/invitation-codes/nobody-has-this", 0
    for _ in range(GUESSES // 2):
        with refused(404):
            await mallory.phone.get(path)
            heard += 1
    kill(door.behind.processes.valkey()[0])
    stopped = 0
    while stopped < 2 * GUESSES:
        reply = await door.http.get(
            f"{door.url}/api/v1{path}", headers={"Authorization": f"Bearer {mallory.phone.token}"}
        )
        stopped += reply.status_code == 429
        heard += reply.status_code == 404
    assert heard <= GUESSES * len(door.web)
    assert not (await fares(alice, times=10)).failed
    with capsys.disabled():
        print(f"\n{heard} guesses were heard, {stopped} were not")
    await until(lambda: len(door.behind.processes.valkey()) == 1, seconds=60)
