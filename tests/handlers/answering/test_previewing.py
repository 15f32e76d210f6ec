"""A survey before it is published, each question as people will see it."""

from pathlib import Path

import pytest

from handlers.answering.previewing import Previewed, previewed
from survey.form import Form
from survey.importer import import_form
from tests.town import SURVEY, Town

HERE = Path(__file__).parents[2]
TEXTS = {name: (HERE / f"{name}.md").read_text(encoding="utf-8") for name in ("everything", "street")}


async def looked_at(town: Town, text: str, language: str = "en") -> list[Previewed]:
    form = Form.load(import_form(text.encode(), ".md").xform)
    place = town.desk.place()
    return previewed(place, await town.consultation(), "residents", form, {}, language)


async def test_each_question_is_a_card_as_in_the_chat(town: Town) -> None:
    cards = [each.card for each in await looked_at(town, SURVEY)]
    assert [card.title for card in cards] == [
        "Where do you live?",
        "Which of these is hardest?",
        "Put them in order.",
        "How many people live in your home?",
        "What should change first?",
    ]
    assert [button.label for row in cards[0].buttons for button in row] == ["El Jadida", "Settat", "Skip"]
    assert [card.progress for card in cards] == [(number, 5) for number in range(1, 6)]
    assert ["Back" in str(card.buttons) for card in cards] == [False, True, True, True, True]
    assert (await looked_at(town, SURVEY, "ar"))[0].card.title == "أين تسكنون؟"


async def test_what_only_some_are_asked_says_so_with_all_its_choices(town: Town) -> None:
    text = SURVEY.replace("| constraint |", "| constraint | relevant | choice_filter |").replace(
        "| rank right | order | Put them in order. | Mettez-les en ordre. | رتبوها. | | |",
        "| rank right | order | Put them in order. | Mettez-les en ordre. | رتبوها. | | | ${hardest} != ''"
        " | selected(${hardest}, name) |",
    )
    found = await looked_at(town, text)
    assert [each.sometimes for each in found] == [False, False, True, False, False]
    labels = [button.label for row in found[2].card.buttons for button in row if button.role == "choice"]
    assert labels == ["Housing", "Health", "Water"]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_every_kind_of_question_has_a_card(town: Town, name: str, language: str) -> None:
    form = Form.load(import_form(TEXTS[name].encode(), ".md").xform)
    found = await looked_at(town, TEXTS[name], language)
    assert len(found) == len(form.asked)
    assert all(each.card.title for each in found)
