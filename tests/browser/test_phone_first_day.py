"""A newcomer's first day, from the printed link to a page that opens in a second window."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page

from service.demo.people import people
from service.demo.pictures import as_wechat, draw
from service.emulators.serving import phone_of
from tests.browser.handset import Screen
from tests.browser.test_phone_desk import asked, keep, phone_on
from tests.contracts.serving import serving
from tests.world import World

WORDS = "第一次看见海，捡了一口袋贝壳。"


@pytest_asyncio.fixture
async def desk(mini_program: None, browser: Browser, world: World) -> AsyncIterator[Page]:
    """A computer with a touch screen, where the link was opened."""
    async with serving(phone_of(world.settings, people())) as url:
        window = await browser.new_context(
            viewport={"width": 1280, "height": 900},
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        page = await window.new_page()
        await page.goto(url)
        yield page
        await window.close()


async def test_a_newcomer_records_a_day_shows_it_and_a_friend_opens_it(desk: Page, world: World):
    phone = Screen(await phone_on(desk))
    newcomer = await asked(await phone_on(desk))
    scenes = enumerate(("sandcastle", "kite", "fisher_girl"))
    await phone.picks(*(as_wechat(draw(scene, seed=n, size=(640, 480))) for n, scene in scenes))
    await phone.tap("给我家孩子建一本")
    await phone.fill("小名", "豆豆")
    await phone.tap("选一天")
    await phone.tap("确定")
    await phone.tap("妈妈")
    await phone.tap("下一步")
    await phone.tap("我是监护人，同意保存")
    await phone.tap("完成")
    await phone.sees("豆豆的第一页，收好了")
    await phone.tap("就是今天")
    await phone.fill("补一句", WORDS)
    await phone.tap("写好了")
    await phone.tap("去成长册看看")
    await phone.tap(WORDS)
    await keep(desk, "first-page")
    await phone.tap("晒出来")
    await phone.tap("公开")
    await presses(phone, "晒出来")
    await phone.tap("用微信的手机号")
    await phone.tap("我是监护人，同意展示")
    await phone.tap("链接和海报")
    await presses(phone, "做好链接")
    await phone.sees("朋友看到的，就是这一页")
    await phone.menu("分享到朋友圈")
    await desk.get_by_role("button", name="在朋友圈里打开").tap()
    moments = Screen(await phone_on(desk, 1))
    await moments.sees(WORDS, "想给自己的孩子也建一本？")
    await keep(desk, "first-day")
    mother = await world.person(newcomer["person"])
    (post,) = await mother.feed()
    (link,) = (await mother.phone.get(f"/posts/{post}/share-links"))["items"]
    await mother.phone.delete(f"/share-links/{link['id']}")
    await desk.get_by_role("button", name="在朋友圈里打开").tap()
    await Screen(await phone_on(desk, 1)).lacks(WORDS)


async def presses(phone: Screen, name: str) -> None:
    """Tap the button with just this name."""
    named = phone.shown.get_by_role("button", name=name, exact=True)
    await named.filter(visible=True).first.tap()
