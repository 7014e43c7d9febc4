"""PgBouncer in transaction mode between real processes and PostgreSQL, with few connections."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from models.trust.consents import Purpose
from service.embedded.postgres import APPLICATION
from tests.faults.installation import Installation, patiently, within
from tests.topology.bouncer import CONNECTIONS, Bouncer, bounced
from tests.world import Person

WRITERS, DAYS = 60, 2
PATIENCE = 300
"""Seconds that a phone comes again: sixty at once take long where many others work."""
BOUNCED = """
select pid from pg_stat_activity where usename = $1 and pid <> pg_backend_pid()
and application_name <> 'direct'
"""
pytestmark = pytest.mark.asyncio(loop_scope="module")

Bounced = tuple[Installation, Bouncer]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def standing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bounced]:
    folder: Path = tmp_path_factory.mktemp("bounced")
    async with bounced(folder) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def home(standing: Bounced) -> AsyncIterator[Installation]:
    """The installation, whole; it never answers with a 500."""
    found = standing[0]
    await within(60, found.is_whole)
    found.away = 0
    yield found
    assert not found.wrong


@pytest.fixture
def bouncer(standing: Bounced) -> Bouncer:
    return standing[1]


async def test_a_mother_keeps_a_photo_and_shows_it(home: Installation):
    alice, bob = await home.person("Alice"), await home.person("Bob")
    await alice.founds("Alice家")
    await alice.opens_archive("豆豆")
    await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo()
    entry = await alice.records(title="海边", photo_ids=[photo])
    assert [one["id"] for one in await alice.timeline()] == [entry["id"]]
    months = await alice.phone.get(f"/students/{alice.child}/months")
    assert months
    post = await alice.shows("海边的一天", [photo])
    assert post["id"] in await bob.feed()
    assert await bob.sees(f"/entries/{entry['id']}") == [False]


async def test_sixty_write_at_once_and_a_backend_ends(home: Installation):
    """Each write is there once, though PostgreSQL serves a few at a time and one of them dies."""
    writers = await asyncio.gather(*(settles_in(home, n) for n in range(WRITERS)))
    most, written = [0], asyncio.Event()

    async def watches() -> None:
        while not written.is_set():
            most.append(await bounced_backends(home))
            await asyncio.sleep(0.05)

    watching = asyncio.create_task(watches())
    writing = asyncio.create_task(gathered(writers))
    await within(PATIENCE, lambda: home.count("entries where title = '一天'"))
    await home.rows(
        f"select pg_terminate_backend(min(pid)) from ({BOUNCED}) as backends", APPLICATION
    )
    try:
        acknowledged = await writing
    finally:
        written.set()
        await watching
    kept = await home.rows("select id from entries where title = '一天'")
    assert sorted(str(row["id"]) for row in kept) == sorted(acknowledged)
    assert len(acknowledged) == WRITERS * DAYS
    assert 1 < max(most) <= CONNECTIONS + 1  # this story asks how far it is on one of its own


async def test_while_pgbouncer_is_away_phones_are_told_to_come_again(
    home: Installation, bouncer: Bouncer
):
    alice = await settles_in(home, WRITERS)
    await records_a_day(alice)
    await bouncer.stop()
    reply = await home.http.get(
        f"{home.url}/api/v1/account", headers={"authorization": f"Bearer {alice.phone.token}"}
    )
    assert (reply.status_code, reply.headers["retry-after"].isdigit()) == (503, True)
    waiting = asyncio.create_task(records_a_day(alice))
    away = home.away
    await within(30, lambda: refused_since(home, away))
    assert not waiting.done()
    await bouncer.start()
    made = await waiting
    assert await alice.sees(f"/entries/{made}") == [True]
    assert len(await alice.timeline()) == 2
    photo = await alice.takes_photo()
    assert await alice.sees(f"/photos/{photo}") == [True]


async def refused_since(home: Installation, away: int) -> bool:
    return home.away > away


async def settles_in(home: Installation, number: int) -> Person:
    person = Person(home, home.phone(f"writer-{number}"))
    await patiently(person.phone.sign_in, PATIENCE)
    await patiently(lambda: person.founds(f"第{number}家"), PATIENCE)
    await patiently(lambda: person.opens_archive("豆豆"), PATIENCE)
    return person


async def gathered(writers: list[Person]) -> list[str]:
    async def records_days(person: Person) -> list[str]:
        return [await records_a_day(person) for _ in range(DAYS)]

    return [one for days in await asyncio.gather(*map(records_days, writers)) for one in days]


async def records_a_day(person: Person) -> str:
    body = {"family_id": person.family, "student_id": person.child, "title": "一天"}
    key = uuid4().hex

    async def records() -> str:
        return (await person.phone.post("/entries", body, key=key))["id"]

    return await patiently(records, PATIENCE)


async def bounced_backends(home: Installation) -> int:
    """How many connections to PostgreSQL its PgBouncer has."""
    return (await home.rows(f"select count(*) from ({BOUNCED}) as backends", APPLICATION))[0][
        "count"
    ]
