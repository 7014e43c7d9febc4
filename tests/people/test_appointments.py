"""Appointments: who gives which office to whom, over what, for how long, and who ends it."""

import asyncio
import sys
from datetime import timedelta
from typing import Any

import pytest

from models.people.regions import Region
from models.people.staff import Appointment, Office
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.people import appointments, sessions
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

CITY, TOWN, TOWN_OF_JINWAN = "440400000000", "440402004000", "440404100000"
OF_THE_CITY = ("moderator", "curator", "auditor")


async def place(code: str) -> dict[str, str]:
    return {"region_id": str((await Region.get(code=code)).id)}


async def offers(archivist: Person, office: str, **where: str) -> dict[str, Any]:
    body = {"office": office, "name": "周敏", **where}
    return await archivist.phone.post("/appointments", body)


async def appointed(archivist: Person, person: Person, office: str, **where: str) -> str:
    """Somebody who was offered an office and took it up; the appointment's id."""
    return (await person.takes_up((await offers(archivist, office, **where))["code"]))["id"]


async def listed(person: Person) -> list[tuple[str, str, bool]]:
    items = (await person.phone.get("/appointments"))["items"]
    return [(one["office"], one["region"], one["mine"]) for one in items]


async def acts() -> list[str]:
    rows = await query(
        "select action, actor_id is null as system from audit_records"
        " where action like 'appointment.%' order by id"
    )
    return [row["action"].partition(".")[2] + "*" * row["system"] for row in rows]


@pytest.fixture
async def archivist(world: World) -> Person:
    """Of the district of 香洲."""
    return await world.archivist(XIANGZHOU)


async def test_an_office_passes_down_the_tree(world):
    """From the operator to the city, to the district, to a town: each held from its acceptance."""
    city = await world.archivist(CITY)
    he, liu = await world.person("He"), await world.person("Liu")
    offer = await offers(city, "archivist", **await place(XIANGZHOU))
    assert set(offer) == {"id", "office", "name", "code", "expires_at"}
    held = await he.takes_up(offer["code"])
    assert (held["office"], held["region"], held["mine"]) == ("archivist", "香洲区", True)
    await appointed(he, liu, "archivist", **await place(TOWN))
    town = (await Region.get(code=TOWN)).name
    assert await listed(city) == [
        ("archivist", "珠海市", True),
        ("archivist", "香洲区", False),
        ("archivist", town, False),
    ]
    assert await listed(he) == [("archivist", "香洲区", True), ("archivist", town, False)]
    assert await listed(liu) == [("archivist", town, True)]
    assert await acts() == ["offered*", "accepted", "offered", "accepted", "offered", "accepted"]


async def test_nobody_appoints_a_peer_or_a_superior(world, archivist):
    city = await world.archivist(CITY)
    with refused(403, "appointment.beyond"):
        await offers(archivist, "archivist", **await place(XIANGZHOU))
    with refused(403, "appointment.beyond"):
        await offers(city, "archivist", **await place(CITY))
    with refused(404):
        await offers(archivist, "archivist", **await place(CITY))


@pytest.mark.parametrize("office", OF_THE_CITY)
async def test_only_the_city_gives_the_offices_of_the_city(world, archivist, office):
    mei, city = await world.person("Mei"), await world.archivist(CITY)
    for code in (XIANGZHOU, TOWN):
        with refused(403, "appointment.beyond"):
            await offers(archivist, office, **await place(code))
    await appointed(city, mei, office, **await place(XIANGZHOU))
    assert await listed(mei) == [(office, "香洲区", True)]
    assert (office, "香洲区", False) not in await listed(archivist)


async def test_whoever_holds_a_wide_and_a_narrow_office_acts_by_the_wide_one(world, archivist):
    offered = await appointments.offer_first(Office.ARCHIVIST, "刘芳", CITY)
    await archivist.takes_up(appointments.code_of(offered))
    await offers(archivist, "archivist", **await place(XIANGZHOU))
    await offers(archivist, "moderator", **await place(XIANGZHOU))


async def test_an_office_reaches_no_further_than_its_region_and_level(world, archivist):
    """Another district, a town's own archivist, a moderator, a stranger: all alike see nothing."""
    town, mei, stranger = [await world.person(name) for name in ("Town", "Mei", "Stranger")]
    city = await world.archivist(CITY)
    await appointed(archivist, town, "archivist", **await place(TOWN))
    await appointed(city, mei, "moderator", **await place(CITY))
    nowhere = {"region_id": "00000000-0000-7000-8000-000000000000"}
    there, inside = await place(TOWN_OF_JINWAN), await place(TOWN)
    answers = []
    for who, where in [
        (archivist, there),
        (town, inside),
        (mei, inside),
        (stranger, inside),
        (archivist, nowhere),
    ]:
        with pytest.raises(Refused) as refusal:
            await offers(who, "archivist", **where)
        answers.append(refusal.value.problem)
    assert answers[0]["status"] == 404
    assert answers.count(answers[0]) == len(answers)
    assert await Appointment.all().count() == 4


