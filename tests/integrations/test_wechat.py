"""What the WeChat adapter does for its callers, call by call."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from service.foundation.errors import Forbidden, Invalid, TooMany
from service.integrations.errors import VendorPaused, VendorRefused
from service.integrations.wechat import (
    Identity,
    NotSubscribed,
    PhoneNumber,
    Verdict,
    read_verdict,
)
from tests.integrations.wechat_desk import SCENE, Desk, opened

TEMPLATE = "t" * 43


@pytest.fixture
async def desk(machine, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, machine.valkey_url) as desk:
        yield desk


async def test_a_code_signs_in_once(desk):
    alice = await desk.person("Alice")
    identity = await desk.wechat.sign_in(alice["code"])
    assert identity == Identity(alice["openid"], identity.unionid)
    assert identity.unionid
    with pytest.raises(Invalid) as refused:
        await desk.wechat.sign_in(alice["code"])
    assert [f.code for f in refused.value.fields] == ["session.code_invalid"]
    assert await desk.called("stable_token") == 0


@pytest.mark.parametrize(
    ("errcode", "refusal"),
    [(40029, Invalid), (40163, Invalid), (40226, Forbidden), (45011, TooMany)],
)
async def test_what_wechat_says_of_a_login_code_is_told_to_the_person(desk, errcode, refusal):
    alice = await desk.person("Alice")
    await desk.script("jscode2session", errcode=errcode)
    with pytest.raises(refusal):
        await desk.wechat.sign_in(alice["code"])


@pytest.mark.parametrize("errcode", [40013, 40125])
async def test_a_sign_in_that_our_own_set_up_spoils_is_for_later(desk, errcode):
    alice = await desk.person("Alice")
    await desk.script("jscode2session", errcode=errcode)
    with pytest.raises(VendorPaused) as paused:
        await desk.wechat.sign_in(alice["code"])
    assert paused.value.number == errcode
    assert (await desk.wechat.sign_in(alice["code"])).openid == alice["openid"]


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("13800138000", PhoneNumber("86", "13800138000")),
        ("+85291234567", PhoneNumber("852", "91234567")),
    ],
)
async def test_a_phone_number_is_told_once_per_code(desk, phone, number):
    code = (await desk.control("phone-codes", {"person": "Alice", "phone": phone}))["code"]
    assert await desk.wechat.phone_number(code) == number
    assert number.number not in repr(number)
    with pytest.raises(Invalid) as refused:
        await desk.wechat.phone_number(code)
    assert [f.code for f in refused.value.fields] == ["phone.code_invalid"]


async def test_a_phone_number_asked_for_too_often_is_for_later(desk):
    await desk.script("getuserphonenumber", errcode=45011)
    with pytest.raises(TooMany):
        await desk.wechat.phone_number("code")
    await desk.script("getuserphonenumber", errcode=40013)
    with pytest.raises(VendorRefused):
        await desk.wechat.phone_number("code")


async def test_a_verdict_on_words_is_read(desk):
    await desk.script("msg_sec_check", suggest="risky", label="20001")
    assert await desk.check() == Verdict("risky", 20001)
    assert (await desk.check("兼职日结加微信")).suggest == "risky"
    assert (await desk.check()).suggest == "pass"


async def test_a_title_is_checked_with_its_words(desk):
    openid = (await desk.person("Alice"))["openid"]
    checked = await desk.wechat.check_text("好", openid=openid, scene=SCENE, title="兼职日结")
    assert checked.suggest == "risky"


async def test_who_was_not_seen_for_two_hours_cannot_be_checked(desk):
    openid = (await desk.person("Alice"))["openid"]
    await desk.control("clock", {"offset_seconds": 3 * 3600})
    for checking in (
        desk.wechat.check_text("好", openid=openid, scene=SCENE),
        desk.wechat.check_picture("https://a.cn/1.jpg", openid=openid, scene=SCENE),
    ):
        with pytest.raises(VendorRefused) as refused:
            await checking
        assert refused.value.code == 61010


async def test_a_picture_is_asked_about_under_a_trace_id(desk):
    openid = (await desk.person("Alice"))["openid"]
    await desk.script("media_check_async", times=None, push="never")
    asked = [
        await desk.wechat.check_picture("https://a.cn/1.jpg", openid=openid, scene=SCENE)
        for _ in range(2)
    ]
    assert all(asked)
    assert asked[0] != asked[1]


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


async def test_a_mini_program_code_is_a_picture(desk):
    data = await desk.wechat.mini_code("s=abc", "pages/share/show", width=300)
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.width) == ("JPEG", 300)


@pytest.mark.parametrize(
    ("scene", "page", "errcode"),
    [("s" * 33, "pages/show", 40169), ("分享", "pages/show", 40129), ("s", "/pages/show", 41030)],
)
async def test_a_code_that_cannot_be_made_is_a_refusal_and_no_picture(desk, scene, page, errcode):
    with pytest.raises(VendorRefused) as refused:
        await desk.wechat.mini_code(scene, page)
    assert refused.value.code == errcode


async def test_a_url_link_lives_for_up_to_thirty_days(desk):
    link = await desk.wechat.url_link("pages/share/show", "t=abc", days=30)
    assert link.startswith("https://wxaurl.cn/")
    with pytest.raises(VendorRefused) as refused:
        await desk.wechat.url_link("pages/share/show", "t=abc", days=31)
    assert refused.value.code == 85401


async def test_a_message_reaches_who_has_accepted_it_once(desk):
    openid = (await desk.person("Alice"))["openid"]
    message = {"thing1": "春节全家福", "time2": "2026年2月17日 19:30"}
    await desk.control("grants", {"person": "Alice", "template_id": TEMPLATE})
    await desk.wechat.send_message(openid, TEMPLATE, message, "pages/post?id=1")
    with pytest.raises(NotSubscribed) as refused:
        await desk.wechat.send_message(openid, TEMPLATE, message)
    assert isinstance(refused.value, VendorRefused)
    (sent,) = await desk.control("sent")
    assert (sent["person"], sent["page"]) == ("Alice", "pages/post?id=1")
    assert sent["data"] == {key: {"value": value} for key, value in message.items()}


async def test_a_message_with_a_value_too_long_is_refused_by_name(desk):
    openid = (await desk.person("Alice"))["openid"]
    with pytest.raises(VendorRefused, match="thing1") as refused:
        await desk.wechat.send_message(openid, TEMPLATE, {"thing1": "字" * 21})
    assert refused.value.code == 47003
    assert not isinstance(refused.value, NotSubscribed)
