"""The staff console: Mei works through the queue by keys, and nobody else gets in."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from typing import Any

import msgspec
import pytest
from playwright.async_api import Page, Route, expect

from models.people.regions import Region
from models.people.staff import Office
from models.trust.moderation import Review
from models.trust.restrictions import Restriction
from service.foundation import settings
from tests.browser.conftest import pictured
from tests.browser.test_desk import looks_well, scanned
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.trust.archive_room import CITY, holds
from tests.world import Person, World

HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>"

LOOKED = 0.8
"""Seconds in which somebody has looked at what opened by itself; sooner it takes no decision."""


@pytest.fixture
async def mei(world: World) -> Person:
    person = await world.person("Mei")
    await holds(world, person, Office.MODERATOR, CITY)
    return person


@pytest.fixture
def ten_seconds(world: World) -> None:
    """A decision can be taken back for so long, as it is everywhere but in tests."""
    settings.use(msgspec.structs.replace(settings.current(), decision_undo_seconds=10))


@asynccontextmanager
async def at_work(visitor: Visitor, person: Person, **window: Any) -> AsyncIterator[Page]:
    """The console, after the person's phone has scanned it and said yes."""
    async with visitor.opens("/console", **window) as page:
        path = await scanned(page)
        assert (await person.phone.get(path))["state"] == "seen"
        await person.phone.call("POST", f"{path}/allowance")
        await expect(page.locator("#work")).to_be_visible()
        yield page


async def turns_to(page: Page, task: str) -> None:
    """Choose a task; what is on the page afterwards belongs to it and no more to the one before."""
    link = page.locator("#tasks").get_by_role("link", name=re.compile(rf"^{task}( \d+)?$"))
    await link.click()
    await expect(link).to_have_attribute("aria-current", "page")


async def doubtful(world: World, mother: Person, words: str) -> str:
    """A public post of which the machine is not sure; its path."""
    photos = await pictured(mother, "kite", "sandcastle")
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    post = await mother.publishes(words, photos, audience="public")
    path = f"/posts/{post['id']}"
    await mother.phone.until(path, state=["review"])
    return path


async def test_whoever_sits_down_sees_what_it_is_for_and_parents_find_nothing(visitor, mother):
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        async with visitor.opens("/console", width=width, scheme=scheme) as page:
            await expect(page.locator("#code img")).to_be_visible()
            await looks_well(page, f"console-sign-in-{width}-{scheme}")
    async with at_work(visitor, mother) as page:
        await expect(page.locator("#nothing")).to_be_visible()
        await expect(page.locator("#task")).to_be_empty()


async def test_mei_decides_by_keys_and_takes_one_back(visitor, world, mother, mei, ten_seconds):
    paths = [await doubtful(world, mother, words) for words in ("春天在海边", HOSTILE, "卖茶叶")]
    async with at_work(visitor, mei, width=DESK) as page:
        await expect(page.locator(".figures")).to_contain_text("3待看")
        await expect(page.locator(".item h2")).to_contain_text("晒出的内容")
        await page.keyboard.press("a")
        await expect(page.locator("#trouble")).to_have_text("先打开看一看，再决定")
        await page.keyboard.press("Enter")
        await expect(page.locator(".item .words")).to_have_text("春天在海边")
        await expect(page.locator(".pictures img")).to_have_count(2)
        assert "blur" in await seen_through(page)
        await looks_well(page, "console-review-1280-light")
        await page.keyboard.press("Enter")
        await expect(page.locator(".pictures")).to_have_class("pictures clear")
        await page.keyboard.press("a")
        await expect(page.locator("#undo")).to_contain_text("已通过")
        await expect(page.locator(".item .words")).to_have_text(HOSTILE)
        await page.keyboard.press("z")
        await expect(page.locator(".items li")).to_have_count(3)
        assert (await mother.phone.get(paths[0]))["state"] == "review"
        for words in ("春天在海边", HOSTILE):
            await expect(page.locator(".item .words")).to_have_text(words)
            await page.keyboard.press("x")
            await page.keyboard.press("j")
        await page.keyboard.press("k")
        await page.keyboard.press("a")
        await expect(page.locator("#undo")).to_contain_text("2 条已通过")
        await expect(page.locator(".item .words")).to_have_text("卖茶叶")
        await asyncio.sleep(LOOKED)
        await page.keyboard.press("6")
        await expect(page.locator(".item")).to_contain_text("都看完了")
    for path, state in zip(paths, ("approved", "approved", "rejected"), strict=True):
        shown = await mother.phone.until(path, state=[state])
    assert "广告" in shown["reason"]


