"""Stories of a PostgreSQL that is killed: 503 for a moment, and what was acknowledged stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from uuid import uuid4

import asyncpg
import pytest

from tests.faults.installation import Installation, patiently, within
from tests.faults.ledger import Ledger
from tests.faults.processes import kill
from tests.world import Person

SERVED_AGAIN_WITHIN = 1.5
ACCEPTS_WITHIN = 60


@pytest.mark.parametrize("victim", ["postmaster", "backends"])
async def test_requests_wait_out_a_killed_postgres_and_nothing_acknowledged_is_lost(
    home: Installation, alice: Person, ledger: Ledger, victim: str
):
    async with keeps_recording(alice, ledger):
        await within(60, lambda: has(ledger, 5))
        kill(getattr(home.processes, victim)()[0])
        await refused_now(home)
        accepted_at = await accepting(home)
        before = len(ledger.made("entry"))
        await within(SERVED_AGAIN_WITHIN, lambda: has(ledger, before + 1))
        assert monotonic() - accepted_at < SERVED_AGAIN_WITHIN
        await within(60, lambda: has(ledger, before + 5))
    assert home.away
    kept = await home.rows("select id from entries where family_id = $1", alice.family)
    assert sorted(str(row["id"]) for row in kept) == sorted(ledger.made("entry"))


async def test_postgres_promises_to_keep_what_it_acknowledges(home: Installation):
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        (found,) = await home.rows(f"show {setting}")
        assert found[setting] == "on"


async def test_signing_in_waits_out_a_killed_postgres(home: Installation):
    wang = home.phone("王老师")
    kill(home.processes.postmaster()[0])
    await patiently(wang.sign_in, seconds=ACCEPTS_WITHIN)
    assert (await wang.get("/account"))["nickname"] == ""


@asynccontextmanager
async def keeps_recording(person: Person, ledger: Ledger) -> AsyncIterator[None]:
    """A phone that records one entry after another, each under a key of its own until it is in."""
    stopped = asyncio.Event()

    async def record() -> None:
        while not stopped.is_set():
            ledger.acknowledge("entry", await records_an_entry(person))

    recording = asyncio.create_task(record())
    try:
        yield
    finally:
        stopped.set()
        await recording


async def records_an_entry(person: Person) -> str:
    body = {"family_id": person.family, "student_id": person.child, "title": "一天"}
    key = uuid4().hex
    return (await patiently(lambda: person.phone.post("/entries", body, key=key)))["id"]


async def has(ledger: Ledger, entries: int) -> bool:
    return len(ledger.made("entry")) >= entries


async def refused_now(home: Installation) -> None:
    """Wait for the moment when the outage shows."""

    async def shows() -> int:
        return home.away

    await within(30, shows)


async def accepting(home: Installation) -> float:
    """When PostgreSQL takes connections again."""

    async def accepts() -> bool:
        with suppress(OSError, asyncpg.PostgresError):
            return bool(await home.rows("select 1"))
        return False

    await within(ACCEPTS_WITHIN, accepts)
    return monotonic()
