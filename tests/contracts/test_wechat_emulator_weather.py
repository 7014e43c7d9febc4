"""The WeChat emulator's scripted failures, its quotas and its counts."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.contracts.wechat_world import World, wechat_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wechat_world() as world:
        yield world


@pytest.mark.parametrize("errcode", [-1, 40001, 45009, 61010, 87020])
async def test_a_scripted_errcode_comes_once_unless_told_otherwise(world: World, errcode: int):
    mother = await world.opens("妈妈")
    await world.script("msg_sec_check", errcode=errcode)
    reply = await world.check_text(mother, "好")
    assert reply["errcode"] == errcode
    assert " rid: " in reply["errmsg"]
    assert (await world.check_text(mother, "好"))["errcode"] == 0


async def test_scripts_answer_in_their_order(world: World):
    mother = await world.opens("妈妈")
    await world.script("msg_sec_check", times=2, errcode=-1)
    await world.script("msg_sec_check", times=None, errcode=45009)
    codes = [(await world.check_text(mother, "好"))["errcode"] for _ in range(5)]
    assert codes == [-1, -1, 45009, 45009, 45009]
    await world.http.delete("/_control/scripts")
    assert (await world.check_text(mother, "好"))["errcode"] == 0


async def test_a_script_may_be_for_one_person(world: World):
    mother, father = await world.opens("妈妈"), await world.opens("爸爸")
    await world.control("scripts", call="msg_sec_check", openid=father, answer={"errcode": -1})
    assert (await world.check_text(mother, "好"))["errcode"] == 0
    assert (await world.check_text(father, "好"))["errcode"] == -1


async def test_a_failed_login_leaves_the_code_good(world: World):
    login = await world.control("logins", person="妈妈")
    await world.control(
        "scripts", call="jscode2session", openid=login["openid"], answer={"errcode": -1}
    )
    assert (await world.session(login["code"]))["errcode"] == -1
    assert "openid" in await world.session(login["code"])


async def test_a_halved_reply_did_take_effect(world: World):
    code = (await world.control("logins", person="妈妈"))["code"]
    await world.script("jscode2session", half_json=True)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await world.session(code)
    assert (await world.session(code))["errcode"] == 40163


async def test_a_broken_gateway_answers_in_html(world: World):
    mother = await world.opens("妈妈")
    await world.script("media_check_async", http_status=502)
    body = {"media_url": "http://127.0.0.1:1/", "media_type": 2, "version": 2, "scene": 1}
    reply = await world.post("/wxa/media_check_async", **body, openid=mother)
    assert reply.status_code == 502
    assert reply.headers["Content-Type"].startswith("text/html")


async def test_a_slow_call_keeps_its_caller_waiting_and_no_other(world: World):
    mother = await world.opens("妈妈")
    await world.script("msg_sec_check", slow_seconds=0.3)
    start = time.monotonic()
    assert (await world.check_text(mother, "好"))["errcode"] == 0
    assert time.monotonic() - start >= 0.3
    await world.script("msg_sec_check", slow_seconds=3600)
    slow = asyncio.create_task(world.check_text(mother, "好"))
    while (await world.told("calls"))["msg_sec_check"] < 2:
        pass
    await world.check_text(mother, "好")
    assert not slow.done()
    slow.cancel()


async def test_a_caller_may_lose_patience(world: World):
    mother = await world.opens("妈妈")
    await world.script("msg_sec_check", slow_seconds=1)
    world.http.timeout = httpx.Timeout(30, read=0.1)
    with pytest.raises(httpx.ReadTimeout):
        await world.check_text(mother, "好")


@pytest.mark.parametrize(
    "script",
    [
        {"call": "msg_sec_chekc", "answer": {}},
        {"call": "msg_sec_check", "answer": {"sugest": "risky"}},
        {"call": "msg_sec_check", "answer": {"suggest": "bad"}},
        {"call": "msg_sec_check"},
    ],
)
async def test_a_misspelt_script_is_refused(world: World, script: dict[str, object]):
    reply = await world.http.post("/_control/scripts", json=script)
    assert reply.status_code == 400


async def at_midnight(world: World) -> float:
    """Set the clock to the beginning of a day, and so of a minute; its offset in seconds."""
    offset = 86_401 - time.time() % 86_400
    await world.control("clock", offset_seconds=offset)
    return offset


@pytest.mark.parametrize(
    ("limits", "errcode"), [({"per_minute": 2}, 44991), ({"per_day": 2}, 45009)]
)
async def test_quotas_end_a_call_until_the_next_window(
    world: World, limits: dict[str, int], errcode: int
):
    midnight = await at_midnight(world)
    mother = await world.opens("妈妈")
    await world.control("quotas", call="msg_sec_check", **limits)
    codes = [(await world.check_text(mother, "好"))["errcode"] for _ in range(3)]
    assert codes == [0, 0, errcode]
    later = 60 if "per_minute" in limits else 86400
    await world.control("clock", offset_seconds=midnight + later)
    world.token = ""
    await world.opens("妈妈")
    assert (await world.check_text(mother, "好"))["errcode"] == 0


async def test_logins_are_limited_for_each_person(world: World):
    await at_midnight(world)
    await world.control("quotas", call="jscode2session", per_minute=1)
    codes = [(await world.control("logins", person=p))["code"] for p in ("妈妈", "妈妈", "爸爸")]
    replies = [await world.session(code) for code in codes]
    assert "openid" in replies[0]
    assert replies[1]["errcode"] == 45011
    assert "openid" in replies[2]


async def test_calls_are_counted_whatever_becomes_of_them(world: World):
    mother = await world.opens("妈妈")
    await world.script("msg_sec_check", http_status=500)
    await world.post("/wxa/msg_sec_check", content="好")
    await world.check_text(mother, "好")
    await world.http.post("/wxa/msg_sec_check")
    assert await world.told("calls") == {"stable_token": 1, "msg_sec_check": 3}
