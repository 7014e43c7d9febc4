"""Successions: a family whose owner is gone for good, who takes it over, and who stops that."""

import asyncio
from contextvars import copy_context
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.people.families import Succession
from models.people.staff import Office
from models.trust.erasures import ErasedKind
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import appointments, families, successions
from service.trust import personal_data
from tests.each import each
from tests.people.relatives import Home, home_of, told
from tests.trust.leaving import asks as asks_to_erase
from tests.trust.leaving import of_home
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

CITY, TOWN = "440400000000", "440402004000"
NOBODY = "00000000-0000-7000-8000-000000000000"
PAPER = "死亡证明核验 2026-12"
VIEW = {"id", "family_id", "state", "relation", "mine", "refusable", "reference", "asked_at"}
CASE = {"id", "household", "region", "relation", "state", "reference", "asked_at"}


@pytest.fixture
async def home(world: World) -> Home:
    """Alice owns it, and is out of reach; Bob guards it with her, in the city's programme."""
    home = await home_of(world)
    await home.alice.joins_programme(XIANGZHOU)
    return home


@pytest.fixture
async def liu(world: World, home: Home) -> Person:
    """An archivist of the family's district."""
    return await world.archivist(XIANGZHOU)


async def asks(person: Person, key: str = "") -> dict[str, Any]:
    return await person.phone.post(f"/families/{person.family}/succession", None, key=key)


async def ends(person: Person) -> None:
    await person.phone.delete(f"/families/{person.family}/succession")


async def looks(person: Person) -> dict[str, Any]:
    return await person.phone.get(f"/families/{person.family}/succession")


async def approves(person: Person, asked: dict[str, Any], paper: str = PAPER) -> dict[str, Any]:
    path = f"/successions/{asked['id']}/approval"
    return await person.phone.call("POST", path, {"reference": paper})


async def declines(person: Person, asked: dict[str, Any]) -> None:
    await person.phone.call("POST", f"/successions/{asked['id']}/refusal")


async def cases(person: Person) -> list[dict[str, Any]]:
    return (await person.phone.get("/successions"))["items"]


async def nights(days: int = 14) -> None:
    """What the nightly job does so many days and a minute later."""
    with clock.moved(timedelta(days=days, minutes=1)):
        await successions.carry_out()


async def acts() -> list[str]:
    """What was done, in order; a star where nobody did it."""
    rows = await query(
        "select action, actor_id is null as nobody from audit_records"
        " where action like 'succession.%' or action like 'ownership.%' order by id"
    )
    return [row["action"].rpartition(".")[2] + "*" * row["nobody"] for row in rows]


async def owner(home: Home) -> str:
    members = (await home.bob.phone.get(f"{home.path}/members"))["items"]
    (found,) = (one["nickname"] for one in members if one["role"] == "owner")
    return found


async def test_a_guardian_takes_a_family_over_whose_owner_is_gone(home, liu):
    """Asked for on the phone, approved on paper, and fourteen days later as if handed over."""
    asked = await asks(home.bob, key="asked-for")
    assert await asks(home.bob, key="asked-for") == asked == await asks(home.bob)
    assert set(asked) == VIEW | {"due_at"} & set(asked)
    assert (asked["state"], asked["relation"], asked["mine"]) == ("asked", "爸爸", True)
    assert (await told(home.alice))[0] == ("succession_asked", asked["id"])
    (case,) = await cases(liu)
    assert set(case) == CASE | {"due_at"} & set(case)
    approved = await approves(liu, asked)
    assert approved == await approves(liu, asked) == (await cases(liu))[0]
    assert (approved["household"], approved["relation"]) == ("XZ000001", "爸爸")
    for guardian in (home.alice, home.bob):
        assert (await told(guardian))[0] == ("succession_approved", asked["id"])
        shown = await looks(guardian)
        assert (shown["state"], shown["reference"]) == ("approved", PAPER)
        assert shown["due_at"] == approved["due_at"]
    await nights(13)
    assert await owner(home) == "Alice"
    await nights()
    await nights()
    assert await home.roles() == {
        "Alice": "guardian",
        "Bob": "owner",
        "Chen": "editor",
        "Dina": "viewer",
    }
    for guardian in (home.alice, home.bob):
        assert (await told(guardian))[0] == ("succession_carried_out", asked["id"])
    assert (await cases(liu), await home.alice.sees(f"{home.path}/succession")) == ([], [False])
    with refused(409, "succession.decided"):
        await declines(liu, asked)
    assert await acts() == ["asked", "approved", "handed_over*", "carried_out*"]
    await asks_to_erase(home.bob, of_home(home.bob))


