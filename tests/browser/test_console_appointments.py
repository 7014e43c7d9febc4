"""Appointments at the console: who is offered what, over which place, and what nobody is."""

import pytest
from playwright.async_api import Locator, Page, expect

from models.people.regions import Region
from models.people.staff import Appointment
from service.people import regions
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_console_schools import appoints
from tests.browser.test_desk import looks_well
from tests.browser.visitor import DESK, PHONE
from tests.trust.archive_room import CITY, TOWN, steps_down
from tests.world import XIANGZHOU, Person, World, refused

HOSTILE = "<b>\"'</script>"
COMMUNITY = "440402004001,海滨社区,社区,440402004000,"


@pytest.fixture
async def liu(world: World) -> Person:
    """刘芳, the archivist of the district."""
    return await world.archivist()


async def opens(page: Page) -> Locator:
    """Open the page; its form."""
    await turns_to(page, "任职")
    form = page.locator(".form")
    await expect(form).to_be_visible()
    return form


async def choices(form: Locator, words: str) -> list[str]:
    return await form.get_by_label(words).locator("option").all_text_contents()


def row(page: Page, name: str) -> Locator:
    return page.locator(".rows > li", has=page.get_by_text(name, exact=True))


async def test_liu_appoints_for_a_town_and_ends_it(visitor, world, liu):
    xu = await world.person("Xu")
    async with at_work(visitor, liu, width=DESK) as page:
        form = await opens(page)
        await expect(page.locator(".rows > li")).to_have_text("还没有任命过别人。")
        assert await choices(form, "职务") == ["档案人员"]
        places = await choices(form, "地方")
        assert "吉大街道" in places
        assert not {"香洲区", "珠海市", "金湾区"} & {*places}
        await form.get_by_label("姓名").fill(HOSTILE)
        await form.get_by_role("button", name="任命", exact=True).click()
        assert await form.get_by_label("地方").evaluate("one => one.validity.valueMissing")
        await form.get_by_label("地方").select_option("吉大街道")
        code = await appoints(form, HOSTILE)
        await expect(row(page, HOSTILE)).to_be_focused()
        await expect(row(page, HOSTILE)).to_contain_text("档案人员，吉大街道")
        await expect(row(page, HOSTILE).locator("> .badge")).to_have_text("还没接受")
        await looks_well(page, "console-appointments-1280-light")
        held = await xu.takes_up(code)
        assert (held["office"], held["region"], held["name"]) == ("archivist", "吉大街道", HOSTILE)
        await page.reload()
        await expect(row(page, HOSTILE).locator("> .badge")).to_have_text("在任")
        await expect(page.locator("#task")).not_to_contain_text(code)
        await row(page, HOSTILE).get_by_role("button", name="结束任职").click()
        await page.get_by_role("button", name="再想想").click()
        await row(page, HOSTILE).get_by_role("button", name="结束任职").click()
        await page.get_by_role("button", name="结束", exact=True).click()
        await expect(page.locator(".rows > li")).to_have_text("还没有任命过别人。")
    assert (await xu.phone.get("/appointments"))["items"] == []
    assert len((await liu.phone.get("/appointments"))["items"]) == 1


async def test_the_city_gives_its_offices_over_what_they_are_for(visitor, world):
    """On a phone in the dark: moderators for all of the city, a curator for a district."""
    city, mei, chu = [await world.archivist(CITY), *[await world.person(n) for n in ("Mei", "Chu")]]
    async with at_work(visitor, city, width=PHONE, scheme="dark") as page:
        form = await opens(page)
        assert await choices(form, "职务") == ["档案人员", "审核员", "策展人", "审计员"]
        assert {"香洲区", "金湾区"} < {*await choices(form, "地方")}
        await form.get_by_label("职务").select_option("策展人")
        await form.get_by_label("再往下").select_option("香洲区")
        await chu.takes_up(await appoints(form, "楚老师"))
        await form.get_by_label("职务").select_option("审核员")
        assert await choices(form, "地方") == ["珠海市"]
        await expect(form).to_contain_text("全市至少要有两位")
        await mei.takes_up(await appoints(form, "梅老师"))
        await expect(form.get_by_label("再往下")).to_have_count(0)
        await expect(row(page, "梅老师")).to_contain_text("审核员，珠海市")
        await looks_well(page, "console-appointments-390-dark")
    for who, office, place in ((mei, "moderator", "珠海市"), (chu, "curator", "香洲区")):
        (held,) = (await who.phone.get("/appointments"))["items"]
        assert (held["office"], held["region"]) == (office, place)
    assert (await mei.phone.get("/reviews/counts"))["open"] == 0


