"""带回家: everything is packed for a computer, and its address comes along on the phone."""

import httpx
from playwright.async_api import expect

from models.people.students import Student
from tests.archive.booklet_room import told
from tests.archive.circle import relative
from tests.archive.suitcase import asks, packed
from tests.browser.conftest import pictured
from tests.browser.handset import Handset
from tests.browser.test_phone_mine import GONE, MINE, press, signs_in, still
from tests.trust.household import child_of
from tests.world import Person, World

EXPORTS, NOTICES = "/pages/exports/exports", "/pages/notices/notices"


async def test_everything_is_packed_and_its_address_copied(
    handset: Handset, world: World, mother: Person
):
    photos = await pictured(mother, "sandcastle")
    await told(mother, "海边", photo_ids=photos)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/archive/archive") as phone:
        async with world.worker_away():
            await phone.tap("带回家")
            await phone.sees("全部带回家", "只要小满的")
            button = phone.page.get_by_role("button", name="开始打包", exact=True)
            assert await button.evaluate("one => one.offsetWidth") > 300  # as wide as its card
            await press(phone, "开始打包")
            await phone.sees("正在打包全家的", "马上就开始")
            await phone.keep("exports-packing")
        await phone.sees("打包好了", "以前都能下载", "照片、视频和录音1个")
        await press(phone, "复制下载地址")
        await phone.sees("地址复制好了")
        await phone.keep("exports-ready")
        url = await phone.harness("clipboard")
        async with httpx.AsyncClient(timeout=60) as computer:
            assert (await computer.get(url)).content.startswith(b"PK")
        await phone.tap("收起来，不要了")
        await press(phone, "收起来")
        await phone.sees("已经收起来了")
        await phone.lacks("复制下载地址")
        await phone.tap("返回")
        async with world.worker_away():
            await phone.tap("带回家")
            await press(phone, "开始打包")
            await phone.sees("正在打包全家的", "已经收起来了")


async def test_what_is_packed_is_given_up_met_by_its_notice_and_refused_to_others(
    handset: Handset, world: World, mother: Person
):
    bob = await world.person("Bob")
    await bob.founds("林家")
    await relative(mother, "奶奶", "奶奶")
    for person in ("陈静", "奶奶", "Bob"):
        await signs_in(handset, person)
    path = await packed(mother, mother.child)
    async with handset.opens("陈静", NOTICES, font=1.4) as phone:
        await phone.tap("档案打包好了")
        await phone.sees("小满的，打包好了", "复制下载地址")
        await phone.keep("exports-ready-large")
    async with world.worker_away():
        await asks(mother)
        query = f"family={mother.family}"
        async with handset.opens("陈静", EXPORTS, query=query, theme="dark") as phone:
            await phone.sees("正在打包全家的")
            await phone.keep("exports-packing-dark")
            await phone.goes("offline")
            await phone.tap("不打包了")
            await phone.page.locator(".confirm").tap()
            await phone.sees("网络不给力")
            await phone.goes("online")
            await phone.tap("不打包了")
            await phone.page.locator(".confirm").tap()
            await phone.sees("没打完就停了")
    async with handset.opens("奶奶", EXPORTS, query=f"family={mother.family}") as phone:
        await phone.sees("请家里的管理人来打包")
        await phone.lacks("开始打包", "复制下载地址")
    for query in (f"family={mother.family}", f"id={path.rpartition('/')[2]}"):
        async with handset.opens("Bob", EXPORTS, query=query) as phone:
            await phone.sees(GONE)
            await phone.lacks("开始打包")


async def test_a_grown_child_takes_its_own_home_and_a_smaller_one_asks_the_guardians(
    handset: Handset, world: World, mother: Person
):
    mine = await child_of(world, mother)
    await told(mother, "海边", photo_ids=await pictured(mother, "sandcastle"))
    await signs_in(handset, "Xiaoman")
    query = f"family={mother.family}"
    async with handset.opens("Xiaoman", MINE) as phone:
        await phone.sees("小满自己", "我的数据")
        await phone.lacks("带回家")
    async with handset.opens("Xiaoman", EXPORTS, query=query) as phone:
        await phone.sees("请家里的管理人来打包")
        await phone.lacks("开始打包")
    await Student.filter(id=mother.child).update(birth_date="2006-05-01")
    await packed(mother, mother.child)
    async with handset.opens("Xiaoman", MINE) as phone:
        await phone.sees("自己的档案，存到电脑、U盘")
        await phone.keep("mine-grown")
        await phone.tap("带回家")
        async with world.worker_away():
            await phone.sees("全部带回家", "这一包只有您自己能看到")
            await phone.lacks("打包好了", "全家的", "管理人")
            await phone.keep("exports-own")
            await press(phone, "开始打包")
            await phone.sees("正在打包小满的", "马上就开始")
        await phone.sees("小满的，打包好了", "照片、视频和录音1个")
        await press(phone, "复制下载地址")
        await phone.sees("地址复制好了")
        await phone.keep("exports-own-ready")
        async with httpx.AsyncClient(timeout=60) as computer:
            url = await phone.harness("clipboard")
            assert (await computer.get(url)).content.startswith(b"PK")
    async with handset.opens("Xiaoman", NOTICES, theme="dark") as phone:
        await phone.tap("档案打包好了")
        await phone.sees("小满的，打包好了")
        await phone.tap("收起来，不要了")
        await press(phone, "收起来")
        await phone.sees("已经收起来了")
    own = (await mine.phone.get(f"/families/{mother.family}/exports"))["items"]
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", EXPORTS, query=f"id={own[0]['id']}") as phone:
        await phone.sees(GONE)


async def test_who_refuses_the_guideline_copies_the_address_by_hand(
    handset: Handset, mother: Person
):
    await signs_in(handset, "陈静")
    await packed(mother, mother.child)
    query = f"family={mother.family}"
    async with handset.opens("陈静", EXPORTS, query=query, privacy="ask") as phone:
        await press(phone, "复制下载地址")
        await still(phone, "先不")
        await press(phone, "先不")
        await phone.sees("没有同意隐私指引，暂时复制不了", "长按下面的地址就能复制")
        await phone.lacks("地址复制好了")
        assert await phone.harness("clipboard") == ""
        address = phone.page.locator("[data-selectable]").filter(has_text="http")
        await phone.keep("exports-address")
        url = await address.inner_text()
        async with httpx.AsyncClient(timeout=60) as computer:
            assert (await computer.get(url)).content.startswith(b"PK")
        await press(phone, "复制下载地址")
        await still(phone, "同意")
        await press(phone, "同意")
        await phone.sees("地址复制好了")
        await expect(address).to_have_count(0)
        assert (await phone.harness("clipboard")).startswith("http")
