"""The public page of a round: regions beside each other, out of what was published and nothing else."""

import re

from bot.pages import Pages
from bot.pages.rounds import Round
from bot.round_page import by_region
from handlers.words import LANGUAGES, translations
from tests.dialogues import held, round_read
from tests.events import approves
from tests.results import section
from tests.staff import colleague
from tests.town import Town, plain

PAGES = Pages(translations, LANGUAGES)


def page(people: int, language: str = "en") -> str:
    found = Round(
        "settat-2026", "Settat 2026", "Commission", [], by_region([section(people, language)], "region")
    )
    return plain(PAGES.render("round.html", language, path="/round/settat-2026", round=found))


def test_each_question_has_a_line_for_each_region_and_nothing_by_age() -> None:
    html = page(400)
    assert (html.count("<details"), html.count("<details open>")) == (3, 1), "the others are folded"
    tables = re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
    for table in tables:
        assert re.findall(r'<th scope="row">(.*?)</th>', table)[:2] == ["El Jadida", "Settat"]
    assert "Younger than thirty" not in html


def test_regions_without_a_number_are_named_plainly() -> None:
    assert "or it would point at people: Sidi Bennour" in page(100)
    assert "Who has not been heard yet" not in page(3_000)
    assert "لا يمكن عرض عدد عن هذه الجهات" in page(100, "ar")


async def test_it_is_there_for_a_round_alone_and_tells_dates_once_they_are_approved(town: Town) -> None:
    assert await round_read(town) == ""
    await held(town)
    assert "18:30" not in await round_read(town), "it waits for approval"
    assert "Contact: Regional office" in await round_read(town)
    driss = await colleague(town, "owner", "Driss")
    await approves(driss, "Dialogue")
    assert "Friday 4 December 2026, 18:30 (Casablanca)" in await round_read(town)
    assert "4 décembre 2026" in await round_read(town, "fr")
