"""Looking into an archive: Liu asks with a reason, He allows it for a time, and Alice sees it."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from models.people.staff import Office
from tests.browser.conftest import pictured
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_console_donations import HOSTILE, forgiven
from tests.browser.test_desk import looks_well
from tests.browser.visitor import DESK, PHONE, see
from tests.trust.archive_room import CITY, WHY, Room, acts, asks, decides, holds, room_of
from tests.world import JINWAN, World

NUMBER = "XZ000001"
TOO_LATE = "现在不能看：还没有同意，或者时间到了。"


@pytest.fixture
async def room(world: World) -> Room:
    return await room_of(world)


async def opens(page: Page) -> None:
    await turns_to(page, "查阅档案")


def rows(page: Page, section: str) -> Locator:
    """What is listed under a heading."""
    return page.locator(f"h2:text-is('{section}') + .rows > li")


async def finds(page: Page, number: str) -> None:
    await page.get_by_label("户号").fill(number)
    await page.get_by_label("户号").press("Enter")


async def looks(room: Room) -> list[dict[str, Any]]:
    found = await room.alice.phone.get(f"/students/{room.alice.child}/looks")
    return [*found["items"]]


async def seaside(room: Room) -> None:
    """Two things that have passed: words alone, and a day with two photos."""
    photos = await pictured(room.alice, "kite", "fisher_girl")
    for entry in (
        {"title": "第一次骑车", "story": HOSTILE},
        {"title": "海边", "photo_ids": photos},
    ):
        made = (await room.alice.records(**entry))["id"]
        await room.alice.phone.until(f"/entries/{made}", standing=["passed"])


async def test_liu_asks_for_the_older_of_two_children(visitor, room):
    older = await room.alice.opens_archive("果果", "2012-03-01")
    async with at_work(visitor, room.liu, width=DESK) as page:
        await opens(page)
        await expect(rows(page, "我申请的")).to_have_text(["最近八天没有申请过。"])
        await expect(page.get_by_role("heading", name="同事申请的")).to_have_count(0)
        await page.get_by_text("申请看一个孩子的档案").click()
        await finds(page, "XZ999999")
        await expect(page.locator("#trouble")).to_have_text("没有找到这一户，请核对户号")
        await finds(page, NUMBER.lower())
        await expect(page.get_by_label("哪个孩子")).to_be_focused()
        await expect(page.get_by_label("哪个孩子").locator("option")).to_have_text(
            ["第 1 个", "第 2 个"]
        )
        await page.get_by_label("为什么要看").select_option("孩子的安全")
        await page.get_by_label("看多久").select_option("1 小时")
        await page.get_by_label("是什么事").fill("太短了")
        await page.get_by_role("button", name="申请", exact=True).click()
        await expect(page.locator(".wrong:not(:empty)")).to_contain_text("10")
        await expect(page.get_by_label("是什么事")).to_have_value("太短了")
        await page.get_by_label("是什么事").fill(WHY)
        await looks_well(page, "console-grants-asking-1280-light")
        await page.get_by_role("button", name="申请", exact=True).click()
        row = rows(page, "我申请的")
        await expect(row).to_contain_text(f"{NUMBER} · 2 个孩子里的第 1 个")
        await expect(row).to_contain_text("孩子的安全，要看 1 小时")
        await expect(row).to_contain_text(WHY)
        await expect(page.locator("#trouble")).to_be_hidden()
        for name in ("果果", "小满", "陈家", "Alice"):
            await expect(page.locator("#task")).not_to_contain_text(name)
        await looks_well(page, "console-grants-asked-1280-light")
    forgiven(visitor, "422")
    (seen,) = (await room.he.phone.get("/access-grants"))["items"]
    assert (seen["student_id"], seen["minutes"]) == (older, 60)


async def test_he_allows_it_on_a_phone_in_the_dark_and_both_see_until_when(visitor, room):
    await asks(room.liu, room.alice.child)
    async with (
        at_work(visitor, room.liu, width=DESK) as desk,
        at_work(visitor, room.he, width=PHONE, scheme="dark") as phone,
    ):
        for page in (desk, phone):
            await opens(page)
        his, hers = rows(phone, "同事申请的"), rows(desk, "我申请的")
        await expect(hers.locator(".badge")).to_contain_text("等了")
        await expect(hers.get_by_role("button")).to_have_text(["看看同意了没有"])
        await expect(his).to_contain_text(NUMBER)
        await expect(his).to_contain_text("刘芳，孩子的安全，要看 30 分钟")
        await looks_well(phone, "console-grants-390-dark")
        await his.get_by_role("button", name="同意", exact=True).click()
        await expect(his).to_contain_text("家长查得到")
        await looks_well(phone, "console-grants-asked-again-390-dark")
        await his.get_by_role("button", name="同意", exact=True).click()
        await expect(his.locator(".badge")).to_contain_text("看到 ")
        await expect(his.get_by_role("button")).to_have_count(0)
        await expect(phone.get_by_role("heading", name="查阅档案")).to_be_focused()
        await hers.get_by_role("button").click()
        await expect(hers.get_by_role("link", name="打开看")).to_be_visible()
        until = await hers.locator(".badge").text_content()
        await expect(his.locator(".badge")).to_have_text(until or "")
        assert await looks(room) == []


async def test_liu_reads_until_the_time_is_over_and_alice_sees_that_she_did(visitor, room):
    await seaside(room)
    await room.opened()
    async with at_work(visitor, room.liu, width=DESK) as page:
        await opens(page)
        await rows(page, "我申请的").get_by_role("link", name="打开看").click()
        await expect(page.get_by_role("heading", name=NUMBER)).to_be_focused()
        shown = page.locator(".rows > li")
        await expect(shown).to_have_count(2)
        await expect(shown.filter(has_text="第一次骑车")).to_contain_text(HOSTILE)
        beach = shown.filter(has_text="海边")
        await expect(beach.locator("img")).to_have_count(2)
        assert [one["looks"] for one in await looks(room)] == [1]
        await beach.get_by_role("button").first.click()
        await expect(beach.locator("figure img")).to_be_visible()
        assert all(await see(page, "pictures"))
        await looks_well(page, "console-inspection-1280-light")
        await beach.get_by_role("button").first.click()
        await expect(beach.locator("figure img")).to_have_count(0)
        assert [one["looks"] for one in await looks(room)] == [2]
        await page.get_by_role("link", name="回到清单").click()
        await page.clock.install()
        await rows(page, "我申请的").get_by_role("link", name="打开看").click()
        await expect(shown).to_have_count(2)
        await page.clock.fast_forward("31:00")
        await expect(page.locator("#task")).to_contain_text("时间到了")
        await expect(shown).to_have_count(0)
        await expect(page.locator("#task img")).to_have_count(0)


async def test_by_keys_on_a_phone_in_the_dark(visitor, room):
    await seaside(room)
    await room.opened()
    async with at_work(visitor, room.liu, width=PHONE, scheme="dark") as page:
        await opens(page)
        await page.get_by_role("link", name="打开看").press("Enter")
        beach = page.locator(".rows > li").filter(has_text="海边")
        await beach.get_by_role("button").last.focus()
        await page.keyboard.press("Enter")
        await expect(beach.locator("figure img")).to_be_visible()
        assert all(await see(page, "pictures"))
        await looks_well(page, "console-inspection-390-dark")


async def test_he_refuses_and_of_two_decisions_one_holds(visitor, world, room):
    for _ in range(2):
        await asks(room.liu, room.alice.child)
    async with at_work(visitor, room.he, width=DESK) as page:
        await opens(page)
        his = rows(page, "同事申请的")
        await expect(his).to_have_count(2)
        await his.first.get_by_role("button", name="不同意").click()
        await his.first.get_by_role("button", name="不同意").click()
        await expect(his).to_have_count(1)
        (left,) = (await room.he.phone.get("/access-grants"))["items"]
        await decides(await world.archivist(CITY), left, "refusal")
        for _ in range(2):
            await his.get_by_role("button", name="同意", exact=True).click()
        await expect(page.locator("#trouble")).to_have_text("这个申请已经有人处理过了")
        await expect(his).to_have_text("现在没有要你决定的。")
        await looks_well(page, "console-grants-nothing-1280-light")
    forgiven(visitor, "409")
    async with at_work(visitor, room.liu, width=DESK) as page:
        await opens(page)
        badges = rows(page, "我申请的").locator(".badge")
        await expect(badges).to_have_text(["没有同意", "没有同意"])
    assert await acts("grant.%") == ["grant.asked"] * 2 + ["grant.refused"] * 2


async def test_nobody_allows_their_own_and_nobody_opens_anothers(visitor, room):
    """He asks for himself; of what Liu was allowed, the address is of no use to him."""
    path = await room.opened()
    await asks(room.he, room.alice.child)
    async with at_work(visitor, room.he, width=DESK) as page:
        await opens(page)
        own = rows(page, "我申请的")
        await expect(own.get_by_role("button")).to_have_text(["看看同意了没有"])
        await page.evaluate(f"location.hash = 'grants/{path.rpartition('/')[2]}'")
        await expect(page.locator("#task")).to_contain_text(TOO_LATE)
    assert await looks(room) == []


async def test_another_district_finds_no_such_household(visitor, world, room):
    await asks(room.liu, room.alice.child)
    async with at_work(visitor, await world.archivist(JINWAN), width=PHONE) as page:
        await opens(page)
        await expect(rows(page, "同事申请的")).to_have_text("现在没有要你决定的。")
        await page.get_by_text("申请看一个孩子的档案").click()
        await finds(page, NUMBER)
        await expect(page.locator("#trouble")).to_have_text("没有找到这一户，请核对户号")
        await expect(page.get_by_role("button", name="申请", exact=True)).to_have_count(0)
        await looks_well(page, "console-grants-390-light")


async def test_other_offices_find_no_such_page_and_a_stranger_is_asked_to_scan(
    visitor, world, room
):
    await asks(room.liu, room.alice.child)
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    async with at_work(visitor, mei, width=DESK) as page:
        await page.evaluate("location.hash = 'grants'")
        await page.reload()
        await expect(page.locator("#task")).not_to_be_empty()
        await expect(page.get_by_role("link", name="查阅档案")).to_have_count(0)
        await expect(page.locator("#task")).not_to_contain_text(NUMBER)
    async with visitor.opens("/console#grants", width=DESK) as page:
        await expect(page.locator("#code img")).to_be_visible()
        await expect(page.locator("#task")).to_be_empty()
