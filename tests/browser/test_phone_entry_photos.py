"""Photos for a record that is there already: on their way like all others, and none is lost."""

from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from playwright.async_api import Locator, expect

from service.demo.pictures import as_wechat, draw
from service.foundation.database import query
from tests.archive.circle import relative
from tests.archive.corpus import canary_exif
from tests.archive.test_photos import bytes_at
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import press, signs_in
from tests.world import Person, World, a_photo

EDIT, RECORD = "/pages/entry/edit", "/pages/record/record"
OURS = "第{}张：挪一挪，或者不要"
COUNTS = """
select (select count(*) from photos where family_id = $1 and deleted_at is null) as photos,
    (select count(*) from uploads where family_id = $1) as uploads
"""


@pytest.fixture
async def ride(mother: Person) -> dict[str, Any]:
    """The day on which 小满 learned to cycle, with one photo."""
    made = await mother.records(title="第一次自己骑车", photo_ids=[await mother.takes_photo()])
    return await mother.phone.until(f"/entries/{made['id']}", standing=["passed"])


@pytest.fixture
def photos() -> list[bytes]:
    """Two photos that take some seconds on a slow network."""
    scenes = ("lovers_road", "kite")
    return [as_wechat(draw(scene, seed=n, size=(1600, 1200))) for n, scene in enumerate(scenes)]


def hung(phone: HeldPhone, place: int) -> Locator:
    """The record's photo at this place."""
    return phone.page.get_by_role("button", name=OURS.format(place), exact=True)


async def counted(person: Person) -> tuple[int, int]:
    """How many photos the family has, outside the trash, and how many uploads were begun."""
    (found,) = await query(COUNTS, person.family)
    return found["photos"], found["uploads"]


async def test_added_without_a_network_and_swiped_away_both_arrive_once(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any], photos: list[bytes]
):
    await signs_in(handset, "陈静")
    await world.script("kodo", "upload", {"status": 599, "stored": True})  # one is never heard of
    coming = "progressbar"
    async with handset.opens("陈静", EDIT, query=f"id={ride['id']}", picks=photos) as phone:
        await expect(hung(phone, 1)).to_be_visible()
        await phone.goes("offline")
        await phone.tap("添照片")
        await expect(phone.page.get_by_role(coming)).to_have_count(2)
        await phone.sees("网络不给力，连上会自己接着传，关掉也不会丢。")
        await phone.keep("entry-photos-offline")
        await phone.closes_the_app()
        await phone.reopens("slow")
        await expect(phone.page.get_by_role(coming).filter(has_text="%").first).to_be_visible()
        await phone.sees("正在放进来")
        await phone.keep("entry-photos-slow")
        await phone.closes_the_app()
        await phone.reopens()
        await expect(hung(phone, 3)).to_be_visible()
        await phone.lacks("正在放进来", "网络不给力")
        await expect(phone.page.get_by_role(coming)).to_have_count(0)
    await world.quiet()
    shown = await mother.phone.get(f"/entries/{ride['id']}")
    assert [one["state"] for one in shown["photos"]] == ["ready"] * 3
    assert await counted(mother) == (3, 3)


