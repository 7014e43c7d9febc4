"""The story of two families who go on while anything of the service is killed at random."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import cycle
from typing import TypeVar
from uuid import uuid4

import httpx

from service.demo.phone import Refused
from tests.faults.installation import Installation, patiently, within
from tests.faults.ledger import Ledger
from tests.faults.processes import kill
from tests.world import Person, a_photo

KILLS = 20
VICTIMS = ("web", "web_main", "worker", "postmaster", "backends", "valkey")
PATIENCE = 60
HEALED_WITHIN = 60
TABLES = {"photo": "photos", "entry": "entries", "post": "posts"}
RISKY = "想买同款加微信"
T = TypeVar("T")


async def test_nothing_is_lost_doubled_or_shown_too_early(
    home: Installation, alice: Person, bob: Person, ledger: Ledger
):
    seed = int(os.environ.get("FAULTS_SEED", random.randrange(10**6)))
    print(f"FAULTS_SEED={seed}")
    zhou = await home.person("路人 Zhou")
    async with looks_around(zhou) as seen, lives(alice, ledger), lives(bob, ledger):
        await kills(home, random.Random(seed))
    await within(HEALED_WITHIN, home.is_whole)
    await within(HEALED_WITHIN, lambda: all_read(home))
    families = [alice.family, bob.family]
    await was_kept_once(home, ledger, families)
    await was_seen_only_when_approved(home, seen)
    assert not await home.count("procrastinate_jobs where status = 'failed'")


async def kills(home: Installation, chance: random.Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.3, 2))
        victim = getattr(home.processes, chance.choice(VICTIMS))
        await within(PATIENCE, lambda found=victim: there(found()))
        for pid in chance.sample(victim(), 1):
            kill(pid)


async def there(pids: list[int]) -> bool:
    return bool(pids)


@asynccontextmanager
async def lives(person: Person, ledger: Ledger) -> AsyncIterator[None]:
    """A phone that uploads, records and publishes; what it began it ends."""
    stopped = asyncio.Event()

    async def day_after_day() -> None:
        for words in cycle(["放风筝", RISKY]):
            if stopped.is_set():
                return
            await one_day(person, ledger, words)

    living = asyncio.create_task(day_after_day())
    try:
        yield
    finally:
        stopped.set()
        await living


async def one_day(person: Person, ledger: Ledger, words: str) -> None:
    """Each request is repeated under its own key until it is answered, then acknowledged."""
    data, keys = a_photo(), [uuid4().hex for _ in range(3)]
    photo = await insistently(
        lambda: person.phone.put_photo(person.family, "IMG.jpg", data, key=keys[0])
    )
    ledger.acknowledge("photo", photo)
    told = {"family_id": person.family, "student_id": person.child, "photo_ids": [photo]}
    entry = await insistently(lambda: person.phone.post("/entries", told, key=keys[1]))
    ledger.acknowledge("entry", entry["id"])

    async def read() -> bool:
        found = await patiently(lambda: person.phone.get(f"/photos/{photo}"), PATIENCE)
        return found["state"] == "ready"

    await within(PATIENCE, read)
    shown = told | {"words": words, "audience": "public"}
    post = await insistently(lambda: person.phone.post("/posts", shown, key=keys[2]))
    ledger.acknowledge("post", post["id"])


async def insistently(call: Callable[[], Awaitable[T]]) -> T:
    """Ask, hang up before the answer or after it, and ask again until there is one."""
    with suppress(TimeoutError, httpx.TransportError, Refused):
        await asyncio.wait_for(call(), random.uniform(0, 0.1))
    return await patiently(call, PATIENCE)


@asynccontextmanager
async def looks_around(stranger: Person) -> AsyncIterator[dict[str, datetime]]:
    """A stranger's phone that keeps reading the public feed: what it saw first when."""
    seen: dict[str, datetime] = {}

    async def look() -> None:
        while True:
            for post in await patiently(stranger.feed, PATIENCE):
                seen.setdefault(post, datetime.now(UTC))
            await asyncio.sleep(0.05)

    async def something() -> bool:
        return bool(seen)

    looking = asyncio.create_task(look())
    yield seen
    await within(HEALED_WITHIN, something)
    assert not looking.done()
    looking.cancel()


async def all_read(home: Installation) -> bool:
    return not await home.count("photos where state = 'stored'")


async def was_kept_once(home: Installation, ledger: Ledger, families: list[str]) -> None:
    for kind, table in TABLES.items():
        kept = await home.rows(f"select id from {table} where family_id = any($1)", families)
        assert sorted(str(row["id"]) for row in kept) == sorted(ledger.made(kind))
        assert len(kept) > 2
    for photo in ledger.made("photo"):
        ready = "audit_records where action = 'photo.ready' and subject_id = $1"
        assert await home.count(ready, photo) == 1
    assert not await home.count("uploads where family_id = any($1) and state = 'issued'", families)


async def was_seen_only_when_approved(home: Installation, seen: dict[str, datetime]) -> None:
    for post, first_seen in seen.items():
        (row,) = await home.rows("select state, words, shown_at from posts where id = $1", post)
        assert (row["state"], row["words"]) == ("approved", "放风筝")
        assert row["shown_at"] <= first_seen
