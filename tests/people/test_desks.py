"""Desks: a browser is let in by a phone that scans its code, and by nothing else."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from handlers.people.desks import browser_of
from models.people.accounts import Account
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Forbidden
from service.integrations import adapters
from service.people import desks
from service.people.sessions import DESK_ABSOLUTE
from tests.pupil import pupil_of
from tests.trust.household import told
from tests.world import Person, World, refused

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
MINUTE = timedelta(minutes=1)


class Desk:
    """A browser without an account: it asks, waits and, once it was let in, has a token."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: dict[str, Any] = {}

    async def asks(self) -> str:
        reply = await self.call("POST", "", headers={"User-Agent": CHROME})
        assert reply.status_code == 201
        self.asked = reply.json()
        return f"/desk-sign-ins/{self.asked['code']}"

    async def enters(self, **changed: str) -> httpx.Response:
        given = {**self.asked, **changed}
        return await self.call("POST", f"/{given['id']}/session", json={"secret": given["secret"]})

    async def state(self) -> str:
        reply = await self.enters()
        assert reply.status_code == 202
        assert (reply.json()["token"], reply.json()["account_id"]) == ("", None)
        return reply.json()["state"]

    async def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        url = f"{self.world.url}/api/v1/desk-sign-ins{path}"
        return await self.world.http.request(method, url, **more)


@pytest.fixture
async def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
async def alice(world: World) -> Person:
    return await world.person("Alice")


async def let_in(person: Person, desk: Desk) -> Person:
    """The person at this desk."""
    path = await desk.asks()
    await person.phone.call("POST", f"{path}/allowance")
    at_desk = Person(person.world, person.world.phone(person.phone.person))
    at_desk.phone.token = (await desk.enters()).json()["token"]
    return at_desk