async def test_a_grandfather_may_not_and_is_told_while_his_own_record_arrives(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    grandfather = await relative(mother, "爷爷", "爷爷")
    await signs_in(handset, "爷爷")
    edit = {"path": EDIT, "query": f"id={ride['id']}", "font": 1.4}
    async with handset.opens("爷爷", **edit, picks=[a_photo()]) as phone:
        await expect(hung(phone, 1)).to_be_visible()
        await phone.goes("offline")
        await phone.tap("添照片")
        await phone.sees("等着传")
        await phone.keep("entry-photos-offline-large")
    async with handset.opens("爷爷", RECORD, picks=[a_photo()]) as phone:
        await phone.sees("还在这部手机里的", "再试一次")
        await press(phone, "选照片")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了")
    async with handset.opens("爷爷", **edit, theme="dark") as phone:
        told = phone.page.get_by_role("alert")
        await expect(told).to_have_count(1)
        await phone.keep("entry-photos-refused-dark-large")
        await press(phone, "再试一次")
        await expect(told).to_have_count(1)
        await press(phone, "不放了")
        await phone.page.locator("#overlays").get_by_text("不放了", exact=True).last.tap()
        await expect(told).to_have_count(0)
        await world.until(lambda: has_photos(mother, 2))
    assert (await mother.phone.get(f"/entries/{ride['id']}"))["photo_count"] == 1
    own = [one for one in await grandfather.timeline() if one["id"] != ride["id"]]
    assert [one["photo_count"] for one in own] == [1]


async def has_photos(person: Person, number: int) -> bool:
    return (await counted(person))[0] == number


async def test_a_broken_one_says_so_beside_itself_and_the_other_goes_in(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    await signs_in(handset, "陈静")
    picks = [("坏的.jpg", b"no picture at all" * 99), a_photo()]
    query = f"id={ride['id']}"
    async with handset.opens("陈静", EDIT, query=query, picks=picks, theme="dark") as phone:
        await expect(hung(phone, 1)).to_be_visible()
        await phone.tap("添照片")
        await phone.sees("换一张试试")
        await expect(hung(phone, 2)).to_be_visible()
        await phone.lacks("正在放进来")
        await expect(hung(phone, 2).locator("img[src^=http]")).to_be_visible()
        await phone.keep("entry-photos-broken-dark")
        await press(phone, "不要这张")
        await phone.lacks("换一张试试")
        await phone.closes_the_app()
        await phone.reopens()
        await expect(hung(phone, 2)).to_be_visible()
        await phone.lacks("换一张试试", "正在放进来")
    assert (await mother.phone.get(f"/entries/{ride['id']}"))["photo_count"] == 2


async def test_a_photo_that_comes_in_undoes_nothing_that_the_father_wrote(
    handset: Handset, world: World, mother: Person
):
    father = await relative(mother, "爸爸", "爸爸")
    ride = await father.records(title="第一次自己骑车", photo_ids=[await father.takes_photo()])
    path = f"/entries/{ride['id']}"
    await world.quiet()
    await signs_in(handset, "陈静")
    query = f"id={ride['id']}"
    async with handset.opens("陈静", EDIT, query=query, picks=[a_photo(), a_photo()]) as phone:
        await phone.fill("题目", "学会骑车")
        await father.phone.put(path, {"place": "情侣路"})
        await world.quiet()
        await phone.tap("添照片")
        await expect(hung(phone, 3)).to_be_visible()
        await expect(phone.page.get_by_label("在哪里", exact=True)).to_have_value("情侣路")
        await father.phone.put(path, {"title": "骑车"})
        await world.quiet()
        await phone.picks(a_photo())
        await phone.tap("添照片")
        await expect(hung(phone, 4)).to_be_visible()
        await press(phone, "改好了")
        await phone.sees("刚才家里有人也改了这一页：题目")
        await press(phone, "用我写的存")
        await phone.page.get_by_label("题目", exact=True).wait_for(state="hidden")
    shown = await mother.phone.get(path)
    assert (shown["title"], shown["place"], shown["photo_count"]) == ("学会骑车", "情侣路", 4)


async def test_where_a_photo_was_taken_does_not_leave_the_phone(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    taken = a_photo(exif=canary_exif())
    assert Image.open(BytesIO(taken)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    await signs_in(handset, "陈静")
    query = f"id={ride['id']}"
    async with handset.opens("陈静", EDIT, query=query, picks=[taken]) as phone:
        await expect(hung(phone, 1)).to_be_visible()
        await phone.tap("添照片")
        await expect(hung(phone, 2)).to_be_visible()
    await world.quiet()
    _, added = (await mother.phone.get(f"/entries/{ride['id']}"))["photos"]
    sent = await bytes_at(world, added["original"])
    assert b"CANARY" not in sent
    picture = Image.open(BytesIO(sent))
    assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
    assert picture.tobytes() == Image.open(BytesIO(taken)).tobytes()
