"""The front door: understood at one look, and offering only what there is."""

import pytest
from playwright.async_api import expect

from service.demo.doors import open_doors
from tests.browser.conftest import pictured, shared
from tests.browser.visitor import DESK, PHONE, keep, see
from tests.sharing.curators import featured


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_before_anybody_has_come_it_says_what_it_is(visitor, width, scheme):
    async with visitor.opens("/", width=width, scheme=scheme) as page:
        await keep(page, f"front-door-{width}-{scheme}")
        await expect(page.get_by_role("heading", level=1)).to_have_text("家档，一家人的家当")
        await expect(page.get_by_role("img", name="手机里的家档")).to_be_visible()
        assert await page.locator("main a").count() == 0
        assert "精选" not in await page.inner_text("body")
        assert await see(page, "fits")
        assert await see(page, "faint") == []
        assert await see(page, "smallTargets") == []
        assert (await see(page, "brightness") > 0.5) == (scheme == "light")


async def test_the_curious_find_the_interface_and_its_health(visitor, world):
    async with visitor.opens("/") as page:
        links = (
            await page.get_by_label("给开发者")
            .locator("a")
            .evaluate_all("all => all.map(a => a.href)")
        )
    replies = [await world.http.get(link) for link in links]
    kinds = ["text/html; charset=utf-8", "application/json"]
    assert [reply.headers["content-type"] for reply in replies] == kinds
    assert [reply.status_code for reply in replies] == [200, 200]


async def test_the_wall_shows_what_a_family_chose_to_show(visitor, world, mother):
    father = await world.person("陈伟")
    kept, shown = await pictured(mother, "sandcastle", "kite")
    post = await mother.shows("风筝飞起来的那一下，爸爸比她叫得还响。", [shown])
    await mother.publishes("只给家里看的", [kept])
    await featured(mother.world, post["id"])
    await father.phone.put(f"/posts/{post['id']}/like")
    async with visitor.opens("/") as page:
        card = page.locator("article")
        await expect(card).to_have_count(1)
        for words in ("小满", "6-8岁", "陈家", "香洲区", "1 人喜欢", "风筝飞起来的那一下"):
            await expect(card).to_contain_text(words)
        assert await see(page, "pictures") == [640]
        assert await see(page, "fits")
        assert await see(page, "faint") == []
        await keep(page, "front-door-wall")


async def test_a_child_with_enough_on_the_wall_fills_the_drawn_phone(visitor, mother):
    for scene, words in (("kite", "放风筝"), ("sandcastle", "堆城堡")):
        post = await mother.shows(words, await pictured(mother, scene))
        await featured(mother.world, post["id"])
    async with visitor.opens("/", width=DESK) as page:
        phone = page.get_by_role("img", name="手机里的家档")
        await expect(phone).to_contain_text("小满的成长档案")
        await expect(phone).to_contain_text("堆城堡")
        assert await see(page, "pictures") == [640] * 4
        assert await see(page, "fits")
        await keep(page, "front-door-wall-desk")


async def test_what_was_taken_back_leaves_the_wall(visitor, mother):
    post = await mother.shows("放风筝", await pictured(mother, "kite"))
    await featured(mother.world, post["id"])
    await mother.phone.delete(f"/posts/{post['id']}")
    async with visitor.opens("/") as page:
        await expect(page.locator("article")).to_have_count(0)


async def test_the_friends_door_leads_to_a_share_page(visitor, world, mother):
    link = await shared(mother, "放风筝", await pictured(mother, "kite"))
    open_doors(world.settings.data_folder, {"friend": link["url"]})
    async with visitor.opens("/") as page:
        assert await see(page, "smallTargets") == []
        await page.get_by_role("link", name="朋友圈的朋友").click()
        await expect(page.locator(".words")).to_have_text("放风筝")


async def test_the_pictures_of_the_wall_die_within_ten_minutes(visitor, world, mother):
    post = await mother.shows("放风筝", await pictured(mother, "kite"))
    await featured(mother.world, post["id"])
    async with visitor.opens("/") as page:
        url = await page.locator("article img").get_attribute("src")
    assert (await world.http.get(url)).status_code == 200
    later = {"offset_seconds": 10 * 60}
    await world.http.post(f"{world.settings.kodo_upload_url}/_control/clock", json=later)
    assert (await world.http.get(url)).status_code == 401
