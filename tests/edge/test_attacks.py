"""Attacks: guessed, replayed and injected, as often as a patient stranger would."""

import asyncio
import hashlib
import re
import secrets
from uuid import uuid4

import httpx
import msgspec

from models.base import uuid7
from service import integrations
from service.foundation import limits, tokens
from service.foundation.database import query
from service.foundation.errors import TooMany
from tests.archive.suitcase import packed, unpacked
from tests.edge.test_callbacks import call, photos, stored
from tests.edge.wire import Route, headers_of, kodo_callback, routes
from tests.world import Person, World

INJECTED = (
    "' or '1'='1",
    "'; select pg_sleep(3)--",
    "1 or pg_sleep(3) is null",
    '" or ""="',
    "') union select openid, phone from accounts--",
    "1; drop table audit_records;--",
    "$$; select pg_sleep(3); $$",
    "%27%20or%201%3D1--",
    "\\'; select pg_sleep(3)--",
    "{{7*7}}${7*7}#{7*7}<%= 7*7 %>",
    "../../../../etc/passwd",
    "a%0d%0aX-Injected: yes",
    "%00",
    "*)(uid=*))(|(uid=*",
    "| sleep 3; `sleep 3` $(sleep 3)",
)
_BATCH = 20


async def test_a_hundred_uses_of_one_code_at_once_open_one_session(world: World):
    code = await world.phone("Alice").login_code()
    url = f"{world.url}/api/v1/sessions"
    replies = await asyncio.gather(*(world.http.post(url, json={"code": code}) for _ in range(100)))
    assert sorted({reply.status_code for reply in replies}) == [201, 422]
    assert [reply.status_code for reply in replies].count(201) == 1
    assert (await query("select count(*) from sessions"))[0]["count"] == 1


async def test_a_callback_a_thousand_times_makes_one_photo(world: World):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    upload = await stored(alice)
    signed = kodo_callback(world, upload)
    for _ in range(1000 // _BATCH):
        replies = await asyncio.gather(*(call(world, *signed) for _ in range(_BATCH)))
        assert {reply.status_code for reply in replies} == {200}
    assert await photos() == [upload]


def test_a_hundred_thousand_guesses_meet_none_of_a_thousand_living_codes():
    """By chance alone, before any limit: what is kept are hashes of 128 bits and more."""
    living = {tokens.hashed(tokens.derived_code("invitation", uuid7())) for _ in range(1000)}
    known = tokens.derived_code("invitation", uuid7())
    alphabet = sorted({*known})
    guesses = ("".join(secrets.choice(alphabet) for _ in known) for _ in range(100_000))
    assert len(living) == 1000
    assert not any(tokens.hashed(guess) in living for guess in guesses)


async def test_a_valkey_that_is_emptied_in_the_middle_gives_no_new_tries(world: World):
    """What this process has counted itself goes on; see also the limits' own stories."""
    valkey, mallory, let_through = integrations.adapters().valkey, uuid4().hex, 0
    for number in range(60):
        if number % 10 == 0:
            await valkey.flushall()
        try:
            await limits.allow(valkey, "attack", mallory, most=10, seconds=3600)
            let_through += 1
        except TooMany:
            pass
    assert let_through == 10


async def test_a_bag_that_is_taken_home_holds_no_secret_of_the_service(world: World, tmp_path):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.records(title="海边", photo_ids=[await alice.takes_photo()])
    bag = await unpacked(alice, await packed(alice), tmp_path)
    said = b"".join(p.read_bytes() for p in bag.folder.rglob("*") if p.is_file())
    given = world.settings
    secret = (given.secret, given.data_keys, given.wechat_secret, given.kodo_secret_key)
    keys = (given.wechat_push_token, given.wechat_push_key, given.kodo_access_key)
    tokens_of_hers = (alice.phone.token, tokens.hashed(alice.phone.token))
    for one in (*secret, *keys, *tokens_of_hers, "openid", "session_key"):
        assert one.encode() not in said


def _text_parameters(route: Route) -> list[str]:
    """The parameters of a query that may be any text."""
    query_type = route.operation.query if route.operation else None
    return [field.encode_name for field in msgspec.structs.fields(query_type)] if query_type else []


async def _injected(world: World, person: Person, route: Route, payload: str) -> httpx.Response:
    """The route with the payload in its path, and in each of its parameters."""
    path = re.sub(r"<(\w+):\w+>", lambda _: _quoted(payload), route.path)
    given = dict.fromkeys(_text_parameters(route), payload)
    return await world.http.request(
        route.method, world.url + path, params=given, headers=headers_of(person)
    )


def _quoted(payload: str) -> str:
    return re.sub(r"[^\w.%-]", lambda found: f"%{ord(found[0]):02x}", payload)


async def test_what_is_injected_is_read_as_words_or_refused(world: World):
    """Each route that reads gets one of them, the next route the next."""
    alice, bob = await world.person("Alice"), await world.person("Bob")
    await alice.founds("陈家")
    reading = [r for r in routes(world.settings) if r.method == "GET" and _takes_words(r)]
    assert len(reading) > 50
    schema = await _schema()
    for number, route in enumerate(reading):
        payload = INJECTED[number % len(INJECTED)]
        reply = await _injected(world, alice, route, payload)
        assert reply.status_code < 500, (reply.url, reply.text)
        assert "x-injected" not in reply.headers
        assert bob.phone.token not in reply.text
        assert "root:" not in reply.text
    assert await _schema() == schema


async def test_what_is_searched_for_is_no_statement(world: World):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    child = await alice.opens_archive("小满")
    await alice.records(title="海边")
    for payload in INJECTED:
        url = f"{world.url}/api/v1/students/{child}/search"
        reply = await world.http.get(url, params={"q": payload}, headers=headers_of(alice))
        assert reply.status_code in (200, 404, 422), (payload, reply.text)
        assert "海边" not in reply.text, payload


def _takes_words(route: Route) -> bool:
    return "<" in route.path or bool(_text_parameters(route))


async def _schema() -> str:
    """What there is in the database, in one digest."""
    rows = await query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace order by 1"
    )
    return hashlib.sha256(repr([tuple(row.values()) for row in rows]).encode()).hexdigest()
