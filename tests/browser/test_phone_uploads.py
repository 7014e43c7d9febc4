"""What is sent from a phone: interrupted, slow, without a network, refused; and nothing is lost."""

import struct
from typing import Any

import pytest
from playwright.async_api import expect

from service.demo.pictures import as_wechat, draw
from service.foundation.database import query
from tests.archive.footage import film
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import press, signs_in
from tests.world import Person, World

RECORD = "/pages/record/record"
SAVED = "已经在成长册里了"
LARGE = 9 << 20
"""So many bytes are three parts."""


@pytest.fixture
def photos() -> list[bytes]:
    """Three photos that take some seconds on a slow network."""
    scenes = ("sandcastle", "birthday", "kite")
    return [as_wechat(draw(scene, seed=n, size=(1600, 1200))) for n, scene in enumerate(scenes)]


@pytest.fixture
def large_film() -> tuple[str, bytes]:
    """A film that is long by a box that players skip (ISO/IEC 14496-12, `free`)."""
    data = film(kind="mp4")
    room = LARGE - len(data)
    return "IMG_0001.mp4", data + struct.pack(">I4s", room, b"free") + bytes(room - 8)


async def records(phone: HeldPhone) -> None:
    """Pick what is laid out, and 完成."""
    await press(phone, "选照片")
    await press(phone, "完成")
    await phone.sees("收好了")


async def asked(phone: HeldPhone, method: str, address: str) -> list[int]:
    """The statuses of the requests whose address ends like this, as a pattern."""
    asks = (
        "([method, address]) => harness.requests.filter(one => one.method === method"
        " && new RegExp(address + '$').test(one.url)).map(one => one.status)"
    )
    return await phone.page.evaluate(asks, [method, address])


async def until_asked(phone: HeldPhone, method: str, address: str, status: int) -> None:
    """Wait for an answer."""
    holds = (
        "([method, address, status]) => harness.requests.some(one => one.method === method"
        " && one.status === status && new RegExp(address + '$').test(one.url))"
    )
    await phone.page.wait_for_function(holds, arg=[method, address, status])


async def the_entry(person: Person) -> dict[str, Any]:
    """The only one of her child's timeline."""
    (entry,) = await person.timeline()
    return entry


async def arrives(world: World, person: Person) -> None:
    """Wait until her child's timeline has something."""

    async def is_there() -> bool:
        return bool(await person.timeline())

    await world.until(is_there)


async def count(table: str, person: Person) -> int:
    found = await query(f"select count(*) from {table} where family_id = $1", person.family)
    return found[0]["count"]


