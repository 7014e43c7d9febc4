"""A handset: the mini-program in Chromium as somebody holds it, against the real service."""

import base64
import mimetypes
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from playwright.async_api import Browser, BrowserContext, Frame, Locator, Page, expect

from tests.browser.visitor import ARTEFACTS, see

Pick = Path | bytes | tuple[str, bytes]
"""A file to be picked: at a path, a JPEG's bytes, or bytes under a name."""

Theme = Literal["light", "dark"]
Network = Literal["online", "slow", "offline"]

ANSWERED = "the server responded with a status of"
"""What Chromium says of every answer of 400 and above: the story says whether it was expected."""

_READY = "window.harness && window.harness.ready"
_TAKE = """files => {
    const bytes = text => Uint8Array.from(atob(text), one => one.charCodeAt(0));
    harness.picks = files.map(([name, type, text]) => new File([bytes(text)], name, {type}));
}"""
_UNCOVERED = """all => all.findIndex(one => {
    const box = one.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !hit || one.contains(hit) || hit.contains(one);
})"""
"""The first one under a finger; one beyond the edge of the screen can be scrolled to."""


class Handset:
    """The phones of a story: each person has one, which keeps what the mini-program stored."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._windows: dict[str, BrowserContext] = {}

    @asynccontextmanager
    async def opens(
        self,
        person: str,
        path: str = "",
        *,
        query: str = "",
        scene: int = 1001,
        font: float = 1.0,
        theme: Theme = "light",
        privacy: Literal["", "ask"] = "",
        picks: Sequence[Pick] = (),
    ) -> AsyncIterator["HeldPhone"]:
        """The mini-program, open on the person's phone until the block ends without complaints."""
        given = {"person": person, "path": path, "query": query, "scene": scene, "font": font}
        asked = {name: value for name, value in given.items() if value}
        asked |= {"theme": theme, "privacy": privacy} if privacy else {"theme": theme}
        window = await self._window(person)
        phone = HeldPhone(window, f"{self._url}/app/?{urlencode(asked)}", person)
        try:
            await phone.reopens()
            if picks:
                await phone.picks(*picks)
            yield phone
        except Exception:
            await phone.keep(f"failed-{person}")
            raise
        finally:
            await phone.closes_the_app()
        assert phone.complaints == [], phone.complaints

    async def close(self) -> None:
        """Lay all phones down."""
        for window in self._windows.values():
            await window.close()

    async def _window(self, person: str) -> BrowserContext:
        if person not in self._windows:
            self._windows[person] = await self._browser.new_context(
                viewport={"width": 390, "height": 844},
                device_scale_factor=2,
                has_touch=True,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
            )
        return self._windows[person]


class Screen:
    """What a finger does on a phone and an eye sees there, wherever it is shown."""

    shown: Page | Frame

    def __init__(self, shown: Page | Frame) -> None:
        self.shown = shown

    async def tap(self, text: str) -> None:
        """Tap the first thing with these words, or named by them, that a finger can reach."""
        found = self._named(text)
        await expect(found.first).to_be_visible()
        place = await found.evaluate_all(_UNCOVERED)
        await found.nth(max(place, 0)).tap()

    async def fill(self, label: str, text: str) -> None:
        """Write into the field with this label or placeholder."""
        fields = self.shown.get_by_placeholder(label).or_(self.shown.get_by_label(label))
        await fields.filter(visible=True).first.fill(text)

    async def sees(self, *texts: str) -> None:
        """Wait until each of these words is on the page, if only after scrolling."""
        for text in texts:
            await expect(self._named(text).first).to_be_visible()

    async def lacks(self, *texts: str) -> None:
        """Wait until none of these words is on the page."""
        for text in texts:
            await expect(self._named(text)).to_have_count(0)

    async def menu(self, text: str) -> None:
        """Choose from WeChat's own menu (···), e.g. 转发给朋友."""
        await self.shown.locator("#capsule").get_by_label("更多").tap()
        await self.shown.locator("#overlays").get_by_text(text, exact=True).tap()

    async def picks(self, *files: Pick) -> None:
        """Let the next picker take these files."""
        await self.shown.evaluate(_TAKE, [_described(file) for file in files])

    async def goes(self, network: Network) -> None:
        """Carry the phone to where the network is like this."""
        await self.shown.evaluate("network => { harness.network = network }", network)

    async def harness(self, name: str) -> Any:
        """A field of `window.harness`: `requests`, `route`, `clipboard`, `album` …"""
        return await self.shown.evaluate("name => harness[name]", name)

    async def shares(self) -> list[dict[str, Any]]:
        """What was sent to friends and to Moments, as their phones will show it."""
        return await self.harness("shares")

    def _named(self, text: str) -> Locator:
        page = self.shown
        named = page.get_by_text(text).or_(page.get_by_label(text, exact=True))
        return named.filter(visible=True)


class HeldPhone(Screen):
    """A phone in somebody's hand. `page` is Playwright's, for what the verbs do not say."""

    page: Page

    def __init__(self, window: BrowserContext, url: str, person: str) -> None:
        self._window = window
        self._url = url
        self.person = person
        self.complaints: list[str] = []

    async def reopens(self, network: Network = "online") -> None:
        """Start the mini-program; what it had stored on this phone is there."""
        self.shown = self.page = page = await self._window.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"{self._url}&network={network}")
        try:
            await page.wait_for_function(_READY, timeout=15_000)
        except Exception as error:
            raise AssertionError(f"the mini-program did not start: {self.complaints}") from error

    async def closes_the_app(self) -> None:
        """Swipe the mini-program away, whatever it was doing."""
        if not self.page.is_closed():
            self.complaints += await self.page.evaluate("window.harness ? harness.errors : []")
            await self.page.close()

    async def keep(self, name: str) -> None:
        """Leave a picture of the screen among the artefacts; what slides has come to rest in it.

        Whoever looks at it wants to read all of it and to hit what can be tapped.
        """
        picture = ARTEFACTS / "phone" / f"{name}.png"
        await self.page.screenshot(path=picture, animations="disabled")
        for question in ("faintOnPhone", "smallOnPhone"):
            self.complaints += [f"{name}: {one}" for one in await see(self.page, question)]

    def _heard(self, message: Any) -> None:
        if message.type == "error" and ANSWERED not in message.text:
            self.complaints.append(message.text)


def _described(file: Pick) -> tuple[str, str, str]:
    """Name, media type and Base64 of a file."""
    if isinstance(file, bytes):
        file = ("photo.jpg", file)
    name, data = (file.name, file.read_bytes()) if isinstance(file, Path) else file
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return name, kind, base64.b64encode(data).decode()
