"""The WeChat adapter: one token for all, each failure named for what it is."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from redis.asyncio import Redis

from service.emulators.serving import wechat_of
from service.foundation.errors import Forbidden, Invalid, TooMany
from service.foundation.settings import Settings
from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.wechat import Identity, Verdict, WeChat, read_verdict
from tests.contracts.serving import free_port, serving
from tests.edge.wire import wechat_push
from tests.world import settings_for

SCENE = 4


class Desk:
    """The adapter, and WeChat's levers beside it."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, valkey: Redis) -> None:
        self.settings, self.http, self.valkey = settings, http, valkey
        self.wechat = WeChat(settings, http, valkey)
        self.token_name = f"wechat:{settings.wechat_appid}:token"

    async def control(self, lever: str, body: dict[str, Any] | None = None) -> Any:
        url = f"{self.settings.wechat_base_url}/_control/{lever}"
        reply = await (self.http.post(url, json=body) if body else self.http.get(url))
        return reply.raise_for_status().json()

    async def script(self, call: str, **answer: Any) -> None:
        await self.control("scripts", {"call": call, "answer": answer})

    async def person(self, name: str) -> dict[str, str]:
        """Their login code and openid; they count as seen just now."""
        return await self.control("logins", {"person": name})

    async def tokens_fetched(self) -> int:
        return (await self.control("calls")).get("stable_token", 0)

    async def check(self, words: str = "春节快乐", **changed: Any) -> Verdict:
        openid = (await self.person("Alice"))["openid"]
        return await self.wechat.check_text(words, openid=openid, scene=SCENE, **changed)


@pytest.fixture
async def desk(machine, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(settings_for(tmp_path, "postgresql:///", machine.valkey_url)) as desk:
        await desk.valkey.delete(desk.token_name)
        yield desk


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Desk]:
    port = int(settings.wechat_base_url.rpartition(":")[2])
    valkey = Redis.from_url(settings.valkey_url, decode_responses=True)
    async with serving(wechat_of(settings), port), httpx.AsyncClient() as http, valkey:
        yield Desk(settings, http, valkey)


async def test_a_code_signs_in_once(desk):
    alice = await desk.person("Alice")
    identity = await desk.wechat.sign_in(alice["code"])
    assert identity == Identity(alice["openid"], identity.unionid)
    with pytest.raises(Invalid) as refused:
        await desk.wechat.sign_in(alice["code"])
    assert [f.code for f in refused.value.fields] == ["session.code_invalid"]


async def test_the_token_is_fetched_once_for_everybody(desk):
    await asyncio.gather(*(desk.check() for _ in range(50)))
    assert await desk.tokens_fetched() == 1


async def test_the_token_is_shared_over_processes(desk):
    await desk.check()
    assert await desk.valkey.ttl(desk.token_name) > 0
    other = Desk(desk.settings, desk.http, desk.valkey)
    await other.check()
    assert await desk.tokens_fetched() == 1


async def test_a_token_that_has_died_is_replaced_exactly_once_by_fifty_at_once(desk):
    await desk.valkey.set(desk.token_name, "died-a-moment-ago")
    verdicts = await asyncio.gather(*(desk.check() for _ in range(50)))
    assert {verdict.suggest for verdict in verdicts} == {"pass"}
    assert await desk.tokens_fetched() == 1


async def test_a_token_that_stays_dead_is_not_asked_for_for_ever(desk):
    await desk.script("msg_sec_check", errcode=40001)
    await desk.script("msg_sec_check", errcode=40001)
    with pytest.raises(VendorRefused):
        await desk.check()
    assert await desk.tokens_fetched() == 2


async def test_without_valkey_it_fetches_its_own_token(tmp_path):
    settings = settings_for(tmp_path, "postgresql:///", f"redis://127.0.0.1:{free_port()}")
    async with opened(settings) as desk:
        assert (await desk.check()).suggest == "pass"


@pytest.mark.parametrize(
    ("errcode", "refusal"),
    [(40029, Invalid), (40163, Invalid), (40226, Forbidden), (45011, TooMany)],
)
async def test_what_wechat_says_of_a_code_is_told_to_the_person(desk, errcode, refusal):
    alice = await desk.person("Alice")
    await desk.script("jscode2session", errcode=errcode)
    with pytest.raises(refusal):
        await desk.wechat.sign_in(alice["code"])