async def test_a_held_or_doubled_press_decides_once(visitor, world, mother, mei, ten_seconds):
    for words in ("春天在海边", "放风筝", "堆沙堡", "捡贝壳"):
        await doubtful(world, mother, words)
    async with at_work(visitor, mei, width=DESK) as page:
        words = page.locator(".item .words")
        await expect(page.locator(".items li")).to_have_count(4)
        await page.keyboard.press("Enter")
        await expect(words).to_have_text("春天在海边")
        for _ in range(4):  # what a held key sends
            await page.keyboard.down("a")
            await asyncio.sleep(LOOKED)
        await page.keyboard.up("a")
        await expect(words).to_have_text("放风筝")
        await page.get_by_role("button", name="通过").first.dblclick()
        await expect(words).to_have_text("堆沙堡")
        await page.keyboard.press("a")
        await asyncio.sleep(LOOKED)
        await expect(words).to_have_text("堆沙堡")
        await page.keyboard.press("a")
        await expect(words).to_have_text("捡贝壳")
    assert await Review.filter(passes=True).count() == 3


async def test_what_is_no_more_or_was_decided_by_a_colleague_leaves_the_list(
    visitor, world, mother, mei
):
    """The mother writes the first one anew; with the second Hua is quicker."""
    path, *_ = [await doubtful(world, mother, words) for words in ("一", "二", "三")]
    hua = await world.person("Hua")
    await holds(world, hua, Office.MODERATOR, CITY)
    async with at_work(visitor, mei, width=DESK) as page:
        words, trouble = page.locator(".item .words"), page.locator("#trouble")
        await expect(page.locator(".items li")).to_have_count(3)
        await page.keyboard.press("Enter")
        await expect(words).to_have_text("一")
        await mother.phone.put(path, {"words": "改过的话"})
        await world.quiet()
        await page.keyboard.press("a")
        await expect(page.locator(".items li")).to_have_count(2)
        await expect(trouble).not_to_be_empty()
        await page.keyboard.press("Enter")
        await expect(words).to_have_text("二")
        second, _ = await Review.filter(decided_at=None).order_by("id")
        await Review.filter(id=second.id).update(leased_until=None)
        await hua.phone.post(f"/reviews/{second.id}/decision", {"passes": True, "reason": ""})
        await page.keyboard.press("a")
        await expect(trouble).to_have_text("这一条已经有人看过了")
        await expect(page.locator(".items li")).to_have_count(1)
    visitor.complaints.clear()  # Chromium's, of the 409


async def test_a_doubled_press_restricts_once(visitor, world, mother, mei):
    await doubtful(world, mother, "春天在海边")
    async with at_work(visitor, mei, width=DESK) as page:
        await expect(page.locator(".items li")).to_have_count(1)
        await page.keyboard.press("Enter")
        await page.locator("summary").click()
        await page.get_by_label("理由").fill("几次都不合适")
        await page.get_by_role("button", name="限制", exact=True).dblclick()
        await expect(page.locator("summary")).to_have_text("已经限制了")
    assert await Restriction.all().count() == 1