@each("approved", [False, True])
async def test_the_owner_stops_it_with_one_press(home, liu, approved):
    asked = await asks(home.bob)
    if approved:
        await approves(liu, asked)
    shown = await looks(home.alice)
    assert (shown["refusable"], shown["mine"]) == (True, False)
    for _ in range(2):
        await ends(home.alice)
    assert (await told(home.bob))[0] == ("succession_ended", asked["id"])
    with refused(409, "succession.decided"):
        await approves(liu, asked, "公证书 2026-8")
    await declines(liu, asked)
    await nights()
    assert (await owner(home), await cases(liu)) == ("Alice", [])
    assert (await acts())[-1] == "refused"


async def test_an_owner_who_only_looks_in_is_not_out_of_reach(home, liu):
    """She need not know of it: whoever still uses the mini-program keeps the family."""
    asked = await asks(home.bob)
    await approves(liu, asked)
    with clock.moved(timedelta(days=5)):
        await home.alice.timeline()
    await nights(6)
    assert (await told(home.bob))[0] == ("succession_ended", asked["id"])
    await nights()
    assert await owner(home) == "Alice"
    assert await acts() == ["asked", "approved", "lapsed*"]


async def test_no_archivist_approves_what_the_owner_has_come_back_from(home, liu):
    asked = await asks(home.bob)
    with clock.moved(timedelta(days=5)):
        await home.alice.timeline()
        with refused(409, "succession.unfounded"):
            await approves(liu, asked)
    await nights(6)
    assert await acts() == ["asked", "lapsed*"]


async def test_the_asker_takes_it_back_and_asks_again(home, liu):
    asked = await asks(home.bob)
    await approves(liu, asked)
    for _ in range(2):
        await ends(home.bob)
    assert (await told(home.alice))[0] == ("succession_ended", asked["id"])
    again = await asks(home.bob)
    assert again["id"] != asked["id"]
    assert (again["state"], again["reference"]) == ("asked", "")
    await nights()
    assert await owner(home) == "Alice"
    assert await acts() == ["asked", "approved", "taken_back", "asked"]


async def test_it_ends_with_the_leaving_of_who_asked(home, liu):
    await approves(liu, await asks(home.bob))
    await home.bob.phone.delete(await home.place("Bob"))
    assert await cases(liu) == []
    await nights()
    assert (await home.roles())["Alice"] == "owner"
    assert await acts() == ["asked", "approved", "lapsed*"]


async def test_it_ends_where_owner_or_heir_is_another_by_then(home, liu):
    await home.alice.phone.put(await home.place("Chen"), {"role": "guardian"})
    chen = (await home.members())["Chen"]["id"]
    await approves(liu, await asks(home.bob))
    await home.bob.phone.put(await home.place("Bob"), {"role": "editor"})
    await nights()
    assert await owner(home) == "Alice"
    asked = await asks(home.chen)
    await home.alice.phone.post(f"{home.path}/ownership", {"membership_id": chen})
    with refused(409, "succession.unfounded"):
        await approves(liu, asked)
    await nights()
    assert await owner(home) == "Chen"
    assert (await acts())[2:] == ["lapsed*", "asked", "handed_over", "lapsed*"]


async def test_a_dispute_holds_it_up_until_it_is_settled(home, liu):
    await home.alice.phone.put(await home.place("Chen"), {"role": "guardian"})
    await approves(liu, await asks(home.bob))
    dispute = await home.chen.phone.post(f"{home.path}/dispute", None)
    await nights()
    assert await owner(home) == "Alice"
    await liu.phone.call("POST", f"/disputes/{dispute['id']}/settlement")
    await nights(15)
    assert await owner(home) == "Bob"


async def test_nobody_asks_in_a_dispute_or_while_the_family_is_to_be_erased(home):
    await home.alice.phone.post(f"{home.path}/dispute", None)
    with refused(409, "family.disputed"):
        await asks(home.bob)
    await home.alice.phone.delete(f"{home.path}/dispute")
    await asks_to_erase(home.alice, of_home(home.alice))
    with refused(409, "succession.erasing"):
        await asks(home.bob)
    assert await acts() == []


