"""Themes and topics at the console: opened, said otherwise, ended, by those who run the place."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, Route, expect

from models.people.staff import Office
from models.programme.tasks import Task
from models.sharing.topics import Topic
from service.programme import tasks
from tests.browser.test_console import HOSTILE, at_work, turns_to
from tests.browser.test_console_donations import forgiven
from tests.browser.test_desk import looks_well
from tests.browser.visitor import DESK, PHONE
from tests.people.classroom import parent_of
from tests.programme.campaign import answered, gives, period, proclaims, writes
from tests.sharing.test_topics import listed
from tests.sharing.test_topics import opens as opened
from tests.trust.archive_room import CITY, TOWN, holds
from tests.world import JINWAN, XIANGZHOU, Person, World

PORTRAIT = "一张全家福"


@pytest.fixture
async def alice(world: World) -> Person:
    """The mother of 小满, whose household is in Xiangzhou."""
    alice = await parent_of(world, "Alice", "小满")
    await alice.joins_programme(XIANGZHOU)
    return alice


@pytest.fixture
async def mei(world: World) -> Person:
    mei = await world.person("Mei")
    await holds(world, mei, Office.CURATOR, CITY)
    return mei


async def lines_of(page: Page, name: str) -> Locator:
    """The lines of a task."""
    await turns_to(page, name)
    return page.locator(".rows > li")


async def invited(reader: Person) -> list[str]:
    return [one["title"] for one in (await themes_for(reader))["items"]]


async def themes_for(reader: Person) -> dict[str, Any]:
    return await reader.phone.get(f"/families/{reader.family}/themes")


async def is_checked(world: World, page: Page) -> None:
    """What was saved has its answer and its verdict, and the page is opened anew."""
    await expect(page.locator(".form:visible")).to_have_count(0)
    await world.quiet()
    await page.reload()


async def ends(row: Locator, word: str) -> None:
    for _ in range(2):
        await row.get_by_role("button", name=word, exact=True).click()


async def test_liu_invites_xiangzhou_says_it_otherwise_and_takes_it_back(visitor, world, alice):
    async with at_work(visitor, await world.archivist(), width=DESK) as page:
        row = await lines_of(page, "主题")
        await expect(row).to_have_text("这里还没有发过主题。")
        summary, wrong = page.locator("summary"), page.locator(".wrong:not(:empty)")
        await expect(summary).to_have_text("在香洲区发一个新主题")
        await summary.click()
        title, until = page.get_by_label("题目"), page.get_by_label("到哪天为止")
        publish = page.get_by_role("button", name="发布")
        await publish.click()
        await expect(wrong).to_have_text("这里至少要 1 项（字）")
        await expect(title).to_be_focused()
        await title.fill(PORTRAIT)
        await page.get_by_label("说明").fill(HOSTILE)
        await until.fill(period(0, -1)["until"])
        await publish.click()
        await expect(wrong).to_have_text("结束的日子比开始还早，请再看一下")
        await expect(until).to_be_focused()
        await looks_well(page, "console-theme-new-1280-light")
        await until.fill(period()["until"])
        async with world.worker_away():
            await publish.dblclick()
            await expect(row.locator(".badge")).to_have_text("正在检查文字")
            await expect(summary).to_be_focused()
            await expect(row.locator(".said")).to_have_text(HOSTILE)
            assert await invited(alice) == []
        await world.quiet()
        await row.get_by_role("button", name="看看检查好了没有").click()
        await expect(row.locator(".badge")).to_have_text("正在进行")
        await expect(row).to_contain_text("0 个孩子参加了")
        (theme,) = (await themes_for(alice))["items"]
        await gives(alice, theme, await writes(alice))
        await row.get_by_role("button", name="改一改").click()
        await expect(row.get_by_label("题目")).to_have_value(PORTRAIT)
        await row.get_by_label("题目").fill("最早的全家福")
        await looks_well(page, "console-theme-change-1280-light")
        await row.get_by_role("button", name="保存").click()
        await expect(row).to_be_focused()
        await expect(row).to_contain_text("1 个孩子参加了")
        await world.quiet()
        assert await invited(alice) == ["最早的全家福"]
        await looks_well(page, "console-themes-1280-light")
        await lines_of(page, "话题")
        await lines_of(page, "主题")
        await ends(row, "收回")
        await expect(row.locator(".badge")).to_have_text("收回了")
        await expect(row.get_by_role("button")).to_have_count(0)
        assert await invited(alice) == []
    forgiven(visitor, "422")
    (kept,) = await Task.all()
    assert await answered(await world.archivist(), {"id": kept.id}) == 1


async def test_on_a_phone_in_the_dark_mei_runs_the_citys_topics(visitor, world, alice, mei):
    async with at_work(visitor, mei, width=PHONE, scheme="dark") as page:
        await expect(page.get_by_role("link", name="主题", exact=True)).to_have_count(0)
        row = await lines_of(page, "话题")
        await page.locator("summary").click()
        await page.get_by_label("题目").fill("老物件")
        await page.get_by_label("从哪天开始").fill(period(3)["since"])
        await looks_well(page, "console-topic-new-390-dark")
        await page.get_by_role("button", name="发布").click()
        await expect(row).to_contain_text("老物件")
        await is_checked(world, page)
        await expect(row.locator(".badge")).to_have_text("还没开始")
        await row.get_by_role("button", name="改一改").click()
        await expect(row.get_by_label("题目")).to_have_count(0)
        await row.get_by_label("说明").fill("想看更多加微信")
        await looks_well(page, "console-topic-change-390-dark")
        await row.get_by_role("button", name="保存").click()
        await is_checked(world, page)
        await expect(row.locator(".badge")).to_have_text("没通过，请换个说法")
        await row.get_by_role("button", name="改一改").click()
        await row.get_by_label("说明").fill("晒一件家里的老物件")
        await row.get_by_role("button", name="保存").click()
        await is_checked(world, page)
        await expect(row.locator(".badge")).to_have_text("还没开始")
        await ends(row, "结束")
        await expect(row.locator(".badge")).to_have_text("提前结束了")
        await looks_well(page, "console-topics-390-dark")
    assert await Topic.filter(closed_at=None).count() == 0
    assert await listed(alice) == []


async def test_what_lost_its_answer_on_the_way_and_is_sent_again_makes_one(visitor, world):
    async def lost(route: Route) -> None:
        await route.fetch()
        await route.abort()

    async with at_work(visitor, await world.archivist(), width=DESK) as page:
        row = await lines_of(page, "主题")
        await page.locator("summary").click()
        await page.get_by_label("题目").fill(PORTRAIT)
        await page.route("**/themes", lost, times=1)
        publish = page.get_by_role("button", name="发布")
        await publish.click()
        await expect(page.locator("#trouble")).to_contain_text("网络好像断了")
        await expect(page.get_by_label("题目")).to_have_value(PORTRAIT)
        await publish.click()
        await expect(row).to_contain_text(PORTRAIT)
        await expect(row).to_have_count(1)
    forgiven(visitor, "ERR_FAILED")
    assert await Task.all().count() == 1


async def test_what_he_has_ended_meanwhile_liu_cannot_change_and_may_end_again(visitor, world):
    liu, he = await world.archivist(), await world.archivist(CITY)
    theme = await proclaims(liu, XIANGZHOU)
    async with at_work(visitor, liu, width=DESK) as page:
        row = await lines_of(page, "主题")
        await row.get_by_role("button", name="改一改").click()
        await he.phone.delete(f"/tasks/{theme['id']}")
        await row.get_by_label("题目").fill("别的")
        await row.get_by_role("button", name="保存").click()
        await expect(page.locator("#trouble")).to_contain_text("这个活动已经收回了")
        await expect(row.get_by_label("题目")).to_have_value("别的")
        await row.get_by_role("button", name="不改了").click()
        await expect(row.locator("strong")).to_have_text(PORTRAIT)
        await ends(row, "收回")
        await expect(row.locator(".badge")).to_have_text("收回了")
    forgiven(visitor, "409")


async def test_page_after_page_by_keys_and_place_by_place(visitor, world, monkeypatch):
    monkeypatch.setattr(tasks, "PAGE", 2)
    city = await world.archivist(CITY)
    for title in ("一", "二", "三"):
        await proclaims(city, CITY, title=title)
    await proclaims(city, JINWAN, title="金湾的")
    async with at_work(visitor, city, width=PHONE) as page:
        rows = await lines_of(page, "主题")
        await expect(rows.locator("strong")).to_have_text(["三", "二"])
        await page.get_by_role("button", name="再看后面的").focus()
        await page.keyboard.press("Enter")
        await expect(rows.locator("strong")).to_have_text(["三", "二", "一"])
        await expect(rows.last).to_be_focused()
        await looks_well(page, "console-themes-390-light")
        await page.get_by_label("地方").select_option("金湾区")
        await expect(rows.locator("strong")).to_have_text(["金湾的"])
        await expect(page.locator("summary")).to_have_text("在金湾区发一个新主题")


async def test_another_district_sees_its_own_alone_and_a_town_has_no_such_tasks(visitor, world):
    liu = await world.archivist()
    await proclaims(liu, XIANGZHOU)
    await opened(liu, XIANGZHOU)
    async with at_work(visitor, await world.archivist(JINWAN), width=DESK) as page:
        for name in ("主题", "话题"):
            rows = await lines_of(page, name)
            await expect(rows).to_have_text(f"这里还没有发过{name}。")
            places = page.get_by_label("地方").locator("option")
            assert "香洲区" not in await places.all_text_contents()
    async with at_work(visitor, await world.archivist(TOWN), width=DESK) as page:
        await lacks_them(page)


async def test_a_moderator_and_a_mother_find_no_such_pages(visitor, world, alice):
    hua = await world.person("Hua")
    await holds(world, hua, Office.MODERATOR, CITY)
    for person in (hua, alice):
        async with at_work(visitor, person, width=DESK) as page:
            for name in ("themes", "topics"):
                await page.goto(f"/console#{name}")
                await page.reload()
                await expect(page.locator("#work")).to_be_visible()
                await lacks_them(page)


async def lacks_them(page: Page) -> None:
    for name in ("主题", "话题"):
        await expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    await expect(page.locator("#task summary")).to_have_count(0)


async def test_whoever_is_not_signed_in_is_asked_to_scan(visitor, world):
    await proclaims(await world.archivist(CITY), CITY)
    async with visitor.opens("/console#themes", width=DESK) as page:
        await expect(page.locator("#code img")).to_be_visible()
        await expect(page.locator("#task")).to_be_empty()