async def test_on_a_phone_and_in_the_dark_a_thumb_does_it(visitor, world, mother, mei):
    path = await doubtful(world, mother, "春天在海边")
    async with at_work(visitor, mei, width=PHONE, scheme="dark") as page:
        await page.get_by_role("button", name="打开看").click()
        await expect(page.locator(".item .words")).to_have_text("春天在海边")
        await looks_well(page, "console-review-390-dark")
        await page.get_by_role("button", name="看清图片").first.click()
        await expect(page.locator(".pictures")).to_have_class("pictures clear")
        await page.locator("summary").click()
        await page.get_by_label("理由").fill("几次都不合适")
        await page.get_by_role("button", name="限制", exact=True).click()
        await expect(page.locator("summary")).to_have_text("已经限制了")
        await page.get_by_role("button", name="通过").first.click()
        await expect(page.locator(".item")).to_contain_text("都看完了")
        await turns_to(page, "限制")
        await expect(page.locator(".rows li")).to_contain_text("几次都不合适")
        await looks_well(page, "console-restrictions-390-dark")
        await page.get_by_role("button", name="解除").click()
        await expect(page.locator(".rows li")).to_have_text("没有正在限制的人和家。")
    await mother.phone.until(path, state=["approved"])


async def test_an_archivist_reads_figures_and_sees_no_queue(visitor, world, mother):
    liu, mei = await world.archivist(CITY), await world.person("Mei")
    city = await Region.get(code=CITY)
    office = {"office": "moderator", "name": "梅", "region_id": str(city.id)}
    await mei.takes_up((await liu.phone.post("/appointments", office))["code"])
    async with at_work(visitor, liu, width=DESK) as page:
        await turns_to(page, "数据")
        await expect(page.locator("thead")).to_contain_text("建档家庭")
        await expect(page.locator("tbody tr").first).to_contain_text("<5")
        await expect(page.get_by_role("link", name="待看")).to_have_count(0)
        await expect(page.locator("img.bars")).to_have_js_property("complete", value=True)
        await looks_well(page, "console-figures-1280-light")
        async with page.expect_download() as saving:
            await page.get_by_role("button", name="下载表格").click()
        assert (await saving.value).suggested_filename == "珠海市 下面的地方.csv"


async def test_figures_that_come_late_do_not_stand_under_another_place(visitor, world):
    liu = await world.archivist(CITY)
    asked, heard = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        asked.set()
        await heard.wait()
        await route.continue_()

    async with at_work(visitor, liu, width=DESK) as page:
        await turns_to(page, "数据")
        bars, place = page.locator("img.bars"), page.locator(".choices select").first
        await expect(bars).to_have_attribute("alt", re.compile("珠海市"))
        district = await place.locator("option").nth(1).get_attribute("value")
        await page.route(f"**/regions/{district}/insight?by=regions", late)
        await place.select_option(index=1)
        await asked.wait()
        async with page.expect_response("**/insight.svg*"):
            await place.select_option(index=0)
        async with page.expect_response(f"**/regions/{district}/insight?*") as late_answer:
            heard.set()
        await (await late_answer.value).finished()
        await page.wait_for_timeout(500)
        await expect(page.locator("thead th").first).to_have_text("珠海市")
        await expect(bars).to_have_attribute("alt", re.compile("珠海市"))


async def seen_through(page: Page) -> str:
    return await page.locator(".pictures img").first.evaluate("e => getComputedStyle(e).filter")


async def test_a_desk_that_mei_has_left_asks_nothing_and_is_signed_out_in_time(
    visitor, world, mother, mei
):
    """Else its questions would keep the session, with others' pictures on the screen."""
    await doubtful(world, mother, "春天在海边")
    asked: list[str] = []
    async with at_work(visitor, mei, width=DESK) as page:
        await expect(page.locator(".items li")).to_have_count(1)
        await page.clock.install()
        await page.reload()
        page.on("request", lambda request: asked.append(request.url.rpartition("/v1")[2]))
        await expect(page.locator(".items li")).to_have_count(1)
        await page.mouse.move(200, 300)
        asked.clear()
        await page.clock.run_for("02:00")
        await page.wait_for_load_state("networkidle")
        assert {"/reviews/counts", "/staff/waiting"} <= {*asked}
        await page.clock.run_for("05:00")
        await page.wait_for_load_state("networkidle")
        asked.clear()
        await page.clock.run_for("30:00")
        await page.wait_for_load_state("networkidle")
        assert asked == []
        await page.mouse.move(210, 310)
        await page.clock.run_for("02:00")

        async def asks_again() -> bool:
            return {"/reviews/counts", "/staff/waiting"} <= {*asked}

        await world.until(asks_again)
