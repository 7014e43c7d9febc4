"""Showing, from the first word to the last: two families, a moderator, curators, and a friend."""

from playwright.async_api import Page, expect

from models.people.staff import Office
from tests.archive.footage import film
from tests.archive.test_films import keeps
from tests.browser.conftest import pictured
from tests.browser.test_console import at_work, doubtful
from tests.browser.visitor import DESK, keep
from tests.sharing.curators import curator
from tests.trust.archive_room import CITY, holds

WORDS = "春天在海边"
PLAYS = """
async player => {
    player.preload = "metadata";
    player.load();
    await new Promise(done => player.onloadedmetadata = player.onerror = done);
    return player.error === null;
}
"""


async def opens(console: Page) -> None:
    """Open by key what is first in the queue, once it is there."""
    await expect(console.get_by_role("button", name="打开看")).to_be_visible()
    await console.keyboard.press("Enter")


async def test_two_families_a_moderator_and_a_friend_in_moments(visitor, world, mother):
    mei, bob = await world.person("Mei"), await world.person("Bob")
    await holds(world, mei, Office.MODERATOR, CITY)
    await bob.founds("张家")
    path = await doubtful(world, mother, WORDS)
    post = path.rsplit("/", 1)[1]
    assert await bob.feed() == []
    async with at_work(visitor, mei, width=DESK) as console:
        await opens(console)
        await expect(console.locator(".item .words")).to_have_text(WORDS)
        await console.keyboard.press("a")
        await mother.phone.until(path, state=["approved"])
        assert await bob.feed() == [post]
        assert (await bob.phone.put(f"{path}/like"))["likes"] == 1
        said = await bob.phone.post(f"{path}/comments", {"words": "真好看"})
        await bob.phone.until(f"/post-comments/{said['id']}", standing=["passed"])
        ((comment),) = (await mother.phone.get(f"{path}/comments"))["items"]
        assert comment["words"] == "真好看"
        link = await mother.phone.post(f"{path}/share-links", {})
        async with visitor.opens(link["url"]) as page:
            await expect(page.locator("body")).to_contain_text(WORDS)
            await keep(page, "showing-shared-390-light")
        report = {"reason": "private", "words": "看得到门牌号"}
        await bob.phone.post(f"{path}/reports", report)
        assert await bob.sees(path) == [False]
        async with visitor.opens(link["url"]) as page:
            await expect(page.locator("body")).not_to_contain_text(WORDS)
        await console.reload()
        await expect(console.locator(".badge.urgent")).to_be_visible()
        await opens(console)
        await expect(console.locator(".context")).to_contain_text("看得到门牌号")
        await keep(console, "showing-report-1280-light")
        await console.keyboard.press("a")
        await expect(console.locator(".item")).to_contain_text("都看完了")
    await world.until(lambda: _is_there(bob, path))
    async with visitor.opens(link["url"]) as page:
        await expect(page.locator("body")).to_contain_text(WORDS)
        await mother.phone.delete(f"/share-links/{link['id']}")
        await page.reload()
        await expect(page.locator("body")).not_to_contain_text(WORDS)


async def _is_there(person, path: str) -> bool:
    return (await person.sees(path))[0]


async def test_four_eyes_put_a_post_on_the_front_door_by_hand(visitor, world, mother):
    post = await mother.shows(WORDS, await pictured(mother, "kite"))
    wu, gu = [await curator(world, name) for name in ("Wu", "Gu")]
    async with at_work(visitor, wu, width=DESK) as page:
        await page.get_by_role("button", name="提名精选").click()
        await expect(page.locator(".rows").first).to_contain_text("你提的名")
    async with visitor.opens("/") as page:
        await expect(page.locator("body")).not_to_contain_text(WORDS)
    async with at_work(visitor, gu, width=DESK) as page:
        await page.get_by_role("button", name="同意").click()
        await expect(page.locator(".rows").first).to_contain_text("已在首页")
        await keep(page, "console-featuring-1280-light")
    async with visitor.opens("/") as page:
        await expect(page.locator("body")).to_contain_text(WORDS)
    assert (await mother.phone.get(f"/posts/{post['id']}"))["state"] == "approved"


async def test_a_film_in_doubt_is_played_where_it_is_decided(visitor, world, mother):
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    seaside = await keeps(mother, "IMG_1.MOV", "video", film())
    await mother.phone.until(f"/photos/{seaside['id']}", standing=["passed"])
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    post = await mother.publishes(WORDS, [seaside["id"]], audience="public")
    await mother.phone.until(f"/posts/{post['id']}", state=["review"])
    async with at_work(visitor, mei, width=DESK) as page:
        await opens(page)
        await expect(page.locator(".item video")).to_be_visible()
        assert await page.locator(".item video").evaluate(PLAYS)