async def test_an_erasure_asked_for_later_ends_it(home, liu):
    await approves(liu, await asks(home.bob))
    await asks_to_erase(home.alice, of_home(home.alice))
    await nights()
    assert await acts() == ["asked", "approved", "lapsed*"]


async def test_only_a_family_of_the_programme_asks_and_only_its_guardians(world, home):
    eve = await world.person("Eve")
    eve.family = home.alice.family
    for who, status in ((home.alice, 409), (home.chen, 403), (home.dina, 403), (eve, 404)):
        with refused(status):
            await asks(who)
    await home.alice.phone.delete(f"{home.path}/household")
    with pytest.raises(Refused) as outside:
        await asks(home.bob)
    assert outside.value.problem["code"] == "succession.no_household"
    assert "家庭建档" in outside.value.problem["detail"]
    assert await acts() == []


async def test_one_at_a_time_and_the_others_neither_stop_it_nor_read_it(world, home):
    await home.alice.phone.put(await home.place("Chen"), {"role": "guardian"})
    eve = await world.person("Eve")
    eve.family = home.alice.family
    await asks(home.bob)
    with refused(409, "succession.open"):
        await asks(home.chen)
    with refused(403, "succession.not_yours"):
        await ends(home.chen)
    assert (await looks(home.chen))["refusable"] is False
    for who, status in ((home.dina, 403), (eve, 404)):
        for act in (looks, ends):
            with refused(status):
                await act(who)
    assert await acts() == ["asked"]


async def test_nobody_else_decides_it(world, home, liu):
    """Another district, a town, another office, the family: all alike find nothing."""
    jinwan, town, city = [await world.archivist(code) for code in (JINWAN, TOWN, CITY)]
    moderator = await world.person("Mei")
    offered = await appointments.offer_first(Office.MODERATOR, "梅", CITY)
    await moderator.takes_up(appointments.code_of(offered))
    await home.alice.joins_programme(TOWN)
    asked = await asks(home.bob)
    problems = []
    for who, one in (
        *((who, asked) for who in (jinwan, town, moderator, home.alice, home.bob)),
        (liu, {"id": NOBODY}),
    ):
        for act in (approves, declines):
            with pytest.raises(Refused) as refusal:
                await act(who, one)
            problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    for who in (jinwan, town, moderator, home.bob):
        assert await cases(who) == []
    assert [one["id"] for one in await cases(city)] == [asked["id"]]
    await declines(city, asked)
    assert await acts() == ["asked", "declined"]


async def test_an_archivist_leaves_their_own_family_to_a_colleague(world, home, liu):
    await home.alice.invites(liu, "亲属", "viewer")
    asked = await asks(home.bob)
    for act in (approves, declines):
        with refused(403, "succession.of_family"):
            await act(liu, asked)
    assert await cases(liu) == []
    await approves(await world.archivist(CITY), asked)


@each("paper", ["", "见了", " " * 8, "纸" * 61, "身份证 11010519491231002X", "电话 13812345678"])
async def test_the_reference_names_a_paper_and_nobodys_number(home, liu, paper):
    asked = await asks(home.bob)
    with refused(422):
        await approves(liu, asked, paper)
    assert await acts() == ["asked"]


async def test_a_press_of_the_owner_and_the_night_it_is_due_leave_one_outcome(world, home, liu):
    await approves(liu, await asks(home.bob))
    apart = copy_context()
    async with transaction():
        await families.lock(UUID(home.alice.family))
        press = asyncio.create_task(ends(home.alice))
        await world.until_blocked(1)
        night = asyncio.create_task(nights(), context=apart)
        await world.until_blocked(2)
    await asyncio.gather(press, night)
    assert await owner(home) == "Alice"
    assert await acts() == ["asked", "approved", "refused"]


async def test_an_erasure_that_comes_between_leaves_nothing_to_approve(world, home, liu):
    asked = await asks(home.bob)
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await families.lock(UUID(home.alice.family))
            late = asyncio.create_task(approves(liu, asked))
            await world.until_blocked(1)
            await personal_data.purge(ErasedKind.FAMILY, UUID(home.alice.family))
        with refused(404):
            await late
    await nights()
    assert not await Succession.exists(id=asked["id"])


async def test_without_a_session_there_is_nothing(world, home):
    asked, stranger = await asks(home.bob), Person(world, world.phone("anonymous"))
    stranger.family = home.alice.family
    for act in (asks, ends, looks, cases):
        with refused(401):
            await act(stranger)
    for act in (approves, declines):
        with refused(401):
            await act(stranger, asked)
