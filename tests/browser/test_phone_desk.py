"""The desk with the phone on it: somebody without a phone tries the mini-program in a browser."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, expect

from service.demo.people import people
from service.emulators.serving import phone_of
from tests.browser.visitor import ARTEFACTS, DESK, PHONE, Visitor, see
from tests.contracts.serving import serving
from tests.world import World

KEPT = "localStorage['storage of {}: marker'] = 'kept'"


@pytest_asyncio.fixture
async def somebody(mini_program: None, browser: Browser, world: World) -> AsyncIterator[Visitor]:
    """Somebody at a desk; a test in which the browser complains fails."""
    async with serving(phone_of(world.settings, people())) as url:
        visitor = Visitor(browser, url)
        yield visitor
        assert visitor.complaints == []


async def phone_on(desk: Page, place: int = 0) -> Frame:
    """What runs on one of the phones, once it has started as it is set now."""
    phone = desk.locator("iframe").nth(place)
    frame = await (await phone.element_handle()).content_frame()
    assert frame
    source = await phone.evaluate("phone => phone.src")
    started = "src => location.href.split('#')[0] === src && window.harness && harness.ready"
    await frame.wait_for_function(started, arg=source)
    return frame


async def asked(frame: Frame) -> dict[str, Any]:
    """What the phone was opened with."""
    return await frame.evaluate("Object.fromEntries(new URLSearchParams(location.search))")


async def keep(desk: Page, name: str) -> None:
    await desk.screenshot(path=ARTEFACTS / "phone" / f"desk-{name}.png")


async def test_the_phone_goes_from_hand_to_hand_and_is_set_as_its_holder_likes(somebody):
    async with somebody.opens("/", width=DESK) as desk:
        assert (await asked(await phone_on(desk)))["person"].startswith("新来的家长")
        await desk.get_by_text("王老师").click()
        await expect(desk.locator("figcaption span")).to_have_text("王老师")
        assert (await asked(await phone_on(desk)))["person"] == "王老师"
        await desk.get_by_text("深色").click()
        await desk.get_by_text("特大").click()
        phone = await phone_on(desk)
        told = {"person": "王老师", "theme": "dark", "font": "1.4"}
        assert await asked(phone) == told
        await desk.get_by_text("断开").click()
        assert await phone.evaluate("harness.network") == "offline"


async def test_it_is_light_and_dark_as_the_browser_is(somebody):
    for scheme in ("light", "dark"):
        async with somebody.opens("/", width=DESK, scheme=scheme) as desk:
            assert (await asked(await phone_on(desk)))["theme"] == scheme
            assert (await see(desk, "brightness") > 0.5) == (scheme == "light")
            assert await see(desk, "faint") == []
            await keep(desk, scheme)


async def test_a_new_phone_has_forgotten_what_its_holder_had_and_nothing_else(somebody):
    async with somebody.opens("/", width=DESK) as desk:
        await desk.get_by_text("陈静").click()
        phone = await phone_on(desk)
        for name in ("陈静", "陈静/single", "陈伟"):
            await phone.evaluate(KEPT.format(name))
        await desk.get_by_role("button", name="用新手机").click()
        await desk.wait_for_function("!localStorage['storage of 陈静: marker']")
        left = await (await phone_on(desk)).evaluate("Object.keys(localStorage)")
        assert [name for name in left if "marker" in name] == ["storage of 陈伟: marker"]
        assert "陈静" in (await asked(await phone_on(desk)))["person"]


async def test_a_newcomer_stays_the_same_one_until_they_take_a_new_phone(somebody):
    async with somebody.opens("/", width=DESK) as desk:
        names = []
        for button in ("重新打开", "用新手机"):
            names.append((await asked(await phone_on(desk)))["person"])
            async with desk.expect_event("framenavigated"):
                await desk.get_by_role("button", name=button).click()
            await desk.wait_for_load_state("networkidle")
        names.append((await asked(await phone_on(desk)))["person"])
    assert names[0] == names[1] != names[2]


async def test_what_was_shared_opens_on_a_second_phone(somebody):
    page = "/pages/about/about"
    async with somebody.opens("/", width=DESK) as desk:
        phone = await phone_on(desk)
        for share in (
            {"kind": "friend", "title": "小满的一天", "path": f"{page}?code=a"},
            {"kind": "timeline", "title": "小满的一天", "path": page, "query": "code=b"},
        ):
            await phone.evaluate("share => harness.shares.push(share)", share)
        await desk.get_by_role("button", name="在朋友的手机上打开").click()
        friend = await asked(await phone_on(desk, 1))
        told = (friend["person"], friend["path"], friend["query"], friend["scene"])
        assert told == ("一位朋友", page, "code=a", "1007")
        await desk.get_by_role("button", name="在朋友圈里打开").click()
        await expect(desk.locator("iframe").nth(1)).to_have_attribute("src", re.compile("1154"))
        moments = await asked(await phone_on(desk, 1))
        told = (moments["person"], moments["path"], moments["query"], moments["scene"])
        assert told == ("朋友圈里的人", page, "code=b", "1154")
        await keep(desk, "shared")
        await desk.get_by_role("button", name="收起").click()
        await expect(desk.locator("iframe")).to_have_count(1)


async def test_on_a_phone_it_is_just_the_phone(somebody):
    async with somebody.opens("/", width=PHONE) as desk:
        await phone_on(desk)
        assert await desk.locator("iframe").bounding_box() == {
            "x": 0,
            "y": 0,
            "width": 390,
            "height": 844,
        }
        await expect(desk.locator("aside")).to_be_hidden()
