"""Households at the console: who is counted, by what, and why others are not yet."""

import pytest
from playwright.async_api import expect

from models.people.staff import Office
from service.people import household_lists
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_desk import looks_well
from tests.browser.visitor import DESK, PHONE
from tests.programme.test_counted_households import enough
from tests.trust.archive_room import CITY, TOWN, holds
from tests.trust.household import mother_of
from tests.world import JINWAN, Person, World


async def joins(world: World, name: str, code: str) -> str:
    """A family that has joined and filed nothing; its number."""
    person = await world.person(name)
    await person.founds(f"{name}家")
    return await person.joins_programme(code)


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await mother_of(world)
    await alice.joins_programme()
    return alice


async def test_liu_sees_who_is_counted_by_what_and_who_is_not_yet(visitor, world, alice):
    numbers = await enough(alice)
    bobs = await joins(world, "Bob", TOWN)
    carols = await joins(world, "Carol", JINWAN)
    async with at_work(visitor, await world.archivist(), width=DESK) as page:
        await turns_to(page, "家庭建档情况")
        rows = page.locator(".rows > li")
        await expect(rows).to_have_count(2)
        await expect(page.locator(".figures")).to_have_text("2户加入了1户已经建档1户还没有")
        hers, his = rows.first, rows.last
        await expect(hers).to_contain_text("按 2026-1 版规则")
        await expect(hers.locator("summary")).to_have_text("算上的 10 件")
        await hers.locator("summary").click()
        for number in numbers:
            await expect(hers.locator(".numbers")).to_contain_text(number)
        await expect(his).to_contain_text(bobs)
        await expect(his.locator(".lacks li")).to_have_count(3)
        await expect(his).to_contain_text("再收10件就够了")
        await expect(page.locator("#task")).not_to_contain_text(carols)
        await expect(page.locator("#task")).not_to_contain_text("Bob")
        await looks_well(page, "console-households-1280-light")
        for choice, shown in (("还没有建档的", bobs), ("已经建档的", "算上的 10 件")):
            await page.get_by_label("看哪些").select_option(choice)
            await expect(rows).to_have_count(1)
            await expect(rows).to_contain_text(shown)
            await expect(page.locator(".figures")).to_contain_text("2户加入了1户已经建档")
        await page.get_by_label("看哪些").select_option("全部")
        await expect(rows).to_have_count(2)
        town = await page.get_by_label("地方").locator("option").all_text_contents()
        await page.get_by_label("地方").select_option(town[-1])
        await expect(page.locator(".figures")).to_contain_text("0户加入了")
        await expect(rows).to_have_text("这里没有这样的家庭。")


async def test_page_after_page_on_a_phone_in_the_dark_and_by_keys(visitor, world, monkeypatch):
    monkeypatch.setattr(household_lists, "PAGE", 2)
    numbers = [await joins(world, name, JINWAN) for name in ("Bob", "Carol", "Dan")]
    async with at_work(visitor, await world.archivist(CITY), width=PHONE, scheme="dark") as page:
        await turns_to(page, "家庭建档情况")
        rows = page.locator(".rows > li")
        await expect(rows).to_have_count(2)
        await expect(page.locator(".figures")).to_contain_text("3户加入了0户已经建档3户还没有")
        await page.get_by_role("button", name="再看后面的").focus()
        await page.keyboard.press("Enter")
        await expect(rows).to_have_count(3)
        await expect(rows.last).to_be_focused()
        for place, number in enumerate(numbers):
            await expect(rows.nth(place)).to_contain_text(number)
        await expect(page.get_by_role("button", name="再看后面的")).to_have_count(0)
        await looks_well(page, "console-households-390-dark")


async def test_another_district_shows_its_own_alone(visitor, world, alice):
    async with at_work(visitor, await world.archivist(JINWAN), width=PHONE) as page:
        await turns_to(page, "家庭建档情况")
        await expect(page.locator(".figures")).to_contain_text("0户加入了")
        await expect(page.locator(".rows > li")).to_have_text("这里没有这样的家庭。")
        await looks_well(page, "console-households-390-light")


async def test_a_towns_archivist_sees_the_towns(visitor, world):
    number = await joins(world, "Bob", TOWN)
    async with at_work(visitor, await world.archivist(TOWN), width=DESK) as page:
        await turns_to(page, "家庭建档情况")
        await expect(page.locator(".rows > li")).to_contain_text(number)


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.CURATOR])
async def test_other_offices_find_no_such_page(visitor, world, alice, office):
    mei = await world.person("Mei")
    await holds(world, mei, office, CITY)
    async with at_work(visitor, mei, width=DESK) as page:
        await expect(page.locator("#task")).not_to_be_empty()
        await expect(page.get_by_role("link", name="家庭建档情况")).to_have_count(0)
        await page.goto("/console#households")
        await page.reload()
        await expect(page.locator("#work")).to_be_visible()
        await expect(page.locator(".rows > li", has_text="户号")).to_have_count(0)
        await expect(page.locator("#task")).not_to_contain_text("家庭建档情况")


async def test_whoever_is_not_signed_in_is_asked_to_scan(visitor, alice):
    async with visitor.opens("/console#households", width=DESK) as page:
        await expect(page.locator("#code img")).to_be_visible()
        await expect(page.locator("#task")).to_be_empty()
