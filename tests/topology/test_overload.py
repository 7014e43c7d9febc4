"""Overload: whatever a crowd does at the door, somebody honest is served meanwhile."""

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.embedded.observing import children_of, until
from tests.faults.processes import kill
from tests.topology.crowds import Figures, connected, crowd, fares, may_open, resident
from tests.topology.site import Site
from tests.world import Person, refused

CEILING = 20.0
"""Seconds that nobody honest waits for an answer, on the slowest machine."""
SLOW_BODIES, DRIPS, SLOW_HEADS, SLOW_READERS, IDLE = 250, 120, 250, 200, 5_000
HERD, MEMBERS, ABREAST = 2_000, 40, 100
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


async def drips(door: Site, number: int, first: bytes) -> str:
    """Send `first` and then a byte now and then, until one is hung up on; the status line."""
    reader, writer = await connected(door, number)
    try:
        writer.write(first)
        answer = asyncio.create_task(reader.readline())
        while not answer.done():
            writer.write(b" ")
            await writer.drain()
            await asyncio.wait([answer], timeout=1)
        return (await answer).decode()
    finally:
        writer.close()


async def test_bodies_that_drip_from_the_first_byte_keep_nobody_waiting(door, alice, tell):
    answers = Counter[str]()

    async def slowly(number: int) -> None:
        answers[await drips(door, number, HEAD + b"Content-Length: 60000\r\n\r\n{")] += 1

    async with crowd(SLOW_BODIES, slowly):
        tell(await fares(alice), f"{answers}")


async def test_bodies_that_drip_after_20_kilobytes_keep_nobody_waiting(door, alice, tell):
    body = HEAD + b"Content-Length: 60000\r\n\r\n" + b'{"code": "' + b"x" * 20_000
    answers = Counter[str]()

    async def slowly(number: int) -> None:
        answers[await drips(door, number, body)] += 1

    async with crowd(DRIPS, slowly):
        tell(await fares(alice), f"{answers}")


async def test_heads_that_drip_keep_nobody_waiting(door, alice, tell):
    answers = Counter[str]()

    async def slowly(number: int) -> None:
        answers[await drips(door, number, b"GET /api/v1/feed HTTP/1.1\r\nHost: lo")] += 1

    async with crowd(SLOW_HEADS, slowly):
        tell(await fares(alice), f"{answers}")


async def test_readers_who_do_not_read_keep_nobody_waiting(door, alice, tell):
    """Half of them read a byte per second of the largest page there is, half of them nothing."""
    page = (await door.http.get(f"{door.url}/docs")).content
    assert len(page) > 1 << 20
    before = memory(door)

    async def slowly(number: int) -> None:
        reader, writer = await connected(door, number, takes=4096, limit=1)
        try:
            writer.write(b"GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while number % 2 or await reader.read(1):  # noqa: ASYNC110
                await asyncio.sleep(1)
        finally:
            writer.transport.abort()

    async with crowd(SLOW_READERS, slowly):
        tell(await fares(alice), f"{before} -> {memory(door)} MiB")


async def test_five_thousand_who_say_nothing_keep_nobody_waiting(door, alice, tell):
    async with AsyncExitStack() as held:
        for begun in range(0, IDLE, 100):
            opening = (connected(door, n, tls=n % 20 == 0) for n in range(begun, begun + 100))
            for _, writer in await asyncio.gather(*opening):
                held.callback(writer.close)
        tell(await fares(alice))


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
