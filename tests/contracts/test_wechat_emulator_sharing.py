"""The WeChat emulator's mini-program codes, URL Links and subscribe messages."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image

from tests.contracts.wechat_world import World, wechat_world

TEMPLATE = "x" * 43


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wechat_world() as world:
        yield world


async def test_a_mini_program_code_is_a_picture(world: World):
    reply = await world.post("/wxa/getwxacodeunlimit", scene="s=abc", page="pages/share/show")
    assert reply.headers["Content-Type"] == "image/jpeg"
    picture = Image.open(io.BytesIO(reply.content))
    assert (picture.format, picture.size) == ("JPEG", (430, 430))


async def test_each_scene_has_its_own_picture(world: World):
    first, again, other = [
        (await world.post("/wxa/getwxacodeunlimit", scene=scene)).content for scene in "aab"
    ]
    assert first == again != other


async def test_a_hyaline_code_is_a_transparent_png(world: World):
    colour = {"r": 255, "g": 0, "b": 0}
    body = {"scene": "a", "is_hyaline": True, "width": 5000, "line_color": colour}
    reply = await world.post("/wxa/getwxacodeunlimit", **body)
    picture = Image.open(io.BytesIO(reply.content))
    assert (picture.format, picture.mode, picture.width) == ("PNG", "RGBA", 1280)
    assert picture.getpixel((0, 0)) == (255, 255, 255, 0)


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({}, 40169),
        ({"scene": ""}, 40169),
        ({"scene": "a" * 33}, 40169),
        ({"scene": "a%20b"}, 40129),
        ({"scene": "分享"}, 40129),
        ({"scene": "a", "page": "/pages/show"}, 41030),
        ({"scene": "a", "page": "pages/show?x=1"}, 41030),
        ({"scene": "a", "env_version": "formal"}, 40097),
        ({"scene": "a", "width": "wide"}, 40097),
        ({"scene": "a", "line_color": {"r": "red"}}, 40097),
    ],
)
async def test_a_wrong_code_request_is_json(world: World, body: dict[str, Any], errcode: int):
    reply = await world.post("/wxa/getwxacodeunlimit", **body)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/json; encoding=utf-8"
    assert reply.json()["errcode"] == errcode


async def test_a_url_link_leads_into_the_mini_program(world: World):
    body = {"path": "pages/share/show", "query": "t=abc", "expire_type": 1, "expire_interval": 30}
    links = [(await world.call("/wxa/generate_urllink", **body))["url_link"] for _ in "ab"]
    assert all(link.startswith("https://wxaurl.cn/") for link in links)
    assert links[0] != links[1]


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"path": "/pages/show"}, 40165),
        ({"query": "名字=x"}, 40212),
        ({"query": "a" * 1025}, 40212),
        ({"expire_type": 1, "expire_interval": 31}, 85401),
        ({"expire_time": 1}, 85401),
        ({"expire_time": 2**40}, 85401),
        ({"env_version": "formal"}, 85402),
    ],
)
async def test_a_wrong_link_request_is_named(world: World, body: dict[str, Any], errcode: int):
    assert (await world.call("/wxa/generate_urllink", **body))["errcode"] == errcode


async def send(world: World, openid: str, **changes: object) -> dict[str, Any]:
    data = {"thing1": {"value": "春节全家福"}, "time2": {"value": "2026年2月17日 19:30"}}
    body = {"touser": openid, "template_id": TEMPLATE, "data": data, "page": "pages/post?id=1"}
    return await world.call("/cgi-bin/message/subscribe/send", **{**body, **changes})


async def test_each_acceptance_is_good_for_one_message(world: World):
    mother = await world.opens("妈妈")
    assert (await send(world, mother))["errcode"] == 43101
    await world.control("grants", person="妈妈", template_id=TEMPLATE)
    assert await send(world, mother) == {"errcode": 0, "errmsg": "ok"}
    assert (await send(world, mother))["errcode"] == 43101
    sent = await world.told("sent")
    assert [message["person"] for message in sent] == ["妈妈"]
    assert sent[0]["data"]["thing1"]["value"] == "春节全家福"


async def test_an_acceptance_is_for_one_template_and_one_person(world: World):
    mother, father = await world.opens("妈妈"), await world.opens("爸爸")
    await world.control("grants", person="妈妈", template_id=TEMPLATE)
    assert (await send(world, father))["errcode"] == 43101
    assert (await send(world, mother, template_id="y" * 43))["errcode"] == 43101


GOOD = {
    "thing1": "字" * 20,
    "number1": "9" * 32,
    "letter1": "Abc",
    "symbol1": "【】",
    "character_string1": "NO.2026-1",
    "time1": "15:01~16:30",
    "date1": "2019年10月1日",
    "amount1": "￥100.5元",
    "phone_number1": "+86-13800138000",
    "car_number1": "粤A8Z888",
    "name1": "张三丰",
    "phrase1": "已通过",
    "enum1": "通过",
}

BAD = {
    "thing1": "字" * 21,
    "thing2": "",
    "number1": "一",
    "letter1": "字",
    "symbol1": "abc",
    "character_string1": "字",
    "time1": "25:01",
    "date1": "2019-10-01",
    "amount1": "12345678901",
    "phone_number1": "1" * 18,
    "car_number1": "粤A8Z888888",
    "name1": "字" * 11,
    "phrase1": "一二三四五六",
    "poem1": "床前明月光",
}


@pytest.mark.parametrize(("key", "value"), GOOD.items())
async def test_a_fitting_value_is_sent(world: World, key: str, value: str):
    mother = await world.opens("妈妈")
    await world.control("grants", person="妈妈", template_id=TEMPLATE)
    assert (await send(world, mother, data={key: {"value": value}}))["errcode"] == 0


@pytest.mark.parametrize(("key", "value"), BAD.items())
async def test_an_unfitting_value_is_named_and_costs_no_grant(world: World, key: str, value: str):
    mother = await world.opens("妈妈")
    await world.control("grants", person="妈妈", template_id=TEMPLATE)
    reply = await send(world, mother, data={key: {"value": value}})
    assert reply["errcode"] == 47003
    assert reply["errmsg"].startswith(f"argument invalid! data.{key}.value invalid")
    assert (await send(world, mother))["errcode"] == 0


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"touser": "alice"}, 40003),
        ({"template_id": ""}, 40037),
        ({"data": {}}, 47003),
        ({"data": {"thing1": "bare"}}, 47003),
        ({"miniprogram_state": "release"}, 47003),
        ({"lang": "zh"}, 47003),
    ],
)
async def test_a_wrong_message_is_named(world: World, changes: dict[str, Any], errcode: int):
    mother = await world.opens("妈妈")
    await world.control("grants", person="妈妈", template_id=TEMPLATE)
    assert (await send(world, mother, **changes))["errcode"] == errcode