async def test_swiped_away_in_the_middle_everything_arrives_once(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    await world.script("kodo", "upload", {"status": 599, "stored": True})  # one is never heard of
    async with handset.opens("陈静", RECORD, picks=photos) as phone:
        await phone.sees("记小满的这一天")
        await phone.goes("slow")
        await records(phone)
        await until_asked(phone, "POST", "/uploads", 201)
        await expect(
            phone.page.get_by_role("progressbar").filter(has_text="%").first
        ).to_be_visible()
        await phone.keep("record-slow")
        await phone.closes_the_app()
        await phone.reopens()
        await arrives(world, mother)
    await world.quiet()
    assert (await the_entry(mother))["photo_count"] == 3
    assert [await count("photos", mother), await count("uploads", mother)] == [3, 3]


async def test_she_records_without_any_network(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD) as phone:
        await phone.sees("记小满的这一天")
        await phone.closes_the_app()
        await phone.reopens("offline")
        await phone.sees("记小满的这一天")
        await phone.picks(*photos)
        await records(phone)
        await phone.sees("先存在手机里，连上网会自己传完")
        await phone.fill("补一句", "在山上，没有信号")
        await phone.keep("record-offline")
        await phone.closes_the_app()
        await phone.reopens("offline")
        await phone.sees("收好了", "先存在手机里", "等着传")
        await phone.keep("record-offline-again")
        await phone.goes("online")
        await phone.sees(SAVED)
    await world.quiet()
    entry = await the_entry(mother)
    assert (entry["story"], entry["photo_count"]) == ("在山上，没有信号", 3)


async def test_what_has_arrived_takes_no_more_room_on_her_phone(
    handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD, picks=photos) as phone:
        await phone.sees("记小满的这一天")
        await phone.goes("offline")
        await records(phone)
        assert len(await phone.harness("saved")) == 3
        await phone.goes("online")
        await phone.sees(SAVED)
        await phone.page.wait_for_function("harness.saved.length === 0", timeout=5_000)


async def test_of_a_large_film_only_the_missing_parts_are_sent(
    world: World, handset: Handset, mother: Person, large_film: tuple[str, bytes]
):
    await signs_in(handset, "陈静")
    await world.script("kodo", "part", {})
    await world.script("kodo", "part", {"status": 599}, times=None)
    async with handset.opens("陈静", RECORD, picks=[large_film]) as phone:
        await records(phone)
        await until_asked(phone, "PUT", "/2", 0)
        await phone.sees("33%")
        await phone.keep("record-film")
        await phone.closes_the_app()
        await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")
        await phone.reopens()
        await arrives(world, mother)
        assert [await asked(phone, "PUT", f"/{part}") for part in (1, 2, 3)] == [[], [200], [200]]
        assert await asked(phone, "POST", "/objects/[^/]+/uploads") == []
    await world.quiet()
    (shown,) = (await the_entry(mother))["photos"]
    assert (shown["medium"], shown["state"]) == ("video", "ready")
    assert await count("uploads", mother) == 1


@pytest.mark.parametrize(
    "case",
    [
        {"call": "upload", "status": 612, "begun": [200, 200], "tickets": 1},
        {"call": "initiate", "status": 401, "begun": [401, 200], "tickets": 2},
    ],
    ids=["forgotten", "dead"],
)
async def test_a_film_that_kodo_has_forgotten_or_whose_ticket_is_dead_begins_anew(
    handset: Handset, mother: Person, large_film: tuple[str, bytes], case: dict[str, Any]
):
    world = mother.world
    await signs_in(handset, "陈静")
    await world.script("kodo", case["call"], {"status": case["status"]})
    async with handset.opens("陈静", RECORD, picks=[large_film]) as phone:
        await records(phone)
        await phone.sees(SAVED)
        assert await asked(phone, "POST", "/objects/[^/]+/uploads") == case["begun"]
    await world.quiet()
    assert (await the_entry(mother))["photo_count"] == 1
    assert await count("uploads", mother) == case["tickets"]


async def test_a_session_that_ends_in_the_middle_is_renewed_once(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD, picks=photos) as phone:
        await phone.sees("记小满的这一天")
        await phone.goes("slow")
        await records(phone)
        await until_asked(phone, "POST", "/uploads", 201)
        await mother.phone.delete("/sessions")  # from another device, everywhere
        await phone.sees(SAVED)
        assert await asked(phone, "POST", "/sessions") == [201]
        assert 401 in await asked(phone, "POST", "/confirmation")
    await mother.phone.sign_in()
    await world.quiet()
    assert (await the_entry(mother))["photo_count"] == 3


async def test_on_a_slow_network_she_writes_meanwhile(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD, picks=photos, font=1.4, theme="dark") as phone:
        await phone.sees("记小满的这一天")
        await phone.goes("slow")
        await records(phone)
        await phone.fill("补一句", "风好大")
        await expect(phone.page.get_by_role("progressbar").filter(has_text="%")).to_have_count(3)
        await phone.keep("record-slow-dark-1.4")
        await press(phone, "写好了")
        await phone.sees(SAVED)
    assert (await the_entry(mother))["story"] == "风好大"


async def test_a_broken_file_says_so_and_the_others_are_kept(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    picks = [photos[0], ("坏的.jpg", b"no picture at all" * 99), photos[1], half(photos[2])]
    async with handset.opens("陈静", RECORD, picks=picks) as phone:
        refusal = phone.page.get_by_role("alert").filter(has_text="换一张试试")
        async with world.worker_away():  # what has come is not looked at yet
            await press(phone, "选照片")
            await expect(refusal).to_have_count(1)
            await phone.keep("record-refused")
            await press(phone, "再试一次")
            await expect(refusal).to_have_count(1)
            await press(phone, "完成")
            await phone.sees(SAVED, "还在这部手机里的", "换一张试试")
        await phone.sees("第3张：")
        await phone.keep("record-refused-saved")
        await press(phone, "不要这张")
        await phone.lacks("还在这部手机里的")
        await press(phone, "拿掉第3张")
        await phone.lacks("第3张：")
    entry = await the_entry(mother)
    assert [one["state"] for one in entry["photos"]] == ["ready", "ready"]


async def test_what_was_found_broken_before_it_was_an_entry_waits_for_her_word(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD, picks=[half(photos[0])], theme="dark") as phone:
        await press(phone, "选照片")
        await until_asked(phone, "POST", "/confirmation", 200)
        await world.quiet()
        await press(phone, "完成")
        await phone.sees("还差一点", "可能已经损坏")
        await phone.keep("record-stuck-dark")
        await phone.closes_the_app()
        await phone.reopens()
        await phone.sees("还差一点", "可能已经损坏")
        await press(phone, "接着写")
        await phone.fill("想说就写一句", "照片坏了，话还在")
        await press(phone, "不要这张")
        await press(phone, "完成")
        await phone.sees(SAVED)
    entry = await the_entry(mother)
    assert (entry["story"], entry["photo_count"]) == ("照片坏了，话还在", 0)


def half(photo: bytes) -> tuple[str, bytes]:
    """A picture of which the rest was lost."""
    return "半张.jpg", photo[: len(photo) // 2]