async def test_an_office_is_over_a_region_or_over_a_school(world, archivist):
    school = await world.school("香洲二小")
    region = await place(TOWN)
    for office, where in (
        ("archivist", {}),
        ("archivist", {"school_id": school.id}),
        ("archivist", {"school_id": school.id, **region}),
        ("school_administrator", {}),
        ("school_administrator", region),
        ("school_administrator", {"school_id": school.id, **region}),
    ):
        with refused(422, "appointment.place"):
            await offers(archivist, office, **where)
    for wrong in ({"office": "mayor", **region}, {"office": "archivist", "until": None, **region}):
        with refused(422):
            await archivist.phone.post("/appointments", {"name": "周敏", **wrong})


async def test_a_school_has_its_administrator_from_its_own_districts_archivist(world, archivist):
    school, other = await world.school(), await world.archivist(JINWAN)
    (row,) = [one for one in (await archivist.phone.get("/appointments"))["items"] if one["school"]]
    assert (row["school_id"], row["school"], row["region"]) == (school.id, "香洲一小", "香洲区")
    with refused(404):
        await offers(other, "school_administrator", school_id=school.id)
    with refused(404):
        await offers(archivist, "school_administrator", school_id=row["id"])
    with refused(404):
        await offers(school.administrator, "school_administrator", school_id=school.id)
    assert await listed(other) == [("archivist", "金湾区", True)]


async def test_of_thirty_racers_one_takes_the_office(world, archivist):
    code = (await offers(archivist, "archivist", **await place(TOWN)))["code"]
    racers = [Person(world, world.phone(f"racer {number}")) for number in range(30)]
    for racer in racers:
        _, racer.phone.token = await sessions.sign_in(await racer.phone.login_code())
    tries = (racer.takes_up(code) for racer in racers)
    results = await asyncio.gather(*tries, return_exceptions=True)
    losers = [result for result in results if isinstance(result, Refused)]
    assert [loser.status for loser in losers] == [404] * 29
    assert (await acts()).count("accepted") == 2
    assert len(await listed(archivist)) == 2


async def test_wrong_used_ended_and_expired_codes_look_the_same(world, archivist):
    liu, bob = await world.person("Liu"), await world.person("Bob")
    used = (await offers(archivist, "archivist", **await place(TOWN)))["code"]
    await liu.takes_up(used)
    ended, fresh = [await offers(archivist, "archivist", **await place(TOWN)) for _ in range(2)]
    await archivist.phone.delete(f"/appointments/{ended['id']}")
    late = appointments.LIFE + timedelta(seconds=1)
    problems = []
    for code, later in (
        ("wrong", timedelta()),
        (used, timedelta()),
        (ended["code"], timedelta()),
        (fresh["code"], late),
        (fresh["code"].upper(), timedelta()),
    ):
        with clock.moved(later), pytest.raises(Refused) as refusal:
            await bob.takes_up(code)
        problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    with clock.moved(late):
        assert len(await listed(archivist)) == 2
    with clock.moved(appointments.LIFE - timedelta(minutes=1)):
        await bob.takes_up(fresh["code"])


async def test_a_code_is_long_and_only_its_hash_is_kept(archivist):
    code = (await offers(archivist, "archivist", **await place(TOWN)))["code"]
    assert len(code) * 6 >= 128
    assert code not in str(await query("select * from appointments"))
    assert code not in str((await archivist.phone.get("/appointments"))["items"])


async def test_guessing_ends_after_ten_tries_even_if_the_next_is_right(world, archivist):
    bob, liu = await world.person("Bob"), await world.person("Liu")
    code = (await offers(archivist, "archivist", **await place(TOWN)))["code"]
    for number in range(10):
        with refused(404):
            await bob.takes_up(f"guess-{number}")
    with refused(429, "rate_limited"):
        await bob.takes_up(code)
    await liu.takes_up(code)


