"""Stories of a Valkey that is killed or hangs: it hastens, it does not decide."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from service.demo.phone import Refused
from tests.embedded.observing import until
from tests.faults.installation import Installation
from tests.faults.processes import kill
from tests.world import Person

MOST = 120
"""So many times a minute an account may ask for tickets."""


@pytest.fixture
def hanging(home: Installation) -> Iterator[None]:
    """Valkey takes connections and says nothing."""
    (valkey,) = home.processes.valkey()
    os.kill(valkey, signal.SIGSTOP)
    yield
    os.kill(valkey, signal.SIGCONT)


async def test_nobody_is_logged_out_when_valkey_is_killed(home: Installation, alice: Person):
    kill(home.processes.valkey()[0])
    for _ in range(20):
        await alice.phone.get("/account")
    await alice.phone.put_photo(alice.family, "IMG_0001.jpg", b"\xff\xd8\xff" + bytes(100))
    await until(lambda: len(home.processes.valkey()) == 1, seconds=60)
    assert await home.is_ready()


async def test_nobody_is_logged_out_when_valkey_forgets_everything(
    home: Installation, alice: Person
):
    await home.forgets_in_valkey()
    await alice.phone.get("/account")
    assert (await alice.shows("放风筝", [await alice.takes_photo()]))["state"] == "approved"


async def test_rate_limits_hold_though_valkey_forgets_everything(home: Installation, alice: Person):
    """Each process goes on from what it has counted itself."""
    processes, answers = len(home.processes.web()), list[int]()
    for _ in range(3):
        answers += await asyncio.gather(*(asks_for_a_ticket(alice) for _ in range(MOST + 40)))
        await home.forgets_in_valkey()
    assert answers.count(201) <= MOST * processes
    assert answers.count(201) + answers.count(429) == len(answers)


async def test_people_sign_in_while_valkey_hangs(home: Installation, hanging: None):
    chen = await home.person("爷爷 Chen")
    assert (await chen.phone.get("/account"))["nickname"] == "爷爷 Chen"


async def test_rate_limits_hold_in_each_process_while_valkey_hangs(
    home: Installation, alice: Person, hanging: None
):
    processes = len(home.processes.web())
    answers = await asyncio.gather(*(asks_for_a_ticket(alice) for _ in range(2 * MOST + 40)))
    assert answers.count(201) <= MOST * processes
    assert answers.count(429) == len(answers) - answers.count(201) >= 40


async def test_a_hanging_valkey_holds_nobody_else_up(
    home: Installation, alice: Person, bob: Person, hanging: None
):
    asking = [asyncio.create_task(asks_for_a_ticket(alice)) for _ in range(80)]
    await asyncio.sleep(0)
    async with asyncio.timeout(3):
        await bob.phone.get("/account")
    await asyncio.gather(*asking)


async def asks_for_a_ticket(person: Person) -> int:
    body = {"family_id": person.family, "files": [{"name": "1.jpg", "bytes": 1}]}
    try:
        await person.phone.post("/uploads", body)
    except Refused as refused:
        return refused.status
    return 201
