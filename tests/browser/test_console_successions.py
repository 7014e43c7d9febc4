"""Taking a family over, at the counter: Liu compares, looks at the paper, and writes down which."""

from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from service.foundation import clock
from service.people import successions
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_console_donations import forgiven
from tests.browser.test_desk import looks_well
from tests.browser.visitor import DESK, PHONE
from tests.people.relatives import Home, home_of
from tests.trust.archive_room import CITY, TOWN
from tests.world import XIANGZHOU, World

PAPER = "死亡证明核验 2026-12"


@pytest.fixture
async def home(world: World) -> Home:
    """Bob has asked for the family of Alice, who is out of reach."""
    home = await home_of(world)
    await home.alice.joins_programme(XIANGZHOU)
    await home.bob.phone.post(f"{home.path}/succession", None)
    return home


async def opens(page: Page) -> None:
    await turns_to(page, "换户主")


def waits(page: Page) -> Locator:
    """The number beside a task."""
    return page.locator("#tasks .waits").filter(visible=True)


async def state(home: Home) -> str:
    return (await home.bob.phone.get(f"{home.path}/succession"))["state"]


async def test_liu_approves_by_the_paper_and_the_family_is_bobs_two_weeks_later(
    visitor, world, home
):
    async with at_work(visitor, await world.archivist(XIANGZHOU), width=DESK) as page:
        await expect(waits(page)).to_have_text("1")
        await opens(page)
        row = page.locator(".rows > li")
        await expect(row).to_contain_text("XZ000001 · 爸爸申请接手")
        for name in ("Alice", "Bob", "陈家"):
            await expect(page.locator("#task")).not_to_contain_text(name)
        await looks_well(page, "console-successions-1280-light")
        reference = page.get_by_label("核对了什么材料")
        await reference.fill("身份证 11010519491231002X")
        for _ in range(2):
            await row.get_by_role("button", name="核对过了").click()
        await expect(page.locator("#trouble")).to_be_visible()
        await expect(reference).to_have_value("身份证 11010519491231002X")
        await reference.fill(PAPER)
        for _ in range(2):
            await row.get_by_role("button", name="核对过了").click()
        await expect(row).to_contain_text(PAPER)
        await expect(row.locator(".badge")).to_contain_text("生效")
        await expect(waits(page)).to_have_count(0)
        await looks_well(page, "console-successions-approved-1280-light")
    forgiven(visitor, "422")
    assert await state(home) == "approved"
    with clock.moved(timedelta(days=14, minutes=1)):
        await successions.carry_out()
    assert (await home.roles())["Bob"] == "owner"


async def test_on_a_phone_in_the_dark_the_city_declines_and_a_town_has_no_such_task(
    visitor, world, home
):
    async with at_work(visitor, await world.archivist(CITY), width=PHONE, scheme="dark") as page:
        await opens(page)
        row = page.locator(".rows > li")
        await expect(row).to_contain_text("XZ000001")
        await looks_well(page, "console-successions-390-dark")
        for _ in range(2):
            await row.get_by_role("button", name="不办").click()
        await expect(row).to_have_text("现在没有申请。")
    assert await home.bob.sees(f"{home.path}/succession") == [False]
    async with at_work(visitor, await world.archivist(TOWN), width=DESK) as page:
        await expect(page.get_by_role("link", name="换户主")).to_have_count(0)
