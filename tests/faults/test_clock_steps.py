"""Stories of a service whose clock steps a quarter of an hour, away from everybody else's.

PostgreSQL, WeChat, Kodo and the phones keep the right time; the running web and worker do not.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.faults.installation import ROOT, Installation, free_port, installation, patiently, within
from tests.faults.outcomes import READ, READ_WITHIN, original, records
from tests.faults.processes import kill
from tests.faults.sdk_phone import tickets_for
from tests.faults.stepping_clock import SteppingClock, library
from tests.world import Person, a_photo, refused

QUARTER = 15 * 60
SLACK = 60
HOUR = 60 * 60
BORNE = QUARTER - SLACK
"""What Kodo still bears with."""
READING = "procrastinate_jobs where task_name = 'photos.read' and status = 'doing'"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> SteppingClock:
    assert library(), "scripts/setup faults installs Debian's faketime"
    return SteppingClock(tmp_path_factory.mktemp("clock"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def standing(
    clock: SteppingClock, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    folder: Path = tmp_path_factory.mktemp("stepping")
    async with installation(folder, free_port(), {"environ": clock.environ}) as standing:
        yield standing


@asynccontextmanager
async def stepped(clock: SteppingClock, person: Person, seconds: int) -> AsyncIterator[None]:
    """The service's clock steps, and back at the end."""
    clock.step(seconds)
    try:
        await within(60, lambda: is_off(person, seconds))
        yield
    finally:
        clock.step(0)
        await within(60, lambda: is_off(person, 0))


async def is_off(person: Person, seconds: int) -> bool:
    """Whether both web processes date what they write like that, as far as ten entries tell."""
    made = [await person.records(title="几点了") for _ in range(10)]
    dates = [datetime.fromisoformat(entry["recorded_at"]) for entry in made]
    offs = [(date - datetime.now(UTC)).total_seconds() - seconds for date in dates]
    return all(abs(off) < SLACK for off in offs)


@pytest.mark.parametrize("seconds", [QUARTER, -QUARTER], ids=["ahead", "behind"])
async def test_who_is_signed_in_stays_and_what_was_asked_is_not_done_twice(
    home: Installation, clock: SteppingClock, alice: Person, seconds: int
):
    key, body = uuid4().hex, {"family_id": alice.family, "student_id": alice.child, "title": "家"}
    made = await alice.phone.post("/entries", body, key=key)
    chen = await home.person("爷爷 Chen")
    async with stepped(clock, alice, seconds):
        assert (await alice.phone.post("/entries", body, key=key))["id"] == made["id"]
        liu = await home.person("刘老师")
        for person in (chen, liu):
            await person.phone.get("/account")
    for person in (alice, chen, liu):
        await person.phone.get("/account")
    assert (await alice.phone.post("/entries", body, key=key))["id"] == made["id"]
    assert await home.count("entries where title = '家' and family_id = $1", alice.family) == 1


@pytest.mark.parametrize("seconds", [BORNE, -BORNE], ids=["ahead", "behind"])
async def test_a_job_whose_worker_was_killed_is_handed_over_and_done_once(
    home: Installation, clock: SteppingClock, alice: Person, seconds: int
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "download", {"delay_seconds": 3}, key=ticket["key"])
    async with stepped(clock, alice, seconds):
        assert (await alice.phone.put_file(ticket, data)).status_code == 200
        await within(60, lambda: home.count(READING))
        kill(home.processes.worker()[0])
        photo = await read(home, ticket)
        assert await original(home, alice, photo) == data
    for action in ("photo.stored", "photo.ready"):
        assert await records(home, photo, action) == 1


async def test_a_service_that_is_ahead_takes_photos_and_shows_them(
    home: Installation, clock: SteppingClock, alice: Person, bob: Person
):
    async with stepped(clock, alice, BORNE):
        photo = await alice.takes_photo()
        post = await alice.shows("放风筝", [photo])
        assert await bob.sees(f"/posts/{post['id']}") == [True]
        assert await original(home, alice, photo)
    assert await bob.sees(f"/posts/{post['id']}") == [True]


async def test_kodo_refuses_a_service_that_is_behind_and_nothing_is_lost(
    home: Installation, clock: SteppingClock, alice: Person, bob: Person
):
    """It finds tickets expired and calls misdated: photos wait until the clock is right."""
    data, before = a_photo(), a_photo()
    (early,) = await tickets_for(alice, len(before))
    confirmation = f"/uploads/{early['upload_id']}/confirmation"
    async with stepped(clock, alice, -QUARTER - SLACK):
        (late,) = await tickets_for(alice, len(data))
        assert (await alice.phone.put_file(late, data)).status_code == 401
        assert (await alice.phone.put_file(early, before)).status_code == 579
        with refused(503, "kodo.unavailable"):
            await alice.phone.call("POST", confirmation)
        assert (await alice.records(title="照片等一等"))["title"] == "照片等一等"
    await patiently(lambda: alice.phone.call("POST", confirmation))
    photo = await read(home, early)
    assert await original(home, alice, photo) == before
    post = await alice.shows("放风筝", [photo])
    assert await bob.sees(f"/posts/{post['id']}") == [True]


async def test_the_doctor_says_so_of_a_machine_whose_clock_is_an_hour_off(
    home: Installation, tmp_path: Path
):
    wrong = SteppingClock(tmp_path)
    wrong.step(HOUR)
    doctor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "doctor"),
        cwd=ROOT,
        env={**home.settings.environ(), **wrong.environ, "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    said = [
        line for line in (await doctor.communicate())[0].decode().splitlines() if "Kodo" in line
    ]
    assert doctor.returncode == 1
    assert [
        line for line in said if line.startswith("✗ Kodo rs") and "403" in line and "时钟" in line
    ]
    assert [line for line in said if line.startswith("✗ Kodo 的时钟") and "时间同步" in line]


async def read(home: Installation, ticket: dict[str, Any]) -> str:
    """The photo's id, once its original was read."""
    await within(READ_WITHIN, lambda: home.count(READ, ticket["upload_id"]))
    (row,) = await home.rows("select id from photos where upload_id = $1", ticket["upload_id"])
    return str(row["id"])


@pytest.mark.parametrize("seconds", [QUARTER, -QUARTER], ids=["ahead", "behind"])
async def test_a_link_lives_on_and_one_that_was_revoked_stays_dead(
    home: Installation, clock: SteppingClock, alice: Person, seconds: int
):
    post = (await alice.shows("放风筝", [await alice.takes_photo()]))["id"]
    links = [await alice.phone.post(f"/posts/{post}/share-links", {}) for _ in range(2)]
    lives, dead = (f"{home.url}/api/v1/shared/{one['url'].rpartition('/')[2]}" for one in links)
    await alice.phone.delete(f"/share-links/{links[1]['id']}")

    async def is_so() -> bool:
        return [(await home.http.get(url)).status_code for url in (lives, dead)] == [200, 404]

    await within(60, is_so)
    async with stepped(clock, alice, seconds):
        assert await is_so()
    assert await is_so()
