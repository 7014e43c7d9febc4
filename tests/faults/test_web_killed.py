"""Stories of killed web processes: phones notice a delay at most, and nothing is left behind."""

import asyncio
from uuid import uuid4

import httpx

from tests.embedded.observing import until, until_gone
from tests.faults.installation import Installation, patiently, within
from tests.faults.processes import connections, kill
from tests.world import Person


async def test_a_killed_web_process_is_replaced_while_the_other_serves(
    home: Installation, alice: Person
):
    killed, other = home.serving()
    kill(killed)
    for _ in range(20):
        await patiently(lambda: alice.phone.get("/account"), seconds=1)
    await until(lambda: len(home.serving()) == 2, seconds=60)
    assert other in home.serving()
    (new,) = {*home.serving()} - {other}
    await within(60, lambda: asks(home, new))


async def asks(home: Installation, web: int) -> bool:
    """Open a connection; tell whether this process got it and answers."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(f"{home.url}/readyz")
        return connections(web, home.settings.port) > 0 and answer.status_code == 200


async def test_a_killed_main_process_leaves_no_orphan_on_the_port(
    home: Installation, alice: Person
):
    main, workers = home.processes.web_main(), home.processes.web()
    kill(main[0])
    await until_gone(*main, *workers)
    await within(60, home.is_ready)
    await patiently(lambda: alice.phone.get("/account"))
    assert not {*home.processes.web_main(), *home.processes.web()} & {*main, *workers}


async def test_a_web_that_gives_up_while_a_process_is_starting_is_started_anew(
    home: Installation,
):
    """Granian gives up when one process dies again right after its start. Another that is starting
    then hears of the end before it listens to signals of its own."""
    main, first = home.processes.web_main(), home.processes.web()
    for pid in first:
        kill(pid)
    await until(lambda: len({*home.processes.web()} - {*first}) == len(first), seconds=30)
    starting = home.processes.web()
    kill(max(starting))  # the last one started
    await until_gone(*main, *starting)
    await within(60, home.is_whole)


async def test_a_post_whose_answer_was_lost_is_published_once(home: Installation, alice: Person):
    photo = await alice.takes_photo()
    body = {
        "family_id": alice.family,
        "student_id": alice.child,
        "words": "风筝",
        "photo_ids": [photo],
        "audience": "public",
    }
    key = uuid4().hex
    asking = asyncio.create_task(alice.phone.post("/posts", body, key=key))
    await asyncio.sleep(0)
    for pid in home.processes.web():
        kill(pid)
    await asyncio.gather(asking, return_exceptions=True)
    post = await patiently(lambda: alice.phone.post("/posts", body, key=key))
    again = await patiently(lambda: alice.phone.post("/posts", body, key=key))
    assert again["id"] == post["id"]
    assert await home.count("posts where family_id = $1", alice.family) == 1
    assert await home.count(
        "audit_records where action = 'post.published' and subject_id = $1", post["id"]
    )
