"""A visitor: a browser on a phone or a desk, and what one can tell by looking at a page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, Page

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 900}
GONE = "the server responded with a status of 404"
"""What Chromium says of every page that is answered 404."""

_SPECTACLES = (Path(__file__).parent / "spectacles.js").read_text(encoding="utf-8")


class Visitor:
    """Somebody without an account. `complaints` holds all that the browser disliked."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self.complaints: list[str] = []

    @asynccontextmanager
    async def opens(
        self, path: str, *, width: int = PHONE, scheme: Literal["light", "dark"] = "light"
    ) -> AsyncIterator[Page]:
        """A page, open in a fresh window until the block ends."""
        window = await self._browser.new_context(
            base_url=self._base_url,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=scheme,
        )
        page = await window.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        try:
            await page.goto(path)
            yield page
        finally:
            await window.close()

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and GONE not in message.text:
            self.complaints.append(message.text)


async def see(page: Page, question: str) -> Any:
    """The answer of one of the functions in spectacles.js."""
    return await page.evaluate(f"(async () => {{ {_SPECTACLES}\nreturn await {question}(); }})()")


async def keep(page: Page, name: str) -> None:
    """Leave a screenshot of the whole page among the artefacts."""
    await page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
