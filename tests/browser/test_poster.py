"""The poster on paper: a page of A4 a language, and codes that a phone reads."""

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Browser

from bot.poster import poster
from storage.consultations import Consultation
from tests.town import SLUG, terms, words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LONG = "What should the town and its eleven quarters do first about housing, water and the way to work?"


@pytest.mark.parametrize("slug", [SLUG, "a" * 40])
async def test_printed(chromium: Browser, tmp_path: Path, slug: str) -> None:
    title = {"title": words(LONG)} if slug != SLUG else {}
    held = terms(slug=slug, access="code", **title)
    file = tmp_path / "poster.html"
    file.write_text(
        poster(
            Consultation(held, "open", held.opens, held.closes), "https://ask.settat.example", "settat_bot"
        ),
        encoding="utf-8",
    )
    page = await chromium.new_page()
    await page.goto(file.as_uri())
    pdf = await page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 3
    assert re.findall(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf)
    await page.emulate_media(media="print")
    for article in await page.locator("article").all():
        picture = tmp_path / f"{await article.get_attribute('lang')}.png"
        await article.screenshot(path=picture)
        read = {code.text for code in zxingcpp.read_barcodes(Image.open(picture))}
        assert read == {f"https://ask.settat.example/chat/{slug}", f"https://t.me/settat_bot?start={slug}"}
        wide = await article.evaluate("node => node.scrollWidth - node.clientWidth")
        assert wide <= 0
    await page.close()
