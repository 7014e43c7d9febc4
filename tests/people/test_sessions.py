"""Sessions: one code opens one, they end by themselves or by hand, and no copy of one is kept."""

import asyncio
import json
from datetime import timedelta

import pytest

from service.foundation import clock
from service.foundation.database import query
from service.integrations import adapters
from service.people.sessions import ABSOLUTE, IDLE, MOST_DEVICES
from service.trust.consents import Purpose
from tests.each import each
from tests.world import refused


async def sign_in(world, code, **more):
    """The bare answer of `POST /sessions`."""
    return await world.http.post(f"{world.url}/api/v1/sessions", json={"code": code, **more})


async def count(table):
    return (await query(f"select count(*) from {table}"))[0]["count"]


async def test_the_answer_holds_a_token_and_nothing_of_wechat(world):
    reply = await sign_in(world, await world.phone("Alice").login_code())
    assert reply.status_code == 201
    assert set(reply.json()) == {"token", "account_id"}


async def test_thirty_uses_of_one_code_open_one_session(world):
    code = await world.phone("Alice").login_code()
    replies = await asyncio.gather(*(sign_in(world, code) for _ in range(30)))
    assert {reply.status_code for reply in replies} == {201, 422}
    assert [reply.status_code for reply in replies].count(201) == 1
    assert await count("sessions") == 1


async def test_two_phones_of_a_newcomer_at_once_are_one_account(world):
    codes = [await world.phone("Alice").login_code() for _ in range(12)]
    replies = await asyncio.gather(*(sign_in(world, code) for code in codes))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["account_id"] for reply in replies}) == 1
    assert (await count("accounts"), await count("sessions")) == (1, 12)


@pytest.mark.parametrize(
    "answer", [{"http_status": 502}, {"half_json": True}, {"errcode": -1}, {"errcode": 45009}]
)
async def test_while_wechat_is_down_nothing_is_created(world, answer):
    phone = world.phone("Alice")
    await world.script("wechat", "jscode2session", answer)
    reply = await sign_in(world, await phone.login_code())
    assert (reply.status_code, reply.json()["code"]) == (503, "wechat.unavailable")
    assert int(reply.headers.get("Retry-After", "0")) > 0
    for table in ("accounts", "sessions", "audit_records"):
        assert await count(table) == 0
    await phone.sign_in()


@each(("errcode", "status"), [(40029, 422), (40226, 403), (45011, 429)])
async def test_a_sign_in_that_wechat_refuses_creates_nothing(world, errcode, status):
    await world.script("wechat", "jscode2session", {"errcode": errcode})
    reply = await sign_in(world, await world.phone("Alice").login_code())
    assert reply.status_code == status
    assert await count("accounts") == 0


@each(
    "body",
    [
        b"{}",
        b'{"code": ""}',
        b'{"code": 1}',
        b'{"code": "%s"}' % (b"x" * 129),
        b'{"code": "a", "openid": "oAlice"}',
        b'{"code": "a", "code": "b"}',
        b'{"code": "a\\u0000"}',
        b'["a"]',
        b"code=a",
        b"",
    ],
)
async def test_a_malformed_sign_in_is_refused_kindly(world, body):
    headers = {"Content-Type": "application/json"}
    url = f"{world.url}/api/v1/sessions"
    reply = await world.http.post(url, content=body, headers=headers)
    assert reply.status_code in {400, 422}
    assert reply.json()["detail"]
    assert await count("sessions") == 0


async def test_one_address_signs_in_three_hundred_times_a_minute(world):
    valkey, counter = adapters().valkey, "limit:sign-in:127.0.0.1"
    await sign_in(world, "guessed")
    assert (await valkey.get(counter), 0 < await valkey.ttl(counter) <= 60) == ("1", True)
    await valkey.set(counter, 290, keepttl=True)  # 289 more
    replies = await asyncio.gather(*(sign_in(world, "guessed") for _ in range(12)))
    refusals = [reply for reply in replies if reply.status_code == 429]
    assert len(refusals) == 2
    assert all(0 < int(reply.headers["Retry-After"]) <= 60 for reply in refusals)


async def test_a_session_that_idles_ends(world):
    alice = await world.person("Alice")
    with clock.moved(IDLE + timedelta(hours=2)), refused(401, "session.required"):
        await alice.phone.get("/account")


