"""Schools at the console: Liu founds one, hands its code over, corrects it; others find no page."""

import pytest
from playwright.async_api import Locator, Page, expect

from models.people.schools import School
from models.people.staff import Office
from tests.browser.handset import Handset
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_console_donations import forgiven
from tests.browser.test_desk import looks_well
from tests.browser.test_phone_mine import MINE, press, signs_in
from tests.browser.visitor import DESK, PHONE
from tests.people.test_schools import founds as founded
from tests.school import APPROVAL
from tests.trust.archive_room import CITY, TOWN, holds
from tests.world import JINWAN, Person, World, refused

HOSTILE = "<img src=x onerror=alert(1)>\"'</script>"
NEW_PAPER = "珠教基〔2027〕3号"


@pytest.fixture
async def liu(world: World) -> Person:
    """刘芳, the archivist of the district."""
    return await world.archivist()


async def opens(page: Page) -> None:
    await turns_to(page, "学校")
    await expect(page.locator("#task h2")).to_have_text("学校")


async def founds(page: Page, name: str, approval: str = APPROVAL) -> Locator:
    """Found a school; its row, which stands open."""
    form = page.locator("details.filled")
    await form.locator("summary").click()
    await form.get_by_label("学校全称").fill(name)
    await form.get_by_label("批准文号").fill(approval)
    await form.get_by_role("button", name="加上").click()
    school = row(page, name)
    await expect(school.locator("details")).to_have_attribute("open", "")
    return school


def row(page: Page, name: str) -> Locator:
    return page.locator("#task > .rows > li", has=page.get_by_text(name, exact=True))


def rows(page: Page) -> Locator:
    return page.locator("#task > .rows > li").filter(visible=True)


async def appoints(place: Locator, name: str) -> str:
    """Offer the office that the form there is about; the code that is shown."""
    await place.get_by_label("姓名").fill(name)
    await place.get_by_role("button", name="任命", exact=True).click()
    handed = place.page.locator(".rows > li", has=place.page.get_by_text(name, exact=True))
    return await handed.locator(".handed code").last.inner_text()


async def standing(school: Locator, words: str) -> None:
    await expect(school.locator("> .badge")).to_have_text(words)


async def test_liu_founds_a_school_and_its_administrator_comes_in_by_the_code(visitor, world, liu):
    he = await world.person("He")
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page)
        await expect(page.locator("#task")).to_contain_text("这里没有这样的学校。")
        school = await founds(page, "香洲一小")
        await expect(school).to_contain_text(f"香洲区，{APPROVAL}")
        await standing(school, "还没有管理员")
        code = await appoints(school, "何校长")
        await standing(school, "等管理员接受")
        await looks_well(page, "console-schools-1280-light")
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await school.get_by_role("button", name="复制").click()
        await expect(page.locator("#told")).to_have_text("复制好了")
        assert await page.evaluate("navigator.clipboard.readText()") == code
        held = await he.takes_up(code)
        assert (held["office"], held["school"]) == ("school_administrator", "香洲一小")
        await page.reload()
        await standing(school, "有管理员")
        await expect(page.locator("#task")).not_to_contain_text(code)
        await school.locator("summary").click()
        await expect(school.locator(".rows > li")).to_contain_text("在任")
        path = f"/schools/{held['school_id']}"
        assert await he.sees(path) == [True]
        await school.get_by_role("button", name="结束任职").click()
        await looks_well(page, "console-schools-ending-1280-light")
        await school.get_by_role("button", name="结束", exact=True).click()
        await standing(school, "还没有管理员")
    assert await he.sees(path) == [False]


async def test_what_the_page_says_leads_to_the_place_on_the_phone(
    handset: Handset, visitor, world, liu
):
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page)
        school = await founds(page, "香洲一小")
        code = await appoints(school, "何校长")
        await signs_in(handset, "何校长")
        async with handset.opens("何校长", MINE) as phone:
            told = await school.locator(".handed").inner_text()
            for door in ("家档是什么", "我收到了任职的码"):
                assert f"「{door}」" in told
                await phone.tap(door)
            await phone.fill("任职的码", code)
            await press(phone, "接受")
            await phone.sees("学校管理员", "香洲一小", "学校的老师")
        await page.reload()
        await standing(school, "有管理员")


async def test_a_correction_that_is_refused_loses_nothing_that_was_typed(visitor, world, liu):
    school = await world.school()
    await founded(liu, name="香洲二小")
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page)
        await expect(rows(page)).to_have_count(2)
        await row(page, "香洲一小").locator("summary").click()
        name = row(page, "香洲一小").get_by_label("学校全称")
        await expect(name).to_have_value("香洲一小")
        await name.fill("香洲二小")
        await row(page, "香洲一小").get_by_role("button", name="保存").click()
        await expect(page.locator("#trouble")).to_have_text("这个区已经有一所同名的学校")
        await expect(name).to_have_value("香洲二小")
        await row(page, "香洲一小").get_by_label("批准文号").fill(NEW_PAPER)
        await name.fill(HOSTILE)
        await name.press("Enter")
        await expect(row(page, HOSTILE)).to_contain_text(NEW_PAPER)
        await expect(page.locator("#trouble")).to_be_hidden()
    forgiven(visitor, "409")
    shown = await school.administrator.phone.get(school.path)
    assert (shown["name"], shown["approval"]) == (HOSTILE, NEW_PAPER)