async def test_alice_scans_says_yes_and_is_at_her_desk(world, alice, desk):
    path = await desk.asks()
    assert set(desk.asked) == {"id", "secret", "code", "expires_at"}
    picture = await desk.call("GET", f"/{desk.asked['code']}/picture.jpg")
    assert (picture.headers["content-type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    calls = await world.control("wechat", "calls")
    assert calls["getwxacodeunlimit"] == 1
    assert await desk.state() == "waiting"
    seen = await alice.phone.get(path)
    assert (seen["browser"], seen["state"]) == ("Chrome · Windows", "seen")
    assert await desk.state() == "seen"
    for _ in range(2):
        assert (await alice.phone.call("POST", f"{path}/allowance"))["state"] == "allowed"
    reply = await desk.enters()
    assert (reply.status_code, reply.json()["state"]) == (201, "allowed")
    assert reply.headers["cache-control"] == "no-store"
    there = world.phone("Alice")
    there.token = reply.json()["token"]
    account = await there.get("/account")
    assert (account["id"], account["nickname"]) == (reply.json()["account_id"], "Alice")
    devices = (await alice.phone.get("/sessions"))["items"]
    assert "电脑浏览器（Chrome · Windows）" in [one["device"] for one in devices]
    ((_, words),) = await told(alice, "desk_signed_in")
    assert "登录的设备" in words
    assert (await desk.enters()).status_code == 404
    with refused(409, "desk.entered"):
        await alice.phone.call("POST", f"{path}/refusal")


async def test_neither_the_code_nor_the_secret_opens_anything_alone(world, alice, desk):
    path = await desk.asks()
    thief = await world.person("Bob")
    for reply in (
        await desk.enters(secret=desk.asked["code"]),
        await desk.enters(secret="x" * 43),
        await desk.enters(id=str(uuid4())),
    ):
        assert reply.status_code == 404
    assert await desk.state() == "waiting"
    (stored,) = await query("select whole::text as text from desk_sign_ins whole")
    assert desk.asked["secret"] not in stored["text"]
    assert desk.asked["code"] not in stored["text"]
    await alice.phone.call("POST", f"{path}/allowance")
    for verb in ("allowance", "refusal"):
        with refused(404):
            await thief.phone.call("POST", f"{path}/{verb}")
    assert await thief.sees(path) == [False]
    assert (await desk.enters(secret=thief.phone.token)).status_code == 404
    for verb in ("allowance", "refusal"):
        with refused(401):
            await world.phone("nobody").call("POST", f"{path}/{verb}")
    assert (await desk.enters()).json()["account_id"] == str((await alice.account()).id)


async def test_of_two_phones_and_two_browsers_at_once_one_of_each_wins(world, alice, desk):
    path = await desk.asks()
    bob = await world.person("Bob")
    both = (person.phone.call("POST", f"{path}/allowance") for person in (alice, bob) * 3)
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert [isinstance(one, dict) for one in answers].count(True) == 3
    replies = await asyncio.gather(*(desk.enters() for _ in range(6)))
    assert sorted(reply.status_code for reply in replies) == [201] + [404] * 5
    at_desk = "select account_id from sessions where at_desk"
    (session,) = await query(at_desk)
    assert (
        session["account_id"]
        == (await query("select account_id from desk_sign_ins"))[0]["account_id"]
    )


async def test_it_ends_after_three_minutes_but_waits_for_a_late_yes(alice, desk):
    path = await desk.asks()
    with clock.moved(desks.LIFE - timedelta(seconds=1)):
        await alice.phone.call("POST", f"{path}/allowance")
    with clock.moved(desks.LIFE + timedelta(seconds=30)):
        assert (await desk.enters()).status_code == 201
    path = await desk.asks()
    with clock.moved(desks.LIFE + timedelta(seconds=1)):
        assert await alice.sees(path) == [False]
        with refused(404):
            await alice.phone.call("POST", f"{path}/allowance")
        assert (await desk.enters()).status_code == 404
        picture = await desk.call("GET", f"/{desk.asked['code']}/picture.jpg")
        assert picture.status_code == 404


async def test_a_no_keeps_the_browser_out_for_good(alice, desk):
    path = await desk.asks()
    await alice.phone.call("POST", f"{path}/allowance")
    for _ in range(2):
        assert (await alice.phone.call("POST", f"{path}/refusal"))["state"] == "refused"
    assert await desk.state() == "refused"
    with refused(409, "desk.refused"):
        await alice.phone.call("POST", f"{path}/allowance")
    assert await query("select 1 from sessions where at_desk") == []


async def test_a_child_unlocks_no_desk_neither_on_its_own_phone_nor_on_a_lent_one(world, desk):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    pupil = await pupil_of(world, alice)
    path = await desk.asks()
    assert (await pupil.phone.get(path))["state"] == "seen"
    with refused(403, "desk.child"):
        await pupil.phone.call("POST", f"{path}/allowance")
    lent = await alice.phone.post(f"/students/{alice.child}/handover", None)
    pupil.phone.token = lent["token"]
    with refused(403):
        await pupil.phone.call("POST", f"{path}/allowance")
    (child,) = await Account.filter(vouched_by_id__isnull=False)
    with pytest.raises(Forbidden):
        await desks.allow(child, desk.asked["code"])
    assert await desk.state() == "seen"


async def test_the_phone_ends_the_desk_and_the_desk_ends_itself(world, alice, desk):
    first = await let_in(alice, desk)
    current = (await first.phone.get("/sessions"))["items"]
    (mine,) = [one["id"] for one in current if one["current"]]
    await alice.phone.delete(f"/sessions/{mine}")
    second = await let_in(alice, desk)
    await second.phone.delete("/sessions/current")
    for ended in (first, second):
        with refused(401):
            await ended.phone.get("/account")
    await alice.phone.get("/account")


async def test_what_is_signed_out_everywhere_enters_no_desk_that_was_let_in_before(
    world, alice, desk
):
    """Whoever found the phone has let in a browser, which waits until Alice looks away."""
    bob, other = await world.person("Bob"), Desk(world)
    alices = (await alice.account()).id
    for person, browser in ((alice, desk), (bob, other)):
        await person.phone.call("POST", f"{await browser.asks()}/allowance")
    await alice.phone.delete("/sessions")
    assert await desk.state() == "refused"
    assert (await other.enters()).status_code == 201
    refusals = await query("select actor_id from audit_records where action = 'desk.refused'")
    assert [row["actor_id"] for row in refusals] == [alices]


async def test_a_desk_idles_an_hour_and_lives_half_a_day(world, alice, desk):
    at_desk = await let_in(alice, desk)
    with clock.moved(61 * MINUTE), refused(401):
        await at_desk.phone.get("/account")
    at_desk = await let_in(alice, desk)
    for minutes in range(50, int(DESK_ABSOLUTE / MINUTE), 50):
        with clock.moved(minutes * MINUTE):
            await at_desk.phone.get("/account")
    with clock.moved(DESK_ABSOLUTE + MINUTE), refused(401):
        await at_desk.phone.get("/account")
    with clock.moved(DESK_ABSOLUTE + MINUTE):
        await alice.phone.get("/account")


async def test_when_wechat_draws_nothing_it_is_said_kindly(world, desk):
    await desk.asks()
    await world.script("wechat", "getwxacodeunlimit", {"errcode": 41030})
    reply = await desk.call("GET", f"/{desk.asked['code']}/picture.jpg")
    assert (reply.status_code, reply.json()["code"]) == (409, "desk.code_picture")


async def test_what_is_over_is_forgotten_the_day_after(alice, desk):
    await desk.asks()
    await alice.phone.call("POST", f"/desk-sign-ins/{desk.asked['code']}/allowance")
    await desks.sweep()
    assert len(await query("select 1 from desk_sign_ins")) == 1
    with clock.moved(desks.KEPT + desks.LIFE):
        await desks.sweep()
    assert await query("select 1 from desk_sign_ins") == []


async def test_an_address_asks_so_often_and_no_more(world, desk):
    await desk.asks()
    await adapters().valkey.set("limit:desk-sign-in:127.0.0.1", 120, keepttl=True)
    reply = await desk.call("POST", "")
    assert (reply.status_code, int(reply.headers["Retry-After"]) > 0) == (429, True)


async def test_every_act_is_audited_and_the_account_is_named(alice, desk):
    path = await desk.asks()
    await alice.phone.get(path)
    await alice.phone.call("POST", f"{path}/allowance")
    await desk.enters()
    account = (await alice.account()).id
    rows = await query("select action, actor_id from audit_records order by id")
    acts = [row["action"] for row in rows if row["actor_id"] == account]
    assert acts[-3:] == ["desk.seen", "desk.allowed", "session.opened"]
    assert UUID(desk.asked["id"])


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605", "Safari · Mac"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        ("", "浏览器"),
        ("<script>", "浏览器"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent, name):
    assert browser_of(agent) == name
