"""WeChat's pushes: believed when they are sealed for us, and their verdicts count once."""

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import pytest

from models.trust.moderation import Check
from service.emulators.wechat import WeChatConfig
from service.emulators.wechat.envelope import encrypt, signature
from service.foundation.database import query
from service.integrations.wechat import PUSH_PATH, Verdict
from service.trust import moderation
from tests.each import each
from tests.world import Person, World


@pytest.fixture
async def alice(world: World) -> Person:
    """Her one photo waits for a verdict that WeChat never pushes."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await world.script("wechat", "media_check_async", {"push": "never"}, times=None)
    await alice.takes_photo(checked=False)
    await world.until(_has_trace)
    return alice


async def _has_trace() -> bool:
    return bool(await query("select 1 from checks where trace_id is not null"))


async def standing() -> str:
    return (await query("select standing from photos"))[0]["standing"]


async def verdict(suggest: str, **event: Any) -> dict[str, Any]:
    """The event with the verdict on Alice's photo."""
    (check,) = await query("select trace_id from checks")
    fields = {"MsgType": "event", "Event": "wxa_media_check", "trace_id": check["trace_id"]}
    return fields | {"result": {"suggest": suggest, "label": 100}} | event


def our_config(world: World) -> WeChatConfig:
    s = world.settings
    url = s.public_url + PUSH_PATH
    return WeChatConfig(
        s.wechat_appid, s.wechat_secret, s.wechat_push_token, s.wechat_push_key, url
    )


def sealed(config: WeChatConfig, event: Any) -> tuple[dict[str, str], bytes]:
    """The query and the body with which WeChat sends an event in safe mode."""
    encrypted = encrypt(config, json.dumps(event).encode())
    moment, nonce = str(int(time.time())), "4711"
    signed = signature(config.push_token, moment, nonce, encrypted)
    params = {"timestamp": moment, "nonce": nonce, "msg_signature": signed}
    return params, json.dumps({"ToUserName": "gh_1", "Encrypt": encrypted}).encode()


async def sends(world: World, params: dict[str, str], body: bytes) -> int:
    headers = {"Content-Type": "application/json"}
    url = world.url + PUSH_PATH
    reply = await world.http.post(url, params=params, content=body, headers=headers)
    assert reply.status_code in {200, 401}, reply.text
    assert reply.status_code == 401 or reply.text == "success"
    return reply.status_code


async def test_a_sealed_verdict_counts(world, alice):
    assert await sends(world, *sealed(our_config(world), await verdict("pass"))) == 200
    await world.quiet()
    assert await standing() == "passed"


@each("other", [{"push_token": "guessed"}, {"push_key": "g" * 43}, {"appid": "wxforeign00000000"}])
async def test_what_is_sealed_for_another_is_refused(world, alice, other):
    config, event = replace(our_config(world), **other), await verdict("pass")
    statuses = {await sends(world, *sealed(config, event)) for _ in range(10)}
    assert statuses == {401}  # whatever ten random paddings decrypt to
    await world.quiet()
    assert await standing() == "pending"


async def test_plain_mode_is_refused(world, alice):
    """Its signature does not cover the body: anybody who saw one could write another verdict."""
    token, moment, nonce = world.settings.wechat_push_token, str(int(time.time())), "4711"
    params = {"timestamp": moment, "nonce": nonce, "signature": signature(token, moment, nonce)}
    assert await sends(world, params, json.dumps(await verdict("pass")).encode()) == 401
    await world.quiet()
    assert await standing() == "pending"


async def test_every_changed_byte_is_refused(world, alice):
    params, body = sealed(our_config(world), await verdict("pass"))
    for name in params:
        assert await sends(world, params | {name: params[name][::-1] + "0"}, body) == 401
        assert await sends(world, {n: v for n, v in params.items() if n != name}, body) == 401
    envelope = json.loads(body)
    swapped = envelope["Encrypt"].swapcase()
    assert await sends(world, params, json.dumps({"Encrypt": swapped}).encode()) == 401
    await world.quiet()
    assert await standing() == "pending"


