"""Dismissals: a phone of staff is lost, and the operator ends the office and its sessions."""

import asyncio
import sys
from uuid import uuid4

from models.people.staff import Appointment, Office
from models.trust.audit import AuditRecord
from service.people import dismissals
from tests.people.test_handovers import is_over, lends
from tests.trust.archive_room import CITY, holds
from tests.world import Person, World, refused


async def command(world: World, *arguments: str) -> tuple[int | None, str]:
    """Run a command as the operator does; how it ended and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", *arguments),
        env={**world.settings.environ(), "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def office_of(person: Person) -> Appointment:
    return await Appointment.get(account_id=(await person.account()).id)


async def queue(person: Person) -> None:
    await person.phone.get("/reviews/counts")


async def test_whoever_finds_the_phone_is_signed_out_and_holds_nothing(world):
    """Mei's phone is in a taxi, and signed in; so is the tablet on her desk."""
    mei, he = await world.person("Mei"), await world.person("He")
    for moderator in (mei, he):
        await holds(world, moderator, Office.MODERATOR, CITY)
    tablet = world.phone("Mei")
    await tablet.sign_in()
    await queue(mei)
    office = await office_of(mei)
    status, said = await command(world, "offices")
    assert (status, said.count("moderator")) == (0, 2)
    (line,) = [line for line in said.splitlines() if str(office.id) in line]
    assert "周敏" in line

    status, said = await command(world, "dismiss", str(office.id))
    assert (status, said.strip()) == (0, "岗位已经结束，2 台设备已经退出登录")
    with refused(401):
        await queue(mei)
    with refused(401):
        await tablet.get("/account")
    await queue(he)
    assert str(office.id) not in (await command(world, "offices"))[1]


async def test_a_phone_that_was_in_a_childs_hands_is_signed_out_too(world):
    mei = await world.person("Mei")
    await mei.founds("Mei家")
    await mei.opens_archive("豆豆")
    await holds(world, mei, Office.MODERATOR, CITY)
    holder = await lends(mei)
    await dismissals.dismiss((await office_of(mei)).id)
    assert await is_over(holder)


async def test_signing_in_anew_brings_no_office_back(world):
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    await dismissals.dismiss((await office_of(mei)).id)
    await mei.phone.sign_in()
    assert (await mei.phone.get("/appointments"))["items"] == []
    with refused(404):
        await queue(mei)


async def test_again_is_fine_and_the_trail_says_that_it_was_the_operator(world):
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    office = await office_of(mei)
    assert [await dismissals.dismiss(office.id) for _ in range(2)] == [1, 0]
    ended = await AuditRecord.filter(action="appointment.ended", subject_id=office.id)
    assert [row.actor_id for row in ended] == [None]
    closed = await AuditRecord.filter(action="session.closed")
    assert [row.actor_id for row in closed] == [None]


async def test_what_is_no_office_is_one_sentence(world):
    alice = await world.person("Alice")
    status, said = await command(world, "dismiss", str(uuid4()))
    assert (status, said.strip()) == (1, "没有这个岗位")
    assert (await alice.phone.get("/account"))["nickname"] == "Alice"
