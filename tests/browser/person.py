"""Somebody in front of a browser: reads, taps, writes."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

EXPECTED = r"ERR_INTERNET_DISCONNECTED|status of 4\d\d|WebSocket connection to .* failed"
"""What Chromium itself writes to the console when a test takes the network or a page away."""


class Person:
    """One device; `complaints` are errors of any kind, and whatever came from another host."""

    def __init__(self, context: BrowserContext, page: Page, pictures: Path | None) -> None:
        self.context, self.page, self.pictures = context, page, pictures
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search(EXPECTED, message.text):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.complaints.append(f"asked another host: {request.url}")

    async def open(self, path: str) -> None:
        await self.page.goto(path)

    @property
    def card(self) -> Locator:
        return self.page.locator("#card")

    @property
    def log(self) -> Locator:
        return self.page.locator("#log")

    @property
    def field(self) -> Locator:
        return self.page.locator("#field")

    def button(self, label: str) -> Locator:
        return self.card.get_by_role("button", name=label)

    async def reads(self, title: str) -> None:
        await expect(self.card.get_by_role("heading")).to_have_text(title)

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.button(label).click()

    @asynccontextmanager
    async def goes_on(self) -> AsyncIterator[None]:
        """What is done here is answered with another card: a second tap would still meet the old one."""
        place = self.card.locator(".place")
        before = await place.text_content() or ""
        yield
        await expect(place).not_to_have_text(before)

    async def toggles(self, label: str, on: bool = True) -> None:
        await self.button(label).click()
        await expect(self.button(label)).to_have_attribute("aria-pressed", str(on).lower())

    async def writes(self, text: str) -> None:
        await self.field.fill(text)
        await self.page.keyboard.press("Enter")

    async def chooses(self, entry: str) -> None:
        """An entry of the menu."""
        await self.page.locator("#menu-button").click()
        await self.page.locator("#menu").get_by_role("button", name=entry).click()

    async def presses(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def focuses(self, target: Locator) -> None:
        await expect(target).to_be_focused()

    async def keeps_picture(self, name: str, whole: bool = False) -> None:
        """Where somebody wants to look at them: `make pictures`."""
        if self.pictures:
            self.pictures.mkdir(exist_ok=True)
            await self.page.screenshot(path=self.pictures / f"{name}.png", full_page=whole)

    async def finds_no_barrier(self) -> None:
        """axe, with the page as it stands."""
        found = await Axe().run(self.page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()

    async def loaded(self) -> int:
        """Bytes that this page took, with all that it loads."""
        size: int = await self.page.evaluate(
            "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
            ".reduce((sum, entry) => sum + entry.transferSize, 0)"
        )
        return size

    async def sees_where_the_card_begins(self) -> None:
        """Its first line stands below the header, above the writing field."""
        await expect(self.card.get_by_role("heading")).to_be_in_viewport(ratio=0.99)
        top, card = [await self.page.locator(part).bounding_box() for part in ("header", "#card")]
        assert top is not None
        assert card is not None
        assert top["y"] + top["height"] <= card["y"] + 1

    async def sees_the_whole_card(self) -> None:
        """Between the header and the writing field."""
        await expect(self.card).to_be_in_viewport(ratio=0.99)
        top, card, bottom = [
            await self.page.locator(part).bounding_box() for part in ("header", "#card", "footer")
        ]
        assert top is not None
        assert card is not None
        assert bottom is not None
        assert top["y"] + top["height"] <= card["y"] + 1
        assert card["y"] + card["height"] <= bottom["y"] + 1

    async def needs_no_sideways_scroll(self) -> None:
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