@each(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"<xml><Encrypt>x</Encrypt></xml>"',
        b"<xml><Encrypt>x</Encrypt></xml>",
        b'{"Encrypt": 1}',
        b'{"Encrypt": ""}',
        b'{"Encrypt": {"Encrypt": "x"}}',
        b"[" * 60_000,
        b"\xff\xfe",
    ],
)
async def test_what_is_no_envelope_is_refused(world, body):
    assert await sends(world, {}, body) == 401
    params, _ = sealed(our_config(world), {})
    assert await sends(world, params, body) == 401


@each(
    "event",
    [
        [],
        "event",
        {},
        {"Event": "wxa_media_check"},
        {"Event": "wxa_media_check", "trace_id": 7},
        {"Event": "wxa_media_check", "trace_id": "unknown", "result": {"suggest": "pass"}},
        {"Event": "wxa_media_check", "trace_id": "unknown", "errcode": "x"},
        {"Event": "wxa_media_check", "trace_id": "x" * 200, "result": {"suggest": "pass"}},
        {"Event": "user_authorization_revoke", "trace_id": "unknown"},
    ],
)
async def test_an_event_that_concerns_nothing_of_ours_is_harmless(world, alice, event):
    await sends(world, *sealed(our_config(world), event))
    await world.quiet()
    assert await standing() == "pending"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"errcode": -1008}, "review"),
        ({"errcode": "-1008"}, "review"),
        ({"result": {"suggest": "block"}}, "review"),
        ({"result": {}}, "review"),
        ({"result": "pass"}, "review"),
        ({"result": None}, "review"),
        ({"errcode": 0, "result": {"suggest": "pass", "label": "100"}}, "passed"),
    ],
)
async def test_whatever_is_no_clear_pass_is_for_a_human(world, alice, event, expected):
    await sends(world, *sealed(our_config(world), await verdict("pass", **event)))
    await world.quiet()
    assert await standing() == expected


@pytest.mark.parametrize("first", ["risky", "review"])
async def test_a_pass_after_another_verdict_changes_nothing(world, alice, first):
    for suggest in (first, "pass", "pass"):
        assert await sends(world, *sealed(our_config(world), await verdict(suggest))) == 200
        await world.quiet()
    assert await standing() == first


async def test_who_gives_up_too_late_changes_nothing(world, alice):
    """Half an hour is over and the verdict comes: whichever is worked on first has settled it."""
    assert await sends(world, *sealed(our_config(world), await verdict("pass"))) == 200
    await world.quiet()
    (check,) = await query("select id from checks")
    await moderation.give_up(check["id"])
    settled = "select action from audit_records where action like 'check.%'"
    assert await query(settled) == [{"action": "check.passed"}]
    assert await query("select standing from checks") == [{"standing": "passed"}]
    assert await standing() == "passed"


async def test_a_pass_after_an_early_risky_changes_nothing(world, alice):
    """The risky one came before its question knew its trace id."""
    await Check.all().update(trace_id=None)
    await moderation.receive("early", Verdict("risky", 20002))
    await Check.all().update(trace_id="early")
    await moderation.receive("early", Verdict("pass", 100))
    assert await standing() == "risky"


async def test_a_push_repeated_a_hundred_times_settles_once(world, alice):
    push = sealed(our_config(world), await verdict("pass"))
    statuses = await asyncio.gather(*(sends(world, *push) for _ in range(100)))
    assert set(statuses) == {200}
    await world.quiet()
    assert await standing() == "passed"
    audited = await query("select 1 from audit_records where action = 'check.passed'")
    assert len(audited) == 1
    assert await query("select 1 from procrastinate_jobs where status = 'failed'") == []


async def test_wechats_console_finds_the_push_url_and_a_forger_no_echo(world):
    assert (await world.control("wechat", "push-check", {}))["ok"]
    params = {"timestamp": "1", "nonce": "2", "signature": "0" * 40, "echostr": "<script>"}
    reply = await world.http.get(world.url + PUSH_PATH, params=params)
    assert reply.status_code == 401
    assert "script" not in reply.text
