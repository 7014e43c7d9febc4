"""Persons: everybody the archive tells of is known to the family, with an account or without."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from tests.edge.wire import NOBODY
from tests.people.relatives import Home, home_of, invitation_of
from tests.pupil import pupil_of
from tests.world import Person, World, refused

VIEW = {"id", "name", "relation", "born", "died", "life", "student_id", "member"}
GREAT_GRANDFATHER = {"name": "陈阿公", "relation": "曾祖父", "born": "1938~", "died": "2011-05"}
RISKY = "想看更多照片加微信"


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def adds(person: Person, key: str = "", **change: Any) -> dict[str, Any]:
    path = f"/families/{person.family}/persons"
    return await person.phone.post(path, GREAT_GRANDFATHER | change, key=key)


async def known(person: Person) -> dict[str, dict[str, Any]]:
    """Everybody of the family, by name."""
    items = (await person.phone.get(f"/families/{person.family}/persons"))["items"]
    return {one["name"]: one for one in items}


async def audited(action: str) -> int:
    rows = await query("select count(*) from audit_records where action = $1", action)
    return rows[0]["count"]


async def test_whoever_died_long_ago_is_known_to_the_family(home):
    made = await adds(home.chen)
    assert set(made) == VIEW
    assert made["life"] == "约1938年出生，2011年5月去世"
    assert (made["student_id"], made["member"]) == (None, False)
    for person in (home.alice, home.dina):
        assert (await known(person))["陈阿公"] == made
    assert (await adds(home.chen, name="阿婆", born="", died=""))["life"] == ""
    assert await audited("person.added") == 2


async def test_whoever_joins_and_the_child_are_known_already(world, home):
    found = await known(home.dina)
    assert {name: (one["relation"], one["member"]) for name, one in found.items()} == {
        "Alice": ("妈妈", True),
        "小满": ("", False),
        "Bob": ("爸爸", True),
        "Chen": ("爷爷", True),
        "Dina": ("亲属", True),
    }
    child = found["小满"]
    assert (child["student_id"], child["born"]) == (home.alice.child, "2016-05-01")
    nameless = world.phone("Nameless")
    await nameless.sign_in()
    code = (await invitation_of(home.alice))["code"]
    await nameless.post("/memberships", {"code": code, "relation": "外公"})
    assert (await known(home.dina))["外公"]["relation"] == "外公"


async def test_whoever_comes_back_is_the_same_person(home):
    before = (await known(home.alice))["Chen"]
    await home.chen.phone.delete(await home.place("Chen"))
    left = (await known(home.alice))["Chen"]
    assert left == before | {"member": False}
    await home.alice.phone.delete(f"/persons/{left['id']}")
    assert "Chen" not in await known(home.alice)
    await home.alice.invites(home.chen, "爷爷")
    assert (await known(home.alice))["Chen"] == before


async def test_five_taps_at_once_make_one_person(world, home):
    eve = await world.person("Eve")
    code = (await invitation_of(home.alice, uses=5))["code"]
    body = {"code": code, "relation": "外婆"}
    await asyncio.gather(*(eve.phone.post("/memberships", body) for _ in range(5)))
    assert len(await query("select 1 from persons where name = 'Eve'")) == 1


async def test_the_family_and_its_student_know_them_and_nobody_else(world, home):
    made = await adds(home.chen)
    stranger = await world.person("Eve")
    await stranger.founds("林家")
    path = f"/families/{home.alice.family}/persons"
    assert await (await pupil_of(world, home.alice)).sees(path) == [True]
    stranger_sees = []
    for family in (home.alice.family, str(uuid4())):
        with pytest.raises(Refused) as refusal:
            await stranger.phone.get(f"/families/{family}/persons")
        stranger_sees.append(refusal.value.problem)
    assert stranger_sees[0]["status"] == 404
    assert stranger_sees[0] == stranger_sees[1]
    eve = Person(world, stranger.phone)
    eve.family = home.alice.family
    for person, status in ((eve, 404), (home.dina, 403)):
        with refused(status):
            await adds(person)
        with refused(status):
            await person.phone.put(f"/persons/{made['id']}", {"name": "别人"})
        with refused(status):
            await person.phone.delete(f"/persons/{made['id']}")
    with refused(401):
        await world.phone("nobody").get(path)
    assert (await known(home.alice))["陈阿公"] == made


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"born": "很久以前"}, "person.date"),
        ({"born": "2016-02-30"}, "person.date"),
        ({"died": "3000"}, "person.date"),
        ({"born": "1940", "died": "1939"}, "person.dates"),
        ({"name": " "}, "field.format"),
        ({"name": "长" * 17}, "field.too_long"),
        ({"relation": "长" * 17}, "field.too_long"),
        ({"account_id": NOBODY}, "field.unknown"),
        ({"name": RISKY}, "words.refused"),
        ({"relation": RISKY}, "words.refused"),
    ],
    ids=str,
)
async def test_what_cannot_be_right_is_refused(world, wrong, code):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    with refused(422, code):
        await adds(alice, **wrong)
    assert len(await query("select 1 from persons")) == 1
    made = await adds(alice)
    with refused(422, code):
        await alice.phone.put(f"/persons/{made['id']}", wrong)
    assert (await known(alice))["陈阿公"] == made


async def test_who_died_in_the_year_of_their_birth_is_right(home):
    assert (await adds(home.chen, born="1938-06", died="1938"))["died"] == "1938"


async def test_today_is_not_yet_to_come(home):
    today = clock.today()
    assert await adds(home.chen, name="宝宝", born=today.isoformat(), died="")
    with refused(422, "person.date"):
        await adds(home.chen, born=(today + timedelta(days=1)).isoformat(), died="")


async def test_what_was_left_out_stays_and_the_same_again_changes_nothing(home):
    made = await adds(home.chen)
    path = f"/persons/{made['id']}"
    for body in ({"died": "2011-05-20"}, {"died": "2011-05-20"}, {}):
        changed = await home.alice.phone.put(path, body)
    assert changed == made | {"died": "2011-05-20", "life": "约1938年出生，2011年5月20日去世"}
    assert await audited("person.changed") == 1


async def test_a_child_is_renamed_in_its_profile(home):
    child = (await known(home.alice))["小满"]
    with refused(409, "person.student"):
        await home.alice.phone.put(f"/persons/{child['id']}", {"name": "大满"})
    with refused(409, "person.student"):
        await home.alice.phone.delete(f"/persons/{child['id']}")
    assert (await known(home.alice))["小满"] == child


async def test_only_a_guardian_takes_somebody_out_and_no_member(home):
    made = await adds(home.chen)
    path = f"/persons/{made['id']}"
    with refused(403, "role.too_low"):
        await home.chen.phone.delete(path)
    with refused(409, "person.member"):
        dina = (await known(home.alice))["Dina"]["id"]
        await home.alice.phone.delete(f"/persons/{dina}")
    await asyncio.gather(*(home.bob.phone.delete(path) for _ in range(4)))
    assert "陈阿公" not in await known(home.alice)
    with refused(404):
        await home.alice.phone.put(path, {"name": "又来了"})
    assert await audited("person.removed") == 1


async def test_nobody_is_taken_out_while_guardians_are_in_dispute(home):
    made = await adds(home.chen)
    await home.bob.phone.post(f"{home.path}/dispute", None)
    with refused(409, "family.disputed"):
        await home.alice.phone.delete(f"/persons/{made['id']}")
    assert "陈阿公" in await known(home.alice)


async def test_whoever_is_taken_out_is_not_waited_for_in_a_circle(world, home):
    """Who joins, and an erasure, hold the family before its persons."""
    path = f"/persons/{(await adds(home.chen))['id']}"
    await world.quiet()
    joining = await asyncpg.connect(world.settings.database_url)
    async with joining.transaction():
        await joining.execute("select 1 from families for no key update")
        removing = asyncio.create_task(home.alice.phone.delete(path))
        await world.until_blocked(1)
        await joining.execute("select 1 from persons for update nowait")
    await joining.close()
    await removing
    assert "陈阿公" not in await known(home.alice)


async def test_a_guardian_who_is_leaving_takes_nobody_out_any_more(world, home):
    path, place = f"/persons/{(await adds(home.chen))['id']}", await home.place("Bob")
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():
        await blocking.execute("select 1 from families for update")
        leaving = asyncio.create_task(home.bob.phone.delete(place))
        await world.until_blocked(1)
        removing = asyncio.create_task(home.bob.phone.delete(path))
        await world.until_blocked(2)
    await blocking.close()
    await leaving
    with refused(404):
        await removing
    assert "陈阿公" in await known(home.alice)


async def test_a_repeated_request_adds_one_person(home):
    made = [await adds(home.chen, key="tapped-once") for _ in range(2)]
    assert made[0] == made[1]
    assert await audited("person.added") == 1
