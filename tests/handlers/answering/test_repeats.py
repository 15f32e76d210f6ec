"""Questions that are asked again for each person or field: adding, taking out, changing, reviewing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram.render import render_card
from handlers.words import Words
from tests.handlers.arriving.test_arriving import TO_THE_QUESTIONS
from tests.town import SLUG, Resident, Town, open_town, plain

FORM = """| survey | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | label::العربية (ar) | repeat_count |
| | select_one place | region | Where? | Où ? | أين؟ | |
| | begin_repeat | person | Person | Personne | شخص | |
| | text | name | Name? | Nom ? | الاسم؟ | |
| | integer | age | How old is ${name}? | Quel âge a ${name} ? | كم عمر ${name}؟ | |
| | end_repeat | | | | | |
| | integer | fields | How many fields? | Combien de champs ? | كم حقلا؟ | |
| | begin_repeat | field | Field | Champ | حقل | ${fields} |
| | text | crop | What grows there? | Qu'y pousse-t-il ? | ماذا يُزرع فيه؟ | |
| | end_repeat | | | | | |
| choices | | | | | | |
| | list_name | name | label::English (en) | label::Français (fr) | label::العربية (ar) |
| | place | jadida | El Jadida | El Jadida | الجديدة |
| | place | settat | Settat | Settat | سطات |
"""
TWO = "[Settat]; Amal; 30; [Add another]; Bilal; 4"


@pytest.fixture
async def town(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with open_town(tmp_path, url) as town:
        await town.hold(FORM)
        yield town


async def answering(town: Town, steps: str) -> Resident:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; {steps}")
    return resident


async def test_another_one_is_asked_for_until_there_is_no_more(town: Town) -> None:
    resident = await answering(town, "[Settat]; Amal; 30")
    assert await resident.sees() == (
        "Person\nSo far: 1. Do you want to add another?\n[Add another]\n"
        "[Back]  [Take the last one out]  [No, go on]"
    )
    await resident.goes_through("[Add another]; Bilal")
    card = await resident.card()
    assert (plain(card.within), card.title) == ("Person 2 of 2", "How old is Bilal?")
    assert "<b>5 of 6 · " in render_card(card, Words).text
    await resident.goes_through("4; [No, go on]")
    assert (await resident.card()).title == "How many fields?"


async def test_the_review_shows_each_under_a_heading(town: Town) -> None:
    resident = await answering(town, f"{TWO}; [No, go on]; 1; wheat")
    assert (await resident.sees()).split("\n")[2:-2] == [
        "1. Where? Settat",
        "Person 1",
        "2. Name? Amal",
        "3. How old is Amal? 30",
        "Person 2",
        "4. Name? Bilal",
        "5. How old is Bilal? 4",
        "6. How many fields? 1",
        "Field 1",
        "7. What grows there? wheat",
    ]


async def test_one_is_taken_out_after_it_was_asked_once_more(town: Town) -> None:
    resident = await answering(town, f"{TWO}; [Take the last one out]")
    assert (await resident.sees()).startswith("Take out Person 2?\nThe answers about it are deleted.")
    await resident.taps("No, keep it")
    assert "So far: 2." in await resident.sees()
    await resident.goes_through("[Take the last one out]; [Yes, take it out]")
    assert "So far: 1." in await resident.sees()
    await resident.goes_through("[No, go on]; [Skip]")
    assert "Bilal" not in await resident.sees()
    assert "Amal" in await resident.sees()


async def test_from_the_review_one_in_the_middle_is_taken_out_and_one_is_added(town: Town) -> None:
    resident = await answering(town, f"{TWO}; [No, go on]; [Skip]; [Change one]")
    await resident.goes_through("[Take out: ]; [Yes, take it out]")
    text = await resident.sees()
    assert text.startswith("Your answers")
    assert "Amal" not in text
    assert "Person 1\n2. Name? Bilal" in text
    await resident.goes_through("[Change one]; [Add: ]; [Add another]; Chadia; 61; [No, go on]")
    assert "Person 2\n4. Name? Chadia" in await resident.sees()


async def test_an_answer_in_the_second_is_changed(town: Town) -> None:
    resident = await answering(town, f"{TWO}; [No, go on]; [Skip]; [Change one]; [4. Name?]; Basma")
    assert "5. How old is Basma? 4" in await resident.sees()


async def test_what_is_written_adds_nobody(town: Town) -> None:
    resident = await answering(town, "[Settat]; Amal; 30; maybe")
    assert (await resident.card()).notice == "Please tap one of the buttons."
    await resident.writes("add another")
    assert plain((await resident.card()).within) == "Person 2 of 2"


async def test_where_the_form_says_how_many_nobody_is_asked(town: Town) -> None:
    resident = await answering(town, f"{TWO}; [No, go on]; 2; wheat; barley")
    assert "Field 2\n8. What grows there? barley" in await resident.sees()
    await resident.taps("Change one")
    assert "Take out: Field" not in await resident.sees()


async def test_in_arabic_and_french(town: Town) -> None:
    arabic, french = town.resident(), town.resident()
    await arabic.goes_through(f"/start {SLUG}; [العربية]; [متابعة]; [لا]; [أوافق]; [سطات]; أمل; 30")
    assert "حتى الآن: 1. هل تريدون إضافة المزيد؟" in await arabic.sees()
    await arabic.taps("إضافة المزيد")
    one_text = "\u2068شخص 2\u2069 من 2"  # its number stays behind the word
    assert (await arabic.card()).within == one_text
    await french.goes_through(f"/start {SLUG}; [Français]; [Continuer]; [Non]; [J’accepte]; [Settat]; Amal")
    assert plain((await french.card()).within) == "Personne 1 sur 1"