async def test_a_session_in_use_lives_on_until_its_absolute_end(world):
    alice = await world.person("Alice")
    for days in range(25, ABSOLUTE.days, 25):
        with clock.moved(timedelta(days=days)):
            await alice.phone.get("/account")
    with clock.moved(ABSOLUTE - timedelta(minutes=1)):
        await alice.phone.get("/account")
    with clock.moved(ABSOLUTE + timedelta(minutes=1)), refused(401):
        await alice.phone.get("/account")


async def test_signing_out_ends_this_device_alone(world):
    alice, tablet = await world.person("Alice"), await world.person("Alice")
    await alice.phone.delete("/sessions/current")
    for act in (alice.phone.get("/account"), alice.phone.delete("/sessions/current")):
        with refused(401):
            await act
    assert (await tablet.phone.get("/account"))["nickname"] == "Alice"


async def test_alice_sees_her_devices_and_nobody_elses(world):
    phone, tablet, bob = world.phone("Alice"), world.phone("Alice"), world.phone("Bob")
    for device, name in ((phone, "iPhone 15"), (tablet, "华为平板"), (bob, "")):
        code = await device.login_code()
        device.token = (await sign_in(world, code, device=name)).json()["token"]
    (second, first) = (await phone.get("/sessions"))["items"]
    assert set(first) == {"id", "device", "signed_in_at", "used_at", "current"}
    assert (first["device"], first["current"]) == ("iPhone 15", True)
    assert (second["device"], second["current"]) == ("华为平板", False)
    assert [one["device"] for one in (await bob.get("/sessions"))["items"]] == [""]


async def test_a_lost_phone_is_signed_out_from_another_and_at_once(world):
    lost, tablet = await world.person("Alice"), await world.person("Alice")
    bob = await world.person("Bob")
    devices = (await tablet.phone.get("/sessions"))["items"]
    gone = next(one["id"] for one in devices if not one["current"])
    with refused(404):
        await bob.phone.delete(f"/sessions/{gone}")
    await lost.phone.get("/account")
    for _ in range(2):
        await tablet.phone.delete(f"/sessions/{gone}")
    with refused(401):
        await lost.phone.get("/account")
    assert len((await tablet.phone.get("/sessions"))["items"]) == 1
    closed = "select count(*) from audit_records where action = 'session.closed'"
    assert (await query(closed))[0]["count"] == 1


async def test_signing_out_everywhere_leaves_no_device(world):
    phones = [await world.person("Alice") for _ in range(3)]
    bob = await world.person("Bob")
    await phones[1].phone.delete("/sessions")
    for person in phones:
        with refused(401):
            await person.phone.get("/account")
    await bob.phone.get("/account")


async def test_the_twenty_first_device_ends_the_one_that_idled_longest(world):
    phones = [world.phone("Alice") for _ in range(MOST_DEVICES + 1)]
    for phone in phones:
        await phone.sign_in()
    with refused(401):
        await phones[0].get("/account")
    assert len((await phones[1].get("/sessions"))["items"]) == MOST_DEVICES


async def test_a_unionid_that_wechat_gives_later_is_kept(world):
    alice = await world.person("Alice")
    await query("update accounts set unionid = null")
    await world.person("Alice")
    assert (await alice.account()).unionid


async def test_what_is_no_living_token_is_refused(world):
    alice = await world.person("Alice")
    (stored,) = await query("select token_hash, id from sessions")
    forged = (stored["token_hash"], str(stored["id"]), alice.phone.token[:-1], "x" * 5000)
    for token in forged:
        headers = {"Authorization": f"Bearer {token}"}
        for path in ("/account", "/feed?scope=family"):
            reply = await world.http.get(f"{world.url}/api/v1{path}", headers=headers)
            assert reply.status_code == 401, (token, path)
            assert reply.headers["WWW-Authenticate"] == "Bearer"


async def test_a_copy_of_the_database_opens_nothing(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.consents(Purpose.SHOW, alice.child)
    code = await alice.phone.login_code()
    path = f"/families/{alice.family}/invitations"
    invitation = await alice.phone.post(path, {})
    post = await alice.shows("春节", [await alice.takes_photo()])
    link = await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    secrets = [
        alice.phone.token,
        code,
        invitation["code"],
        link["url"].rpartition("/")[2],
        world.settings.secret,
        world.settings.wechat_secret,
        world.settings.kodo_secret_key,
    ]
    dump = await dumped()
    assert "春节" in dump
    assert [secret for secret in secrets if secret in dump] == []


async def dumped() -> str:
    """Every row of every table, as text."""
    tables = await query("select tablename from pg_tables where schemaname = 'public'")
    rows = [await query(f'select * from "{table["tablename"]}"') for table in tables]
    return json.dumps(rows, default=str, ensure_ascii=False)