async def test_a_place_is_chosen_as_far_down_as_there_is_one(visitor, world, liu):
    sheet = f"code,name,level,parent_code,prefix\n{COMMUNITY}\n"
    assert (await regions.import_csv(sheet.encode())).added == 1
    async with at_work(visitor, liu, width=DESK) as page:
        form = await opens(page)
        await form.get_by_label("地方").select_option("吉大街道")
        assert await choices(form, "再往下") == ["整个吉大街道", "海滨社区"]
        await form.get_by_label("地方").select_option("拱北街道")
        await expect(form.get_by_label("再往下")).to_have_count(0)
        await form.get_by_label("地方").select_option("吉大街道")
        await form.get_by_label("再往下").select_option("海滨社区")
        await appoints(form, "社区小许")
        await expect(row(page, "社区小许")).to_contain_text("档案人员，海滨社区")


async def test_a_code_that_was_taken_back_opens_nothing_and_a_doubled_press_does_it_once(
    visitor, world, liu
):
    xu = await world.person("Xu")
    async with at_work(visitor, liu, width=DESK) as page:
        form = await opens(page)
        await form.get_by_label("地方").select_option("吉大街道")
        await form.get_by_label("姓名").fill("许老师")
        await form.get_by_role("button", name="任命", exact=True).dblclick()
        await expect(row(page, "许老师")).to_have_count(1)
        code = await page.locator(".handed code").inner_text()
        await turns_to(page, "学校")
        await opens(page)
        await expect(page.locator(".handed code")).to_have_text(code)
        for press in ("撤回：许老师", "撤回"):
            await page.get_by_role("button", name=press, exact=True).click()
        await expect(page.locator(".rows > li")).to_have_text("还没有任命过别人。")
    with refused(404):
        await xu.takes_up(code)
    assert await Appointment.filter(name="许老师").count() == 1


async def test_whose_office_has_ended_meanwhile_appoints_nobody(visitor, world, liu):
    async with at_work(visitor, liu, width=DESK) as page:
        form = await opens(page)
        await steps_down(liu)
        await form.get_by_label("地方").select_option("吉大街道")
        await form.get_by_label("姓名").fill("许老师")
        await form.get_by_role("button", name="任命", exact=True).click()
        await expect(page.locator("#trouble")).to_have_text("没有找到，可能已经删除")
        await expect(form.get_by_label("姓名")).to_have_value("许老师")
    assert await Appointment.filter(name="许老师").count() == 0


async def test_the_city_sees_and_ends_what_a_district_gave(visitor, world, liu):
    xu, city = await world.person("Xu"), await world.archivist(CITY)
    town = await Region.get(code=TOWN)
    offer = {"office": "archivist", "name": "许老师", "region_id": str(town.id)}
    await xu.takes_up((await liu.phone.post("/appointments", offer))["code"])
    await liu.phone.post("/appointments", offer | {"name": "等着的"})
    async with at_work(visitor, city, width=DESK) as page:
        await opens(page)
        await expect(page.locator(".rows > li")).to_have_count(3)
        await expect(page.locator(".handed")).to_have_count(0)
        await row(page, "许老师").get_by_role("button", name="结束任职").click()
        await page.get_by_role("button", name="结束", exact=True).click()
        await expect(page.locator(".rows > li")).to_have_count(2)
        await expect(row(page, "刘芳")).to_contain_text("香洲区")
    assert (await xu.phone.get("/appointments"))["items"] == []
    assert await Appointment.filter(region__code=XIANGZHOU, until=None).count() == 1
