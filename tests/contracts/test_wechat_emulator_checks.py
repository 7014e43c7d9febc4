"""The WeChat emulator's content checks and message push, received by a real service."""

import asyncio
import time
import zlib
from collections.abc import AsyncIterator

import pillow_heif
import pytest

from service.emulators.wechat import push
from tests.contracts.wechat_world import APPID, World, picture, wechat_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wechat_world() as world:
        yield world


async def test_an_ordinary_text_passes(world: World):
    reply = await world.check_text(await world.opens("妈妈"), "春节全家福，宝宝会走路了")
    assert reply["errcode"] == 0
    assert reply["result"] == {"suggest": "pass", "label": 100}
    assert reply["detail"][0]["strategy"] == "content_model"
    assert len(reply["trace_id"].split("-")) == 3


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("加 微 信 领红包", 10001),
        ("海外代购", 10001),
        ("兼职日结", 10001),
        ("电话：13800138000", 10001),
        ("电话１３８００１３８０００", 10001),
        ("裸聊", 20002),
        ("去死", 20003),
        ("赌博", 20006),
    ],
)
async def test_a_bad_text_is_risky_and_says_why(world: World, content: str, label: int):
    reply = await world.check_text(await world.opens("妈妈"), content)
    assert reply["result"] == {"suggest": "risky", "label": label}
    keyword = reply["detail"][1]
    assert keyword["strategy"] == "keyword"
    assert keyword["keyword"]


async def test_a_bad_nickname_is_risky_too(world: World):
    reply = await world.check_text(await world.opens("妈妈"), "你好", nickname="代购小王")
    assert reply["result"]["suggest"] == "risky"


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"version": 1}, 47001),
        ({"scene": 5}, 40129),
        ({"openid": "alice"}, 40003),
        ({"openid": ""}, 40003),
        ({"content": ""}, 47001),
        ({"content": "长" * 2501}, 47001),
        ({"content": ["x"]}, 47001),
    ],
)
async def test_a_wrong_text_check_is_named(world: World, changes: dict[str, object], errcode: int):
    openid = await world.opens("妈妈")
    reply = await world.check_text(**{"openid": openid, "content": "好", **changes})  # type: ignore[arg-type]
    assert reply["errcode"] == errcode


async def test_only_visitors_of_the_last_two_hours_are_known(world: World):
    mother = await world.opens("妈妈")
    await world.control("clock", offset_seconds=7140)
    assert (await world.check_text(mother, "好"))["errcode"] == 0
    world.token = ""
    await world.control("clock", offset_seconds=7210)
    assert (await world.check_text(mother, "好"))["errcode"] == 61010
    assert (await world.check_picture(mother, "family.jpg"))["errcode"] == 61010
    await world.opens("妈妈")
    assert (await world.check_text(mother, "好"))["errcode"] == 0
    assert (await world.check_text("o" + "x" * 27, "好"))["errcode"] == 61010


async def test_the_verdict_on_a_picture_is_pushed(world: World):
    reply = await world.check_picture(await world.opens("妈妈"), "family.jpg")
    event = await world.receiver.event()
    assert reply == {"errcode": 0, "errmsg": "ok", "trace_id": event["trace_id"]}
    assert event["Event"] == "wxa_media_check"
    assert event["MsgType"] == "event"
    assert (event["appid"], event["version"]) == (APPID, 2)
    assert event["result"] == {"suggest": "pass", "label": 100}
    assert set(world.receiver.bodies[0]) == {"ToUserName", "Encrypt"}
    assert world.receiver.bodies[0]["ToUserName"] == event["ToUserName"]


@pytest.mark.parametrize("format_", ["PNG", "BMP", "GIF"])
async def test_wechat_reads_the_usual_formats(world: World, format_: str):
    world.receiver.files["p"] = (f"image/{format_.lower()}", picture(format_))
    await world.check_picture(await world.opens("妈妈"), "p")
    assert "errcode" not in await world.receiver.event()


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    return picture("HEIF")


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("image/heic", heic()),
        ("image/webp", picture("WEBP")),
        ("image/jpeg", picture("JPEG", (800, 800))[:-500]),
        ("image/jpeg", b""),
        ("image/jpeg", b"not a picture"),
        ("image/bmp", picture("BMP", (2000, 1800))),
        ("text/html", picture("JPEG")),
    ],
    ids=["heic", "webp", "cut", "empty", "text", "above 10 MB", "as a page"],
)
async def test_what_wechat_cannot_read_is_pushed_as_failed(
    world: World, content_type: str, content: bytes
):
    world.receiver.files["p"] = (content_type, content)
    trace_id = (await world.check_picture(await world.opens("妈妈"), "p"))["trace_id"]
    event = await world.receiver.event()
    assert (event["trace_id"], event["errcode"]) == (trace_id, -1008)


async def test_a_missing_picture_is_pushed_as_failed(world: World):
    mother = await world.opens("妈妈")
    await world.check_picture(mother, "missing")
    assert (await world.receiver.event())["errcode"] == -1008
    await world.check_picture(mother, "http://127.0.0.1:1/closed.jpg")
    assert (await world.receiver.event())["errcode"] == -1008


async def test_a_pixel_bomb_does_no_harm(world: World):
    world.receiver.files["bomb"] = ("image/png", bomb())
    await world.check_picture(await world.opens("妈妈"), "bomb")
    assert (await world.receiver.event())["errcode"] == -1008


