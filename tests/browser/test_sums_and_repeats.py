"""A scale, a sum to divide and a repeat on a phone, in a real browser, in English and in Arabic."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Locator, expect

from handlers.words import Words, name_of, plain, translations
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import CHAT, serving
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.town import Town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DEVICES = {"en": "en-GB", "ar": "ar-MA"}
FORM = """| survey | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | label::العربية (ar) | parameters | constraint |
| | range | safe | How safe is it? | Est-ce sûr ? | ما مدى الأمان؟ | start=0 end=10 step=1 | |
| | begin_group | points | Points | Points | نقاط | | ${water} + ${schools} + ${health} = 100 |
| | integer | water | Points for water? | Points pour l'eau ? | نقاط الماء؟ | | . >= 0 |
| | integer | schools | Points for schools? | Points pour l'école ? | نقاط المدارس؟ | | . >= 0 |
| | integer | health | Points for health? | Points pour la santé ? | نقاط الصحة؟ | | . >= 0 |
| | end_group | | | | | | |
| | begin_repeat | field | Field | Champ | حقل | | |
| | text | crop | What grows there? | Qu'y pousse-t-il ? | ماذا يُزرع فيه؟ | | |
| | end_repeat | | | | | | |
| | text | region | Where? | Où ? | أين؟ | | |
| | text | again | Where? | Où ? | أين؟ | | |
"""
LABELS = {
    "en": ("How safe is it?", "Points for health?", "What grows there?", "Field"),
    "ar": ("ما مدى الأمان؟", "نقاط الصحة؟", "ماذا يُزرع فيه؟", "حقل"),
}


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await town.hold(FORM)
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def server(town: Town) -> AsyncIterator[TestServer]:
    async with serving(application(town.desk, translations=translations)) as server:
        yield server


class Farmer:
    """Somebody who answers in one language; the page keeps what was said as pairs of bubbles."""

    def __init__(self, person: Person, language: str) -> None:
        self.person, self.language, self.say = person, language, Words(language).say
        self.safe, self.health, self.crop, self.field = LABELS[language]

    async def begins(self) -> None:
        await self.person.card.get_by_role("button", name=name_of(self.language), exact=True).click()
        for sentence in ("Continue", "No", "I agree, begin", "Go on"):
            await self.taps(sentence)
        await self.person.reads(self.safe)

    async def taps(self, sentence: str) -> None:
        await self.person.card.get_by_role("button", name=self.say(sentence), exact=True).click()

    async def skips(self, times: int) -> None:
        for _ in range(times):
            async with self.person.goes_on():
                await self.taps("Skip")

    async def writes(self, *texts: str) -> None:
        for text in texts:
            async with self.person.goes_on():
                await self.person.writes(text)

    async def sees(self, sentence: str, **values: str) -> None:
        await expect(self.person.card.locator(".hint")).to_contain_text(self.say(sentence, **values))

    @property
    def answers(self) -> Locator:
        return self.person.log.locator(".answered")

    async def looks(self, name: str) -> None:
        await self.person.finds_no_barrier()
        await self.person.needs_no_sideways_scroll()
        await self.person.keeps_picture(f"{name}-{self.language}")


async def arrive(visit: Visit, language: str) -> Farmer:
    farmer = Farmer(await visit(CHAT, locale=DEVICES[language], has_touch=True, is_mobile=True), language)
    await farmer.begins()
    return farmer


@pytest.mark.parametrize("language", DEVICES)
async def test_a_scale_is_tapped_and_the_number_stands(visit: Visit, language: str) -> None:
    farmer = await arrive(visit, language)
    steps = farmer.person.card.locator(".choice")
    await expect(steps).to_have_text([str(step) for step in range(11)])
    for step in await steps.all():
        box = await step.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48, "large enough for a thumb"
    await farmer.looks("scale")
    await steps.nth(7).click()
    await expect(farmer.answers).to_have_text(["7"])
    await farmer.taps("Back")
    await farmer.person.reads(farmer.safe)
    await expect(farmer.person.card.locator("[aria-pressed=true]")).to_have_text(["7"])


@pytest.mark.parametrize("language", DEVICES)
async def test_a_sum_is_divided_and_what_is_left_is_told(visit: Visit, language: str) -> None:
    farmer = await arrive(visit, language)
    await farmer.person.card.locator(".choice").first.click()
    await farmer.sees("So far %(given)s of %(target)s, %(left)s left.", given="0", target="100", left="100")
    await farmer.writes("50", "80")
    await farmer.person.reads(farmer.health)
    await farmer.sees(
        "So far %(given)s of %(target)s: %(over)s too many.", given="130", target="100", over="30"
    )
    await expect(farmer.person.card.locator(".choice")).to_have_count(0)
    await farmer.looks("sum-too-much")
    await farmer.person.writes("10")
    await expect(farmer.person.card.locator(".notice")).to_be_visible()
    await expect(farmer.person.field).to_have_value("10")
    await farmer.taps("Back")
    await expect(farmer.person.field).to_have_value("80")
    await farmer.writes("20")
    await farmer.sees("So far %(given)s of %(target)s, %(left)s left.", given="70", target="100", left="30")
    await farmer.looks("sum")
    await farmer.person.card.locator(".choice").click()
    await farmer.person.reads(farmer.crop)
    left = plain(farmer.say("All that is left: %(number)s", number="30"))
    assert [plain(text) for text in await farmer.answers.all_text_contents()] == ["0", "50", "20", left]


@pytest.mark.parametrize("language", DEVICES)
async def test_the_same_question_is_asked_again_for_each(visit: Visit, language: str) -> None:
    farmer = await arrive(visit, language)
    await farmer.skips(4)
    place = farmer.person.card.locator(".place")
    await farmer.person.reads(farmer.crop)
    await farmer.person.writes("wheat")
    await farmer.person.reads(farmer.field)
    await farmer.looks("repeat-more")
    await farmer.taps("Add another")
    await farmer.person.reads(farmer.crop)
    second = f"{farmer.field} 2"
    await expect(place).to_contain_text(farmer.say("%(name)s of %(count)s", name=second, count=2))
    await farmer.looks("repeat")
    await farmer.person.writes("barley")
    await farmer.person.reads(farmer.field)
    await farmer.taps("Take the last one out")
    await expect(farmer.person.card).to_contain_text(farmer.say("Take out %(name)s?", name=second))
    await farmer.looks("repeat-remove")
    await farmer.taps("No, keep it")
    await farmer.taps("No, go on")
    await farmer.skips(2)
    await expect(farmer.person.card.locator(".body")).to_contain_text(second)
    await expect(farmer.answers).to_have_text(
        [*[farmer.say("Skip")] * 4, "wheat", "barley", *[farmer.say("Skip")] * 2]
    )
    await farmer.looks("repeat-review")


async def test_two_questions_in_the_same_words_are_two(visit: Visit) -> None:
    farmer = await arrive(visit, "en")
    await farmer.skips(4)
    await farmer.person.reads(farmer.crop)
    await farmer.taps("Skip")
    await farmer.taps("No, go on")
    await farmer.person.reads("Where?")
    await farmer.writes("Here", "There")
    await farmer.person.reads("Your answers")
    await expect(farmer.answers.nth(-2)).to_have_text("Here")
    await expect(farmer.answers.nth(-1)).to_have_text("There")
