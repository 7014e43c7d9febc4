"""The README's pictures of the mini-program, taken on the demo that `make phone` serves.

`make pictures`, which runs `python -m tests.browser.picturing` in that installation's environment.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright, expect

from service.demo import story
from service.demo.doors import doors
from service.demo.pictures import as_wechat, draw
from service.foundation import settings
from service.foundation.settings import read_settings
from tests.browser.conftest import SETTINGS
from tests.browser.handset import Handset, HeldPhone, Theme
from tests.browser.test_phone_mine import signs_in

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH, QUALITY = 585, 82
MOTHER, FRIEND = story.HOUSEHOLDS[0].owner.person, "外婆的朋友"
MOMENTS = 1154
"""The scene of a page that is opened in Moments."""
_PICTURED = """[...document.images].every(one => {
    const box = one.getBoundingClientRect();
    const seen = box.width && box.top < innerHeight && box.left < innerWidth;
    return !seen || one.complete;
})"""


@dataclass(frozen=True)
class Shot:
    """A screen: whose phone, where it opens, and what is done there before the picture."""

    name: str
    person: str
    path: str
    pose: Callable[[HeldPhone], Awaitable[None]]
    query: str = ""
    scene: int = 1001
    theme: Theme = "light"


async def _home(phone: HeldPhone) -> None:
    await phone.sees("小满")


async def _record(phone: HeldPhone) -> None:
    """Without a network nothing of it is left in the demo."""
    await phone.goes("offline")
    scenes = ("sandcastle", "birthday", "kite")
    drawn = (draw(one, seed=n, size=(640, 480)) for n, one in enumerate(scenes))
    await phone.picks(*map(as_wechat, drawn))
    await phone.page.get_by_role("button", name="选照片").tap()
    await phone.sees("完成")


async def _entry(phone: HeldPhone) -> None:
    await phone.page.locator("entry-card").first.tap()


async def _feed(phone: HeldPhone) -> None:
    await phone.sees("意见与投诉")


async def _shared(phone: HeldPhone) -> None:
    await phone.sees("想给自己的孩子也建一本？")


async def _curves(phone: HeldPhone) -> None:
    await phone.sees("记一次")


async def _archive(phone: HeldPhone) -> None:
    await phone.sees("家庭档案")


async def main() -> None:
    """Take all of them."""
    given = read_settings()
    settings.use(given)
    token, child = doors()["friend"].rpartition("/")[2], doors()["child"]
    shots = (
        Shot("home", MOTHER, "/pages/home/home", _home),
        Shot("record", MOTHER, "/pages/record/record", _record),
        Shot("entry", MOTHER, "/pages/home/home", _entry),
        Shot("curves", MOTHER, "/pages/child/curves", _curves, f"id={child}"),
        Shot("archive", MOTHER, "/pages/archive/archive", _archive),
        Shot("feed", FRIEND, "/pages/feed/feed", _feed),
        Shot("feed-dark", FRIEND, "/pages/feed/feed", _feed, theme="dark"),
        Shot("moments", FRIEND, "/pages/shared/shared", _shared, f"token={token}", MOMENTS),
    )
    expect.set_options(timeout=30_000)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path="/usr/bin/chromium", args=SETTINGS)
        phones = Handset(browser, given.phone_url)
        await signs_in(phones, MOTHER)
        for shot in shots:
            await _take(phones, shot)
        await phones.close()
        await browser.close()


async def _take(phones: Handset, shot: Shot) -> None:
    seen = phones.opens(
        shot.person, shot.path, query=shot.query, scene=shot.scene, theme=shot.theme
    )
    async with seen as phone:
        await shot.pose(phone)
        await phone.page.wait_for_function(_PICTURED)
        await phone.page.wait_for_load_state("networkidle")
        taken = await phone.page.screenshot(animations="disabled")
    with Image.open(BytesIO(taken)) as picture:
        picture.thumbnail((WIDTH, WIDTH * 3))
        picture.convert("RGB").save(PICTURES / f"phone-{shot.name}.jpg", quality=QUALITY)
    print(f"docs/pictures/phone-{shot.name}.jpg")


if __name__ == "__main__":
    asyncio.run(main())
