"""WeChat in bad weather: what is repeated, what is not, what is told, and what never is."""

import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from service.foundation.errors import Refusal
from service.integrations import breaker, budgets
from service.integrations.budgets import DAY, Quota
from service.integrations.errors import VendorPaused, VendorRefused, VendorUnavailable
from service.integrations.wechat import WeChat, client
from tests.integrations.wechat_desk import SCENE, Desk, opened
from tests.world import settings_for

BROKEN = [{"errcode": -1}, {"http_status": 500}, {"http_status": 502}, {"half_json": True}]
SPENT = [{"errcode": code} for code in (45009, 44991, 44990, 44993, 45011)]
SECRETIVE = [
    {"http_status": 502},
    {"half_json": True},
    {"slow_seconds": 0.5},
    {"errcode": 45009},
    {"errcode": 40013},
    {"errcode": 40001},
]
OPENID = "o" * 28

CALLS: dict[str, Callable[[WeChat], Awaitable[object]]] = {
    "msg_sec_check": lambda w: w.check_text("好", openid=OPENID, scene=SCENE),
    "getwxacodeunlimit": lambda w: w.mini_code("s", "pages/show"),
    "generate_urllink": lambda w: w.url_link("pages/show", "", days=1),
    "jscode2session": lambda w: w.sign_in("code"),
    "getuserphonenumber": lambda w: w.phone_number("code"),
    "media_check_async": lambda w: w.check_picture("https://a.cn/1", openid=OPENID, scene=SCENE),
    "subscribe_send": lambda w: w.send_message(OPENID, "t", {"thing1": "好"}),
}
HURTS = [
    (call, weather)
    for call in CALLS
    for weather in BROKEN
    if (call, weather) != ("getwxacodeunlimit", {"half_json": True})  # it answers with no JSON
]
REPEATED = ("msg_sec_check", "getwxacodeunlimit", "generate_urllink")
IMPATIENT = httpx.Timeout(10, read=0.2)


@pytest.fixture
async def desk(machine, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, machine.valkey_url) as desk:
        yield desk


@pytest.mark.parametrize(("call", "weather"), HURTS)
async def test_only_what_is_safe_to_repeat_is_repeated(desk, call, weather):
    await desk.script(call, times=None, **weather)
    with pytest.raises(VendorUnavailable) as away:
        await CALLS[call](desk.wechat)
    assert not isinstance(away.value, VendorPaused)
    assert away.value.code == "wechat.unavailable"
    assert await desk.called(call) == (3 if call in REPEATED else 1)


@pytest.mark.parametrize("call", REPEATED)
async def test_a_gust_is_not_noticed(desk, call):
    await desk.script(call, times=2, http_status=502)
    assert await (desk.check() if call == "msg_sec_check" else CALLS[call](desk.wechat))
    assert await desk.called(call) == 3


@pytest.mark.parametrize("weather", SPENT)
async def test_a_spent_quota_is_not_asked_again_and_opens_no_breaker(desk, weather):
    await desk.script("msg_sec_check", times=6, **weather)
    for _ in range(6):
        with pytest.raises(VendorPaused) as paused:
            await desk.check()
        assert (paused.value.number, paused.value.code) == (
            weather["errcode"],
            "wechat.unavailable",
        )
    assert await desk.called("msg_sec_check") == 6
    assert (await desk.check()).suggest == "pass"


async def test_a_slow_wechat_is_given_up(desk, monkeypatch):
    monkeypatch.setattr(client, "TIMEOUT", IMPATIENT)
    await desk.script("jscode2session", slow_seconds=1)
    with pytest.raises(VendorUnavailable, match="ReadTimeout"):
        await CALLS["jscode2session"](desk.wechat)


async def test_a_wechat_that_answers_drop_by_drop_is_given_up(desk, monkeypatch):
    monkeypatch.setattr(client, "CEILING_SECONDS", 0.2)
    await desk.script("jscode2session", slow_seconds=1)
    with pytest.raises(VendorUnavailable, match="TimeoutError"):
        await CALLS["jscode2session"](desk.wechat)


async def test_a_wechat_that_is_gone_is_left_alone_after_five_calls(machine, tmp_path):
    settings = settings_for(tmp_path, "postgresql:///", machine.valkey_url)
    async with httpx.AsyncClient() as http, Redis.from_url(machine.valkey_url) as valkey:
        wechat = WeChat(settings, http, valkey)
        for _ in range(5):
            with pytest.raises(VendorUnavailable, match="ConnectError"):
                await wechat.sign_in("code")
        with pytest.raises(VendorPaused, match="breaker is open"):
            await wechat.sign_in("code")


async def test_the_breaker_spares_wechat_and_closes_when_it_is_well(desk, monkeypatch):
    moments = [1000.0]
    monkeypatch.setattr(breaker, "monotonic", lambda: moments[-1])
    await desk.script("jscode2session", times=6, http_status=502)
    for _ in range(9):
        with pytest.raises(VendorUnavailable):
            await CALLS["jscode2session"](desk.wechat)
    assert await desk.called("jscode2session") == 5
    moments.append(1010)
    with pytest.raises(VendorUnavailable, match="status 502"):  # the probe fails
        await CALLS["jscode2session"](desk.wechat)
    moments.append(1020)
    for _ in range(3):
        alice = await desk.person("Alice")
        assert (await desk.wechat.sign_in(alice["code"])).openid == alice["openid"]
    assert await desk.called("jscode2session") == 5 + 1 + 3


async def test_a_spent_budget_makes_no_call(desk, monkeypatch):
    quotas = budgets.WECHAT | {"/wxa/msg_sec_check": (Quota(10, DAY),)}
    monkeypatch.setattr(budgets, "WECHAT", quotas)
    for adapter in (desk.wechat, desk.other, desk.wechat) * 3:
        await desk.check(by=adapter)
    for adapter in (desk.wechat, desk.other):
        with pytest.raises(VendorPaused, match="9 calls in 86400 s"):
            await desk.check(by=adapter)
    assert await desk.called("msg_sec_check") == 9
    assert await CALLS["getwxacodeunlimit"](desk.wechat)


async def test_nothing_that_fails_tells_a_secret(desk, monkeypatch, caplog, capsys):
    caplog.set_level(logging.WARNING)
    await desk.check()
    monkeypatch.setattr(client, "TIMEOUT", IMPATIENT)
    secrets = {desk.settings.wechat_secret, await desk.valkey.get(desk.token_name), "session_key"}
    failures = 0
    for weather in SECRETIVE:
        for call in ("msg_sec_check", "jscode2session", "stable_token"):
            desk.wechat._client._breaker._failures = 0
            await desk.fair()
            if call == "stable_token":
                await desk.valkey.delete(desk.token_name)
            await desk.script(call, times=None, **weather)
            try:
                await CALLS[call if call in CALLS else "msg_sec_check"](desk.wechat)
            except (Refusal, VendorRefused) as error:
                said = told(error)
                assert not [secret for secret in secrets if secret in said], said
                failures += 1
    assert failures == 3 * len(SECRETIVE)
    streams = capsys.readouterr()
    logged = caplog.text + streams.out + streams.err
    assert "stamina" in logged
    assert not [secret for secret in secrets if secret in logged]


def told(error: BaseException) -> str:
    """Everything that can be read out of an exception and those behind it."""
    said = "".join(traceback.format_exception(error))
    behind: BaseException | None = error
    while behind:
        said += f"{behind!r} {behind.args} {vars(behind)}"
        request = getattr(behind, "_request", None)
        said += f"{request and request.url} {getattr(behind, 'doc', '')}"
        behind = behind.__cause__ or behind.__context__
    return said
