"""The console on a computer, let in by a phone: a moderator's opens it, others' show nothing."""

from datetime import timedelta

from playwright.async_api import Page, expect

from service.foundation import clock
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_console import doubtful
from tests.browser.test_desk import scanned
from tests.browser.test_phone_mine import DESK, MINE, press, signs_in
from tests.browser.visitor import DESK as WIDE
from tests.browser.visitor import Visitor
from tests.trust.reviewers import moderator
from tests.world import Person, World

SCANS = "path => { harness.scan = path }"


async def points_at(phone: HeldPhone, screen: Page) -> None:
    """Hold the phone before the code on the screen."""
    code = (await scanned(screen)).rpartition("/")[2]
    await phone.page.evaluate(SCANS, f"{DESK}?scene={code}")
    await phone.tap("扫一扫")


async def test_mei_lets_her_computer_in_and_works_through_the_queue(
    handset: Handset, visitor: Visitor, world: World, mother: Person
):
    await moderator(world, "Mei")
    path = await doubtful(world, mother, "春天在海边")
    await signs_in(handset, "Mei")
    async with visitor.opens("/console", width=WIDE) as screen:
        async with handset.opens("Mei", MINE) as phone:
            await phone.sees("我的职务")
            await points_at(phone, screen)
            await phone.sees("让这台电脑登录？", "Chrome")
            await expect(screen.locator("#scan-state")).to_contain_text("扫到了")
            await phone.keep("console-asks")
            await phone.goes("offline")
            await press(phone, "让它登录")
            await phone.sees("网络不给力")
            await expect(screen.locator("#work")).to_be_hidden()
            await phone.goes("online")
            await press(phone, "让它登录")
            await phone.sees("登录好了")
        await expect(screen.locator("#work")).to_be_visible()
        await expect(screen.locator(".figures")).to_contain_text("1待看")
        await expect(screen.locator(".items li")).to_have_count(1)
        await screen.keyboard.press("Enter")
        await expect(screen.locator(".item .words")).to_have_text("春天在海边")
        await screen.keyboard.press("a")
        await mother.phone.until(path, state=["approved"])
        async with handset.opens("Mei", "/pages/me/sessions") as phone:
            await phone.sees("电脑浏览器")
            await press(phone, "退出电脑浏览器（Chrome · Linux）")
            await press(phone, "退出")
            await phone.lacks("电脑浏览器")
        await screen.reload()
        await expect(screen.locator("#code img")).to_be_visible()
    visitor.complaints = [one for one in visitor.complaints if "401" not in one]


async def test_whoever_is_no_staff_finds_an_empty_console(
    handset: Handset, visitor: Visitor, world: World, mother: Person
):
    await doubtful(world, mother, "春天在海边")
    await signs_in(handset, "Bob")
    async with visitor.opens("/console", width=WIDE) as screen:
        async with handset.opens("Bob", MINE) as phone:
            await points_at(phone, screen)
            await press(phone, "让它登录")
            await phone.sees("登录好了")
        await expect(screen.locator("#nothing")).to_be_visible()
        await expect(screen.locator("#task")).to_be_empty()


async def test_a_code_that_is_over_opens_nothing_and_a_new_one_does(
    handset: Handset, visitor: Visitor, world: World
):
    await moderator(world, "Mei")
    await signs_in(handset, "Mei")
    async with visitor.opens("/console", width=WIDE) as screen:
        await expect(screen.locator("#code img")).to_be_visible()
        async with handset.opens("Mei", MINE) as phone:
            with clock.moved(timedelta(minutes=4)):
                await points_at(phone, screen)
                await phone.sees("这个码过期了", "再扫一次")
                await phone.keep("console-dead-code")
                await press(phone, "知道了")
                await screen.reload()
                await points_at(phone, screen)
                await press(phone, "让它登录")
                await phone.sees("登录好了")
                await expect(screen.locator("#work")).to_be_visible()
