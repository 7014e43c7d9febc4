"""The browser, its visitor, and a family that has something to show."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from service.demo.pictures import as_wechat, draw
from service.emulators.serving import phone_of
from service.trust.consents import Purpose
from tests.browser.handset import Handset
from tests.browser.visitor import Visitor
from tests.contracts.serving import serving
from tests.world import Person, World

SETTINGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window."""
    expect.set_options(timeout=30_000)
    async with async_playwright() as driver:
        running = await driver.chromium.launch(executable_path="/usr/bin/chromium", args=SETTINGS)
        yield running
        await running.close()


@pytest_asyncio.fixture
async def visitor(browser: Browser, world: World) -> AsyncIterator[Visitor]:
    """A visitor; a test in which the browser complains (of CSP, a 404, a script) fails."""
    somebody = Visitor(browser, world.url)
    yield somebody
    assert somebody.complaints == []


@pytest.fixture(scope="session")
def mini_program() -> None:
    """The mini-program, built anew if its sources have changed; needs Node."""
    setup = Path(__file__).parents[2] / "scripts" / "setup"
    subprocess.run([setup, "phone"], check=True)


@pytest_asyncio.fixture
async def handset(mini_program: None, browser: Browser, world: World) -> AsyncIterator[Handset]:
    """The phones of the world's people, with the mini-program on them."""
    async with serving(phone_of(world.settings)) as url:
        phones = Handset(browser, url)
        yield phones
        await phones.close()


@pytest_asyncio.fixture
async def mother(world: World) -> Person:
    """小满's mother, who has agreed to show pictures."""
    chen = await world.person("陈静")
    await chen.founds("陈家")
    await chen.joins_programme()
    await chen.opens_archive("小满", "2020-05-20")
    await chen.consents(Purpose.SHOW, chen.child)
    return chen


async def pictured(person: Person, *scenes: str, size: tuple[int, int] = (640, 480)) -> list[str]:
    """The ids of drawn photos, put into the person's archive."""
    files = [as_wechat(draw(scene, seed=n, size=size)) for n, scene in enumerate(scenes)]
    return await asyncio.gather(*(person.takes_photo(data) for data in files))


async def shared(person: Person, words: str, photos: list[str]) -> dict[str, str]:
    """Show a post and give it a link: `{id, url, post}`."""
    post = await person.shows(words, photos)
    link = await person.phone.post(f"/posts/{post['id']}/share-links", {"days": 30})
    return {**link, "post": post["id"]}
