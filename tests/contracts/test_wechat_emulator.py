"""The WeChat emulator: sessions, access tokens and phone numbers, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from wechatpy import WeChatClient
from wechatpy.client.api import WeChatWxa

from tests.contracts.wechat_world import APPID, SECRET, World, wechat_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wechat_world() as world:
        yield world


async def test_a_code_tells_who_it_is_once(world: World):
    code = (await world.control("logins", person="妈妈"))["code"]
    first = await world.session(code)
    assert {"openid", "session_key", "unionid"} == set(first)
    assert len(first["session_key"]) == 24
    second = await world.session(code)
    assert second["errcode"] == 40163
    assert second["errmsg"].startswith("code been used rid: ")


async def test_a_person_keeps_their_openid(world: World):
    codes = [(await world.control("logins", person=p))["code"] for p in ("妈妈", "妈妈", "爸爸")]
    sessions = [await world.session(code) for code in codes]
    assert sessions[0]["openid"] == sessions[1]["openid"] != sessions[2]["openid"]
    assert sessions[0]["unionid"] == sessions[1]["unionid"] != sessions[2]["unionid"]
    assert sessions[0]["session_key"] != sessions[1]["session_key"]


async def test_of_a_hundred_racers_with_one_code_one_gets_in(world: World):
    code = (await world.control("logins", person="妈妈"))["code"]
    sessions = await asyncio.gather(*(world.session(code) for _ in range(100)))
    assert sum("openid" in session for session in sessions) == 1


async def test_a_code_dies_after_five_minutes(world: World):
    code = (await world.control("logins", person="妈妈"))["code"]
    await world.control("clock", offset_seconds=301)
    assert (await world.session(code))["errcode"] == 40029


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"js_code": "invented"}, 40029),
        ({"js_code": ""}, 41008),
        ({"appid": "wx0000"}, 40013),
        ({"secret": "wrong"}, 40125),
        ({"grant_type": "client_credential"}, 40002),
    ],
)
async def test_a_wrong_login_is_named(world: World, changes: dict[str, str], errcode: int):
    code = (await world.control("logins", person="妈妈"))["code"]
    assert (await world.session(code, **changes))["errcode"] == errcode


async def test_wechatpy_signs_in(world: World):
    class Wxa(WeChatWxa):
        API_BASE_URL = f"{world.url}/"

    class Client(WeChatClient):
        wxa = Wxa()

    code = (await world.control("logins", person="奶奶"))["code"]
    token = (await world.stable_token())["access_token"]
    client = Client(APPID, SECRET, access_token=token)
    session = await asyncio.to_thread(client.wxa.code_to_session, code)
    assert session["openid"] == await world.opens("奶奶")


async def test_the_stable_token_stays_until_its_last_five_minutes(world: World):
    first = await world.stable_token()
    assert first["expires_in"] == 7200
    assert len(first["access_token"]) >= 128
    await world.control("clock", offset_seconds=6840)
    later = await world.stable_token()
    assert later["access_token"] == first["access_token"]
    assert 300 <= later["expires_in"] <= 360
    await world.control("clock", offset_seconds=6910)
    renewed = await world.stable_token()
    assert renewed["access_token"] != first["access_token"]
    assert renewed["expires_in"] == 7200
    assert await works(world, first) and await works(world, renewed)
    await world.control("clock", offset_seconds=6910 + 301)
    assert not await works(world, first)
    assert await works(world, renewed)


async def test_a_forced_token_kills_its_predecessor_at_once(world: World):
    first = await world.stable_token()
    forced = await world.stable_token(force_refresh=True)
    assert await failure(world, first) == 40001
    assert await works(world, forced)
    again = await world.stable_token(force_refresh=True)
    assert again["access_token"] == forced["access_token"]


async def test_force_is_rationed(world: World):
    for turn in range(20):
        await world.control("clock", offset_seconds=turn * 31)
        assert "access_token" in await world.stable_token(force_refresh=True)
    await world.control("clock", offset_seconds=20 * 31)
    assert (await world.stable_token(force_refresh=True))["errcode"] == 45009
    await world.control("clock", offset_seconds=86400 + 5)
    assert "access_token" in await world.stable_token(force_refresh=True)


async def test_plain_tokens_replace_each_other_but_leave_the_stable_one_alone(world: World):
    stable = await world.stable_token()
    query = {"appid": APPID, "secret": SECRET, "grant_type": "client_credential"}
    first, second = [(await world.http.get("/cgi-bin/token", params=query)).json() for _ in "ab"]
    assert first["access_token"] != second["access_token"]
    assert await works(world, first) and await works(world, second)
    await world.control("clock", offset_seconds=301)
    assert await failure(world, first) == 40001
    assert await works(world, second) and await works(world, stable)


async def test_every_other_call_wants_a_working_token(world: World):
    issued = await world.stable_token()
    assert await failure(world, {"access_token": ""}) == 41001
    assert await failure(world, {"access_token": "invented"}) == 40001
    await world.control("clock", offset_seconds=7201)
    assert await failure(world, issued) == 42001


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"grant_type": "x"}, 40002),
        ({"appid": "wx0"}, 40013),
        ({"secret": "no"}, 40125),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"force_refresh": "yes"}, 47001),
    ],
)
async def test_a_wrong_token_request_is_named(
    world: World, changes: dict[str, object], errcode: int
):
    assert (await world.stable_token(**changes))["errcode"] == errcode


async def test_bodies_are_checked_before_anything_else(world: World):
    path = "/cgi-bin/stable_token"
    assert (await world.http.get(path)).json()["errcode"] == 43002
    assert (await world.http.post(path)).json()["errcode"] == 44002
    for broken in (b"{", b"[]", b'"x"', b"[" * 100_000, b"\xff"):
        assert (await world.http.post(path, content=broken)).json()["errcode"] == 47001


@pytest.mark.parametrize(
    ("phone", "shown", "pure", "country"),
    [
        ("13800138000", "13800138000", "13800138000", "86"),
        ("+8613800138000", "13800138000", "13800138000", "86"),
        ("+85291234567", "+852 91234567", "91234567", "852"),
    ],
)
async def test_a_phone_number_is_told_once(
    world: World, phone: str, shown: str, pure: str, country: str
):
    code = (await world.control("phone-codes", person="妈妈", phone=phone))["code"]
    info = (await phone_number(world, code))["phone_info"]
    assert info["phoneNumber"] == shown
    assert info["purePhoneNumber"] == pure
    assert info["countryCode"] == country
    assert info["watermark"]["appid"] == APPID
    assert (await phone_number(world, code))["errcode"] == 40029


async def test_phone_codes_and_login_codes_are_not_interchangeable(world: World):
    phone_code = (await world.control("phone-codes", person="妈妈", phone="13800138000"))["code"]
    login_code = (await world.control("logins", person="妈妈"))["code"]
    assert (await phone_number(world, login_code))["errcode"] == 40029
    assert (await world.session(phone_code))["errcode"] == 40029


async def test_a_phone_code_belongs_to_its_person(world: World):
    code = (await world.control("phone-codes", person="妈妈", phone="13800138000"))["code"]
    father, mother = await world.opens("爸爸"), await world.opens("妈妈")
    assert (await phone_number(world, code, openid=father))["errcode"] == 40003
    assert "phone_info" in await phone_number(world, code, openid=mother)


async def phone_number(world: World, code: str, **more: object):
    return await world.call("/wxa/business/getuserphonenumber", code=code, **more)


async def failure(world: World, issued: dict[str, object]) -> int:
    params = {"access_token": str(issued["access_token"])}
    reply = await world.http.post("/wxa/generate_urllink", params=params, json={"path": "a/b"})
    return reply.json()["errcode"]


async def works(world: World, issued: dict[str, object]) -> bool:
    return await failure(world, issued) == 0