def bomb() -> bytes:
    content = bytearray(picture("PNG", (1, 1)))
    content[16:24] = (30_000).to_bytes(4) * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"media_url": "ftp://x/y"}, 47001),
        ({"media_url": None}, 47001),
        ({"media_type": 3}, 40004),
        ({"version": None}, 47001),
        ({"scene": 0}, 40129),
        ({"openid": 7}, 40003),
    ],
)
async def test_a_wrong_picture_check_is_named(
    world: World, changes: dict[str, object], errcode: int
):
    openid = await world.opens("妈妈")
    reply = await world.check_picture(**{"openid": openid, "name": "family.jpg", **changes})  # type: ignore[arg-type]
    assert reply["errcode"] == errcode


@pytest.mark.parametrize("answer", [(500, "success"), (200, "fail")])
async def test_a_push_that_is_not_accepted_comes_again(world: World, answer: tuple[int, str]):
    world.receiver.planned = [answer, (200, "")]
    await world.check_picture(await world.opens("妈妈"), "family.jpg")
    first, second = await world.receiver.event(), await world.receiver.event()
    assert first == second
    assert await statuses_of_the_push(world, 2) == [answer[0], 200]


async def test_a_push_without_an_answer_in_time_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(push, "ANSWER_SECONDS", 1)
    world.receiver.slow = [2]
    await world.check_picture(await world.opens("妈妈"), "family.jpg")
    first = await world.receiver.event()
    monkeypatch.setattr(push, "ANSWER_SECONDS", 30)  # the next one is answered, however late
    assert first == await world.receiver.event()
    assert await statuses_of_the_push(world, 2) == [0, 200]


async def test_after_three_attempts_a_push_is_given_up(world: World):
    world.receiver.planned = [(503, "")] * 3
    await world.check_picture(await world.opens("妈妈"), "family.jpg")
    for _ in range(3):
        await world.receiver.event()
    await asyncio.sleep(0.7)
    assert await statuses_of_the_push(world, 3) == [503, 503, 503]
    assert world.receiver.events.empty()


async def statuses_of_the_push(world: World, attempts: int) -> list[int]:
    """The status of each attempt at the only push, once `attempts` have been noted."""
    statuses: list[int] = []
    for _ in range(600):
        (delivery,) = await world.told("pushes")
        statuses = delivery["statuses"]
        if len(statuses) >= attempts:
            break
        await asyncio.sleep(0.05)
    return statuses


async def test_scripted_verdicts_come_as_numbers_or_strings(world: World):
    mother = await world.opens("妈妈")
    await world.script("media_check_async", suggest="risky", label="20002")
    await world.script("media_check_async", suggest="review")
    await world.script("msg_sec_check", suggest="risky", label=20001)
    await world.check_picture(mother, "family.jpg")
    assert (await world.receiver.event())["result"] == {"suggest": "risky", "label": "20002"}
    await world.check_picture(mother, "family.jpg")
    assert (await world.receiver.event())["result"]["suggest"] == "review"
    await world.check_picture(mother, "family.jpg")
    assert (await world.receiver.event())["result"]["suggest"] == "pass"
    assert (await world.check_text(mother, "好"))["result"]["label"] == 20001


async def test_a_push_may_come_before_its_reply(world: World):
    await world.script("media_check_async", push="before_reply")
    reply = await world.check_picture(await world.opens("妈妈"), "family.jpg")
    assert world.receiver.events.get_nowait()["trace_id"] == reply["trace_id"]


async def test_a_push_may_come_twice_late_or_as_failed(world: World):
    mother = await world.opens("妈妈")
    await world.script("media_check_async", push="twice")
    await world.check_picture(mother, "family.jpg")
    assert await world.receiver.event() == await world.receiver.event()
    await world.script("media_check_async", push_errcode=-1008, push_delay_seconds=0.3)
    asked = time.monotonic()
    await world.check_picture(mother, "family.jpg")
    assert (await world.receiver.event())["errcode"] == -1008
    assert time.monotonic() - asked >= 0.3


async def test_a_push_may_be_held_until_released(world: World):
    mother = await world.opens("妈妈")
    await world.script("media_check_async", push="held", suggest="risky")
    trace_id = (await world.check_picture(mother, "family.jpg"))["trace_id"]
    assert await world.control("release") == {"released": 1}
    event = await world.receiver.event()
    assert (event["trace_id"], event["result"]["suggest"]) == (trace_id, "risky")


async def test_a_push_may_never_come(world: World):
    mother = await world.opens("妈妈")
    await world.script("media_check_async", push="never")
    await world.check_picture(mother, "family.jpg")
    later = await world.check_picture(mother, "family.jpg")
    assert (await world.receiver.event())["trace_id"] == later["trace_id"]
    assert len(await world.told("pushes")) == 1


async def test_other_events_are_pushed_on_demand(world: World):
    fields = {"OpenID": await world.opens("妈妈"), "RevokeInfo": "1"}
    await world.control("events", person="妈妈", event="user_authorization_revoke", fields=fields)
    event = await world.receiver.event()
    assert event["Event"] == "user_authorization_revoke"
    assert event["OpenID"] == event["FromUserName"]


async def test_the_push_url_is_checked_by_its_echo(world: World):
    assert (await world.control("push-check"))["ok"] is True
    world.receiver.echo_prefix = "\ufeff"
    assert (await world.control("push-check"))["ok"] is False


async def test_pictures_are_checked_beside_each_other(world: World):
    mother = await world.opens("妈妈")
    replies = await asyncio.gather(*(world.check_picture(mother, "family.jpg") for _ in range(9)))
    events = [await world.receiver.event() for _ in range(9)]
    assert {r["trace_id"] for r in replies} == {e["trace_id"] for e in events}
    assert len({r["trace_id"] for r in replies}) == 9
