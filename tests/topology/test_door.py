"""The door: the main job is done through HAProxy, and nobody comes round it."""

import asyncio

import pytest

from tests.topology.site import Site
from tests.world import Person

FOUND_AGAIN = 3
"""Seconds after which HAProxy's checks have seen a process that has come back."""
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_mother_keeps_a_photo_and_records_a_day(door: Site):
    alice = Person(door, door.phone("Alice"))
    await alice.phone.sign_in()
    await alice.founds("Alice家")
    await alice.opens_archive("豆豆")
    entry = await alice.records(title="海边", photo_ids=[await alice.takes_photo()])
    assert entry["title"] == "海边"
    assert await alice.sees(f"/entries/{entry['id']}")


async def test_what_is_for_the_machine_is_not_for_the_world(door: Site):
    for path in ("/metrics", "/readyz"):
        assert (await door.http.get(f"{door.url}{path}")).status_code == 404
    plain = await door.http.get(f"http://127.0.0.1:{door.http_port}/healthz")
    assert (plain.status_code, plain.headers["location"][:8]) == (308, "https://")


async def test_both_processes_are_replaced_one_by_one_and_nobody_notices(door: Site):
    alice, answered, done = Person(door, door.phone("Alice")), [], asyncio.Event()
    await alice.phone.sign_in()

    async def asks() -> None:
        while not done.is_set():
            answered.append(await alice.phone.get("/account"))

    asking = [asyncio.create_task(asks()) for _ in range(4)]
    for port in [*door.web]:
        await door.stop_web(port)
        await door.start_web(port)
        await asyncio.sleep(FOUND_AGAIN)
    done.set()
    await asyncio.gather(*asking)
    assert len({account["id"] for account in answered}) == 1
    assert len(answered) > 50