@pytest.mark.parametrize(
    "weather",
    [
        {"errcode": -1},
        {"errcode": 45009},
        {"http_status": 500},
        {"http_status": 502},
        {"half_json": True},
    ],
)
async def test_bad_weather_is_only_for_now(desk, weather):
    alice = await desk.person("Alice")
    await desk.script("jscode2session", **weather)
    with pytest.raises(VendorUnavailable) as away:
        await desk.wechat.sign_in(alice["code"])
    assert away.value.code == "wechat.unavailable"
    await desk.script("msg_sec_check", **weather)
    with pytest.raises(VendorUnavailable):
        await desk.check()


async def test_a_slow_wechat_is_given_up(desk, monkeypatch):
    monkeypatch.setattr(sys.modules[WeChat.__module__], "TIMEOUT", httpx.Timeout(0.2))
    await desk.script("msg_sec_check", slow_seconds=1)
    with pytest.raises(VendorUnavailable):
        await desk.check()


async def test_a_wechat_that_is_not_there_is_unavailable(machine, tmp_path):
    settings = settings_for(tmp_path, "postgresql:///", machine.valkey_url)
    async with httpx.AsyncClient() as http, Redis.from_url(machine.valkey_url) as valkey:
        with pytest.raises(VendorUnavailable):
            await WeChat(settings, http, valkey).sign_in("a-code")


async def test_another_refusal_keeps_its_number(desk):
    await desk.script("msg_sec_check", errcode=61010)
    with pytest.raises(VendorRefused) as refused:
        await desk.check()
    assert refused.value.code == 61010


async def test_no_failure_tells_the_app_secret(desk):
    alice = await desk.person("Alice")
    for weather in ({"http_status": 500}, {"half_json": True}, {"errcode": 40013}):
        await desk.script("jscode2session", **weather)
        with pytest.raises(Exception, match="wechat") as error:
            await desk.wechat.sign_in(alice["code"])
        told = f"{error.value!r}{error.value.__dict__}{error.value.__cause__!r}"
        assert desk.settings.wechat_secret not in told


async def test_a_verdict_on_words_is_read(desk):
    await desk.script("msg_sec_check", suggest="risky", label=20001)
    assert await desk.check() == Verdict("risky", 20001)
    assert (await desk.check()).suggest == "pass"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ({"errcode": 0, "result": {"suggest": "pass", "label": 100}}, Verdict("pass", 100)),
        ({"result": {"suggest": "pass", "label": "100"}}, Verdict("pass", 100)),
        ({"result": {"suggest": "risky", "label": 20006}}, Verdict("risky", 20006)),
        ({"errcode": -1008, "result": {"suggest": "pass", "label": 100}}, Verdict("review", None)),
        ({"errcode": "-1008", "result": {"suggest": "pass"}}, Verdict("review", None)),
        ({"errcode": "x", "result": {"suggest": "pass"}}, Verdict("review", None)),
        ({"errcode": 0}, Verdict("review", None)),
        ({"result": "pass"}, Verdict("review", None)),
        ({}, Verdict("review", None)),
    ],
)
def test_only_a_clear_pass_is_read_as_one(body, verdict):
    assert read_verdict(body) == verdict


def official(settings: Settings) -> Settings:
    """The mini-program of WeChat's own examples (message-push.html)."""
    return msgspec.structs.replace(
        settings,
        wechat_appid="wxba5fad812f8e6fb9",
        wechat_push_token="AAAAA",
        wechat_push_key="A" * 43,
    )


async def test_wechats_own_examples_of_a_push_are_understood(desk):
    wechat = WeChat(official(desk.settings), desk.http, desk.valkey)
    check = {"timestamp": "1714036504", "nonce": "1514711492"}
    signature = "f464b24fc39322e44b38aa78f5edd27bd1441696"
    assert wechat.answers_push_check(check | {"signature": signature})
    assert not wechat.answers_push_check(check | {"signature": signature[:-1] + "7"})
    query = {"timestamp": "1714112445", "nonce": "415670741"}
    query["msg_signature"] = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    event = wechat.read_push(query, json.dumps({"Encrypt": ENCRYPTED}).encode())
    assert event is not None
    assert (event["Event"], event["debug_str"]) == ("debug_demo", "hello world")


async def test_a_push_for_another_mini_program_is_nobodys(desk):
    query, body = wechat_push(desk.settings, {"Event": "x"}, appid="wx-another")
    assert desk.wechat.read_push(query, body) is None
    query, body = wechat_push(desk.settings, {"Event": "x"})
    assert desk.wechat.read_push(query, body) == {"Event": "x"}


ENCRYPTED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcv"
    "ZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3F"
    "n2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSe"
    "OBrebufAlr7F9mFUPAJGj04="
)
