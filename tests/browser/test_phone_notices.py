"""消息: each leads to what it tells of, all are read with one tap, and nobody reads another's."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import shared
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import DESK, MINE, NOTICES, press, signs_in, still
from tests.people.test_desks import Desk
from tests.trust.household import father_of
from tests.trust.reviewers import asks, decides, moderator
from tests.trust.test_restrictions import WHY, restricts
from tests.world import Person, World


@pytest.fixture
async def mei(world: World) -> Person:
    return await moderator(world, "Mei")


async def badge(phone: HeldPhone) -> str:
    """The figure on the tab 我的."""
    tab = phone.page.get_by_role("navigation").get_by_text("我的").locator("..")
    return "".join(filter(str.isdigit, await tab.inner_text()))


async def doubtful_caption(world: World, mother: Person) -> tuple[str, dict[str, Any]]:
    """The path of a photo whose words the machine is not sure of, and the entry that holds it."""
    photo = await mother.takes_photo()
    entry = await mother.records(title="外婆的院子", photo_ids=[photo])
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await mother.phone.put(f"/photos/{photo}", {"caption": "晒陈皮"})
    await mother.phone.until(f"/photos/{photo}", words_standing=["review"])
    return f"/photos/{photo}", entry


async def test_words_to_a_photo_lead_to_its_page_in_doubt_and_decided(
    handset: Handset, world: World, mother: Person, mei: Person
):
    photo, _ = await doubtful_caption(world, mother)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", NOTICES) as phone:
        await phone.tap("有一段文字暂时只有你能看到")
        await phone.sees("外婆的院子", "晒陈皮")
    await decides(mei, await asks(mother, f"{photo}/caption"), passes=True)
    await world.quiet()
    async with handset.opens("陈静", NOTICES) as phone:
        await phone.tap("你请人工看的内容没有问题")
        await phone.sees("外婆的院子", "晒陈皮")


async def test_a_drawn_poster_opens_in_its_own_shape(
    handset: Handset, world: World, mother: Person
):
    link = await shared(mother, "放风筝", [await mother.takes_photo()])
    await mother.phone.post(f"/share-links/{link['id']}/posters", {"shape": "1:1"})
    await world.quiet()
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", NOTICES) as phone:
        await phone.tap("海报画好了")
        await expect(phone.page.get_by_role("radio", name="方的")).to_be_checked()
        await phone.sees("存到相册", "收不回")
        await phone.keep("notices-poster")


async def test_a_restriction_says_why_until_when_and_where_to_object(
    handset: Handset, world: World, mother: Person, mei: Person
):
    post = await mother.shows("放风筝", [await mother.takes_photo()])
    await restricts(mei, post_id=post["id"])
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", NOTICES) as phone:
        await phone.tap(WHY)
        await phone.sees("到时候自己就恢复了")
        await still(phone, "知道了")
        await phone.keep("notices-restricted")
        await press(phone, "知道了")
        await phone.tap(WHY)
        await press(phone, "觉得不对")
        await phone.sees("直接找负责人")


async def test_an_urgent_report_leads_mei_to_the_computer(
    handset: Handset, world: World, mother: Person, mei: Person
):
    post = await mother.shows("放风筝", [await mother.takes_photo()])
    bob = await world.person("Bob")
    await bob.phone.post(f"/posts/{post['id']}/reports", {"reason": "child_in_danger"})
    desk = Desk(world)
    await desk.asks()
    await signs_in(handset, "Mei")
    async with handset.opens("Mei", NOTICES, theme="dark", font=1.4) as phone:
        await phone.tap("有一条紧急的举报")
        await phone.sees("到电脑上去看")
        await still(phone, "扫一扫")
        await phone.keep("notices-urgent-dark-large")
        path = f"{DESK}?scene={desk.asked['code']}"
        await phone.page.evaluate("path => { harness.scan = path }", path)
        await press(phone, "扫一扫")
        await phone.sees("让这台电脑登录？")
    assert await desk.state() == "seen"


async def test_all_are_read_with_one_tap_and_what_comes_meanwhile_is_new(
    handset: Handset, world: World, mother: Person
):
    father = await father_of(world, mother)
    entry = await mother.records(title="放风筝的一天")
    await world.quiet()
    for words in ("飞得真高", "再放一次"):
        await father.phone.post(f"/entries/{entry['id']}/comments", {"words": words})
    await world.quiet()
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", MINE) as phone:
        await phone.sees("条新的")
        before = int(await badge(phone))
        assert before == (await mother.phone.get("/notices"))["unread"] >= 2
        await phone.tap("消息")
        await phone.sees(f"{before}条还没看")
        await phone.keep("notices-unread")
        await father.phone.post(f"/entries/{entry['id']}/comments", {"words": "明天还去"})
        await world.quiet()
        await phone.goes("offline")
        await phone.tap("都看过了")
        await phone.sees("网络不给力", f"{before}条还没看")
        await phone.goes("online")
        await phone.tap("都看过了")
        await phone.lacks("条还没看")
        await phone.tap("返回")
        await phone.sees("1条新的")
        assert await badge(phone) == "1"
    assert (await mother.phone.get("/notices"))["unread"] == 1
