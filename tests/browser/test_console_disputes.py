"""Disputes at the console: Liu calls on a household of which she knows the number, and ends it."""

import pytest
from playwright.async_api import Page, expect

from models.people.families import Dispute
from models.people.staff import Office
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_desk import looks_well
from tests.browser.visitor import DESK, PHONE
from tests.people.relatives import Home, home_of
from tests.people.test_disputes import declares, disputed, takes_back
from tests.trust.archive_room import CITY, TOWN, holds
from tests.world import JINWAN, XIANGZHOU, World

NOTHING = "现在没有要调解的分歧。"


@pytest.fixture
async def home(world: World) -> Home:
    """Bob objects to what Alice does with the family's archive."""
    home = await home_of(world)
    await home.alice.joins_programme(XIANGZHOU)
    await declares(home.bob)
    return home


async def opens(page: Page) -> None:
    await turns_to(page, "家里的分歧")


async def test_liu_thinks_again_and_then_ends_it(visitor, world, home):
    async with at_work(visitor, await world.archivist(XIANGZHOU), width=DESK) as page:
        await opens(page)
        row = page.locator(".rows > li")
        await expect(row).to_contain_text("XZ000001香洲区")
        await expect(row.locator(".badge")).to_contain_text("等了")
        for name in ("Alice", "Bob", "陈家", "小满"):
            await expect(page.locator("#task")).not_to_contain_text(name)
        await looks_well(page, "console-disputes-1280-light")
        await row.get_by_role("button", name="调解好了").click()
        await row.get_by_role("button", name="再想想").click()
        await expect(row.get_by_role("button")).to_have_text(["调解好了"])
        assert await disputed(home.alice)
        await row.get_by_role("button", name="调解好了").click()
        await expect(row).to_contain_text("不能再改回来")
        await looks_well(page, "console-disputes-asked-again-1280-light")
        await row.get_by_role("button", name="调解好了").click()
        await expect(row).to_have_text(NOTHING)
        await expect(page.get_by_role("heading", name="家里的分歧")).to_be_focused()
    assert not await disputed(home.alice)


async def test_on_a_phone_in_the_dark_the_city_ends_by_keys_what_bob_has_taken_back(
    visitor, world, home
):
    """Again is fine; of a row that is no more the page says so, and lets go of it."""
    async with at_work(visitor, await world.archivist(CITY), width=PHONE, scheme="dark") as page:
        await opens(page)
        row = page.locator(".rows > li")
        await expect(row).to_contain_text("XZ000001")
        await looks_well(page, "console-disputes-390-dark")
        await takes_back(home.bob)
        await row.get_by_role("button", name="调解好了").focus()
        await page.keyboard.press("Enter")
        await expect(row.get_by_role("button", name="再想想")).to_be_visible()
        await page.keyboard.press("Enter")
        await expect(row).to_have_text(NOTHING)
        await declares(home.bob)
        await page.reload()
        await expect(row).to_contain_text("XZ000001")
        await home.alice.phone.delete(f"{home.path}/household")
        for _ in range(2):
            await row.get_by_role("button", name="调解好了").click()
        await expect(page.locator("#trouble")).to_be_visible()
        await expect(row).to_have_text(NOTHING)
    assert await disputed(home.alice)


async def test_whoever_is_of_the_family_or_of_another_district_has_nothing_to_settle(
    visitor, world, home
):
    liu = await world.archivist(XIANGZHOU)
    await home.alice.invites(liu, "亲属", "viewer")
    for archivist in (liu, await world.archivist(JINWAN)):
        async with at_work(visitor, archivist, width=PHONE) as page:
            await opens(page)
            await expect(page.locator(".rows > li")).to_have_text(NOTHING)
    assert await Dispute.exists(settled_at=None)


async def test_a_town_and_other_offices_find_no_such_page_and_a_stranger_is_asked_to_scan(
    visitor, world, home
):
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    for person in (mei, await world.archivist(TOWN)):
        async with at_work(visitor, person, width=DESK) as page:
            await expect(page.locator("#task")).not_to_be_empty()
            await page.evaluate("location.hash = 'disputes'")
            await page.reload()
            await expect(page.locator("#task")).not_to_be_empty()
            await expect(page.get_by_role("link", name="家里的分歧")).to_have_count(0)
            await expect(page.locator("#task")).not_to_contain_text("XZ000001")
    async with visitor.opens("/console#disputes", width=DESK) as page:
        await expect(page.locator("#code img")).to_be_visible()
        await expect(page.locator("#task")).to_be_empty()