async def test_the_same_request_again_makes_nothing_new(world, archivist):
    liu, body = await world.person("Liu"), {"office": "archivist", "name": "刘"}
    body |= await place(TOWN)
    offer = await archivist.phone.post("/appointments", body, key="tapped-once")
    assert await archivist.phone.post("/appointments", body, key="tapped-once") == offer
    path, taking = "/appointments/acceptance", {"code": offer["code"]}
    held = await liu.phone.post(path, taking, key="taken-once")
    assert await liu.phone.post(path, taking, key="taken-once") == held
    assert await acts() == ["offered*", "accepted", "offered", "accepted"]


async def test_nobody_holds_the_same_office_twice(world, archivist):
    """Or ending one would leave the other; the code stays good for somebody else."""
    liu, bob = await world.person("Liu"), await world.person("Bob")
    await appointed(archivist, liu, "archivist", **await place(TOWN))
    code = (await offers(archivist, "archivist", **await place(TOWN)))["code"]
    with refused(409, "appointment.held"):
        await liu.takes_up(code)
    await bob.takes_up(code)


async def test_an_office_ends_at_once_by_whoever_could_give_it(world, archivist):
    liu, city = await world.person("Liu"), await world.archivist(CITY)
    for ending in (archivist, city, liu):
        held = await appointed(archivist, liu, "archivist", **await place(TOWN))
        for _ in range(2):
            await ending.phone.delete(f"/appointments/{held}")
        assert await listed(liu) == []
        assert len(await listed(archivist)) == 1
    assert (await acts()).count("ended") == 3


async def test_an_archivist_whose_office_ended_gives_and_ends_nothing(world, archivist):
    liu, city = await world.person("Liu"), await world.archivist(CITY)
    held = await appointed(archivist, liu, "archivist", **await place(TOWN))
    offered = await offers(archivist, "archivist", **await place(TOWN))
    (own,) = [one for one in (await archivist.phone.get("/appointments"))["items"] if one["mine"]]
    await city.phone.delete(f"/appointments/{own['id']}")
    with refused(404):
        await offers(archivist, "archivist", **await place(TOWN))
    with refused(404):
        await archivist.phone.delete(f"/appointments/{held}")
    with refused(404):
        await (await world.person("Bob")).takes_up(offered["code"])
    assert await listed(archivist) == []
    assert len(await listed(liu)) == 1


async def test_nobody_else_ends_an_office(world, archivist):
    """The peer, the other district, the holder of another office, a stranger: as if missing."""
    peer, liu, stranger = [await world.person(name) for name in ("Peer", "Liu", "Stranger")]
    city, other = await world.archivist(CITY), await world.archivist(JINWAN)
    await appointed(city, peer, "archivist", **await place(XIANGZHOU))
    await appointed(archivist, liu, "archivist", **await place(TOWN))
    (of_peer,) = await Appointment.filter(account_id=(await peer.account()).id)
    (of_city,) = await Appointment.filter(account_id=(await city.account()).id)
    before = await acts()
    for who in (archivist, other, liu, stranger):
        for one in (of_peer.id, of_city.id, "00000000-0000-7000-8000-000000000000"):
            with refused(404):
                await who.phone.delete(f"/appointments/{one}")
    assert await acts() == before
    assert await Appointment.filter(until__isnull=False).count() == 0


async def test_an_acceptance_and_an_end_at_once_leave_nobody_in_office(world, archivist):
    liu = await world.person("Liu")
    offer = await offers(archivist, "archivist", **await place(TOWN))
    await asyncio.gather(
        liu.takes_up(offer["code"]),
        archivist.phone.delete(f"/appointments/{offer['id']}"),
        return_exceptions=True,
    )
    assert await listed(liu) == []


async def test_the_operator_appoints_at_the_shell(world):
    he = await world.person("He")
    told, status = await _commanded(world, "appoint", "archivist", "何主任", "--region", XIANGZHOU)
    assert status == 0
    held = await he.takes_up(told)
    assert (held["name"], held["region"]) == ("何主任", "香洲区")
    assert await acts() == ["offered*", "accepted"]


@pytest.mark.parametrize("office, region", [("archivist", "1"), ("school_administrator", CITY)])
async def test_what_the_operator_cannot_give_is_told_in_a_sentence(world, office, region):
    told, status = await _commanded(world, "appoint", office, "何", "--region", region)
    assert status == 1
    assert told in {"没有这个地区", "学校管理员由所在地区的档案人员任命"}
    assert await acts() == []


async def _commanded(world: World, *command: str) -> tuple[str, int | None]:
    """What a command of the operator's prints, and its exit status."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", *command),
        env={**world.settings.environ(), "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    return told.decode().strip(), process.returncode
