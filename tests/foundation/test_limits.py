"""Rate limits: counted over all processes in Valkey, and in each one alone while it is away."""

import asyncio
from time import monotonic
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from service.foundation import limits
from service.foundation.errors import TooMany
from tests.contracts.serving import free_port


@pytest.fixture
async def valkey(machine):
    async with Redis.from_url(machine.valkey_url, decode_responses=True) as client:
        yield client


@pytest.fixture
async def nowhere():
    url = f"redis://127.0.0.1:{free_port()}"
    async with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
        yield client


async def allowed(valkey: Redis, tries: int, subject: str) -> int:
    """How many of `tries` at once are let through where 3 are."""

    async def one() -> bool:
        try:
            await limits.allow(valkey, "knock", subject, most=3, seconds=60)
        except TooMany:
            return False
        return True

    return sum(await asyncio.gather(*(one() for _ in range(tries))))


async def test_three_are_let_through_and_no_more(valkey):
    assert await allowed(valkey, 20, uuid4().hex) == 3


async def test_it_says_when_to_come_again(valkey):
    subject = uuid4().hex
    await allowed(valkey, 3, subject)
    with pytest.raises(TooMany) as refused:
        await limits.allow(valkey, "knock", subject, most=3, seconds=60)
    assert 1 <= refused.value.retry_after <= 60


async def test_subjects_and_acts_are_counted_apart(valkey):
    alice, bob = uuid4().hex, uuid4().hex
    assert await allowed(valkey, 5, alice) == 3
    assert await allowed(valkey, 5, bob) == 3
    await limits.allow(valkey, "another act", alice, most=1, seconds=60)


async def test_a_window_ends(valkey):
    subject = uuid4().hex
    assert await allowed(valkey, 5, subject) == 3
    name = f"limit:knock:{subject}"
    assert 0 < await valkey.ttl(name) <= 60
    await valkey.expire(name, 0)  # the minute is over, here too
    limits._local[name] = (0.0, 3)
    assert await allowed(valkey, 5, subject) == 3


async def test_a_valkey_that_forgets_lets_nobody_begin_anew(valkey):
    subject = uuid4().hex
    assert await allowed(valkey, 3, subject) == 3
    await valkey.delete(f"limit:knock:{subject}")
    assert await allowed(valkey, 20, subject) == 0


async def test_what_was_counted_before_valkey_went_counts_after_it(valkey, nowhere):
    subject = uuid4().hex
    assert await allowed(valkey, 2, subject) == 2
    assert await allowed(nowhere, 20, subject) == 1


async def test_a_process_that_has_just_begun_goes_by_valkeys_count(valkey):
    subject = uuid4().hex
    assert await allowed(valkey, 2, subject) == 2
    limits._local.clear()
    assert await allowed(valkey, 20, subject) == 1


async def test_rotating_subjects_wins_nothing_and_takes_no_more_memory(nowhere, monkeypatch):
    """A crowd of subjects drives out each other, not the one that is tried again and again."""
    monkeypatch.setattr(limits, "MOST_KEPT", 1000)
    mallory = uuid4().hex
    assert await allowed(nowhere, 5, mallory) == 3
    for number in range(10_000):
        limits.allow_here("knock", f"subject {number}", most=3, seconds=60)
        if number % 900 == 0:
            assert await allowed(nowhere, 1, mallory) == 0
    assert len(limits._local) <= 1000
    assert await allowed(nowhere, 5, mallory) == 0


async def test_without_valkey_each_process_counts_by_itself(nowhere):
    assert await allowed(nowhere, 20, uuid4().hex) == 3


async def test_a_valkey_that_hangs_is_waited_for_no_longer_than_two_seconds():
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    began = monotonic()
    async with server, Redis.from_url(url, socket_timeout=0.3) as valkey:
        await limits.allow(valkey, "knock", uuid4().hex, most=3, seconds=60)
    assert monotonic() - began < 2
