"""Stories of more than there is room for: a pool that is exhausted, phones that all come again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg

from service.embedded.postgres import APPLICATION, OWNER
from tests.faults.installation import Installation, patiently, within
from tests.faults.processes import kill
from tests.world import Person

WAITING = (
    "pg_stat_activity where wait_event_type = 'Lock' and usename = 'jiadang'"
    " and query not like '%pg_stat_activity%'"
)
POOLS = 20
"""The connections of two web processes."""
WRITES = 60
AGAIN, TIMES = 24, 4
"""Together no more than the connections that the stories' phones share."""
PATIENCE = 240


@asynccontextmanager
async def nobody_records(home: Installation) -> AsyncIterator[None]:
    """The owner of the database holds the entries; whoever would write one waits."""
    url = home.settings.database_url.replace(f"//{APPLICATION}@", f"//{OWNER}@", 1)
    owner = await asyncpg.connect(url)
    try:
        async with owner.transaction():
            await owner.execute("lock table entries in share mode")
            yield
    finally:
        await owner.close()


async def test_an_exhausted_pool_is_waited_for_and_nothing_is_lost(
    home: Installation, alice: Person
):
    keys = [uuid4().hex for _ in range(WRITES)]

    async def all_wait() -> bool:
        return await home.count(WAITING) >= POOLS - 2

    async with nobody_records(home):
        asking = [asyncio.create_task(records(alice, key)) for key in keys]
        await within(PATIENCE, all_wait)
        assert (await home.http.get(f"{home.url}/healthz")).status_code == 200
    made = await asyncio.gather(*asking)
    assert len({*made}) == WRITES == await home.count("entries where family_id = $1", alice.family)


async def test_phones_that_all_come_again_at_once_write_each_thing_once(
    home: Installation, alice: Person
):
    """Each of them asks four times at once, from when PostgreSQL is killed until it is back."""
    keys = [uuid4().hex for _ in range(AGAIN)]
    kill(home.processes.postmaster()[0])
    made = await asyncio.gather(*(records(alice, key) for key in keys * TIMES))
    assert home.away
    assert made == made[:AGAIN] * TIMES
    assert len({*made}) == AGAIN == await home.count("entries where family_id = $1", alice.family)


async def records(person: Person, key: str) -> str:
    body = {"family_id": person.family, "student_id": person.child, "title": key}
    return (await patiently(lambda: person.phone.post("/entries", body, key=key), PATIENCE))["id"]