async def test_a_colleagues_new_paper_stays_when_only_the_name_is_corrected(visitor, world, liu):
    school = await world.school()
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page)
        await row(page, "香洲一小").locator("summary").click()
        await liu.phone.put(school.path, {"approval": NEW_PAPER})
        await row(page, "香洲一小").get_by_label("学校全称").fill("香洲实验一小")
        await row(page, "香洲一小").get_by_role("button", name="保存").click()
        await expect(row(page, "香洲实验一小")).to_contain_text(NEW_PAPER)


async def test_the_city_on_a_phone_in_the_dark_and_by_keys(visitor, world, liu):
    """It chooses the district itself, and finds one school among many."""
    city = await world.archivist(CITY)
    await founded(liu, name="香洲二小")
    await founded(city, JINWAN, "金湾一小")
    async with at_work(visitor, city, width=PHONE, scheme="dark") as page:
        await opens(page)
        await expect(rows(page)).to_have_count(2)
        form = page.locator("details.filled")
        await form.locator("summary").focus()
        await page.keyboard.press("Enter")
        await form.get_by_label("学校全称").fill("金湾二小")
        await form.get_by_label("批准文号").fill(APPROVAL)
        await page.keyboard.press("Enter")
        assert await form.get_by_label("在哪个区").evaluate("one => one.validity.valueMissing")
        await form.get_by_label("在哪个区").select_option("金湾区")
        await looks_well(page, "console-schools-founding-390-dark")
        await form.get_by_label("批准文号").press("Enter")
        await expect(row(page, "金湾二小").locator("summary")).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.type("林校长")
        await page.keyboard.press("Enter")
        offered = row(page, "金湾二小").locator(".rows > li")
        await expect(offered).to_be_focused()
        await expect(offered.locator(".handed code")).to_be_visible()
        await looks_well(page, "console-schools-390-dark")
        await page.get_by_label("找学校").fill("香洲")
        await expect(rows(page)).to_have_count(1)
        await expect(rows(page)).to_contain_text("香洲二小")
        await page.get_by_label("找学校").fill("没有的")
        await expect(page.locator("#task")).to_contain_text("这里没有这样的学校。")
    assert await School.filter(name="金湾二小", region__code=JINWAN).count() == 1


async def test_a_code_that_was_taken_back_opens_nothing_and_a_doubled_press_does_it_once(
    visitor, world, liu
):
    he = await world.person("He")
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page)
        form = page.locator("details.filled")
        await form.locator("summary").click()
        await form.get_by_label("学校全称").fill("香洲一小")
        await form.get_by_label("批准文号").fill(APPROVAL)
        await form.get_by_role("button", name="加上").dblclick()
        school = row(page, "香洲一小")
        await expect(school.locator("summary")).to_be_focused()
        await expect(page.locator("#trouble")).to_be_hidden()
        await school.get_by_label("姓名").fill("何校长")
        await school.get_by_role("button", name="任命", exact=True).dblclick()
        await expect(school.locator(".rows > li")).to_have_count(1)
        code = await school.locator(".handed code").inner_text()
        for press_one in ("撤回：何校长", "撤回"):
            await school.get_by_role("button", name=press_one, exact=True).click()
        await standing(school, "还没有管理员")
    with refused(404):
        await he.takes_up(code)


async def test_others_find_no_school_and_no_such_page(visitor, world, liu):
    await founded(liu)
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    async with at_work(visitor, await world.archivist(JINWAN), width=DESK) as page:
        await opens(page)
        await expect(page.locator("#task")).to_contain_text("这里没有这样的学校。")
        await expect(page.locator("#task")).not_to_contain_text("香洲一小")
    for who in (await world.archivist(TOWN), mei):
        async with at_work(visitor, who, width=DESK) as page:
            await expect(page.locator("#task")).not_to_be_empty()
            for name in ("学校", "任职"):
                await expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
            for task in ("schools", "appointments"):
                await page.goto(f"/console#{task}")
                await page.reload()
                await expect(page.locator("#task")).not_to_be_empty()
                await expect(page.locator(".form")).to_have_count(0)
                await expect(page.locator("#task")).not_to_contain_text("香洲一小")


@pytest.mark.parametrize("task", ["schools", "appointments"])
async def test_whoever_is_not_signed_in_is_asked_to_scan(visitor, world, liu, task):
    await founded(liu)
    async with visitor.opens(f"/console#{task}", width=DESK) as page:
        await expect(page.locator("#code img")).to_be_visible()
        await expect(page.locator("#task")).to_be_empty()
