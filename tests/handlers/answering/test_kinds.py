"""Questions of every kind in the chat: what they say, what answers them, what the review shows."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.messages import Tap
from tests.handlers.arriving.test_arriving import TO_THE_QUESTIONS
from tests.town import SLUG, Resident, Town, open_town, plain

HEAD = (
    "| | type | name | label::English (en) | label::Français (fr) | label::العربية (ar)"
    " | parameters | constraint |"
)
REGION = "| | select_one town | region | Where? | Où ? | أين؟ | | |"
CHOICES = """| choices | | | | | |
| | list_name | name | label::English (en) | label::Français (fr) | label::العربية (ar) |
| | town | jadida | El Jadida | El Jadida | الجديدة |
| | town | settat | Settat | Settat | سطات |
"""
ROWS = {
    "time": "| | time | q | When do you leave? | Quand partez-vous ? | متى تخرجون؟ | | |",
    "datetime": "| | dateTime | q | When was it? | C'était quand ? | متى كان ذلك؟ | | |",
    "scale": "| | range | q | How safe is it? | Est-ce sûr ? | ما مدى الأمان؟ | start=0 end=10 step=2 | |",
    "halves": "| | range | q | How far? | À quelle distance ? | كم المسافة؟ | start=0 end=100 step=0.5 | |",
    "acknowledge": "| | acknowledge | q | This is said aloud. | On le lit à voix haute. | يُقرأ هذا. | | |",
    "hidden": "| | hidden | h | | | | | |\n| | text | q | What? | Quoi ? | ماذا؟ | | |",
    "other": "| | select_one town or_other | q | Which town? | Quelle ville ? | أي مدينة؟ | | |",
    "divide": (
        "| | begin_group | g | Divide | Partager | تقسيم | | ${x} + ${y} + ${z} = 100 |\n"
        "| | integer | x | Points for water? | Points pour l'eau ? | نقاط الماء؟ | | . >= 0 |\n"
        "| | integer | y | Points for schools? | Points pour l'école ? | نقاط المدارس؟ | | . >= 0 |\n"
        "| | integer | z | Points for health? | Points pour la santé ? | نقاط الصحة؟ | | . >= 0 |\n"
        "| | end_group | | | | | | |"
    ),
}


@pytest.fixture
async def town(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with open_town(tmp_path, url) as town:
        yield town


async def asked(town: Town, kind: str, language: str = "English") -> Resident:
    """Somebody at the question of this kind."""
    await town.hold("\n".join(["| survey | | | | | | | |", HEAD, ROWS[kind], REGION, CHOICES]))
    resident = town.resident()
    steps = {
        "English": TO_THE_QUESTIONS,
        "العربية": f"/start {SLUG}; [العربية]; [متابعة]; [لا]; [أوافق]",
        "Français": f"/start {SLUG}; [Français]; [Continuer]; [Non]; [J’accepte]",
    }
    await resident.goes_through(steps[language])
    return resident


async def reviewed(resident: Resident, skip: str = "Skip") -> list[str]:
    """The answers, as the review shows them after the last question was skipped."""
    await resident.taps(skip)
    return [line for line in (await resident.sees()).split("\n") if re.match(r"\d\. ", line)]


async def test_a_time(town: Town) -> None:
    resident = await asked(town, "time")
    assert await resident.sees() == ("1 of 2 · When do you leave?\nWrite a time, for example 14:30.\n[Skip]")
    await resident.writes("late")
    assert plain((await resident.card()).notice) == "I could not read that as a time. For example: 14:30"
    await resident.goes_through("٧:٣٠; [Back]")
    assert (await resident.card()).written == "07:30"
    await resident.taps("Keep this answer")
    assert await reviewed(resident) == ["1. When do you leave? 07:30", "2. Where? no answer"]


async def test_a_date_with_a_time(town: Town) -> None:
    resident = await asked(town, "datetime")
    assert "Write a date and a time, for example 01/12/2026 14:30." in await resident.sees()
    await resident.writes("24/11/2026")
    assert plain((await resident.card()).notice).startswith("I could not read that as a date and a time.")
    await resident.goes_through("24/11/2026 14:30; [Back]")
    assert (await resident.card()).written == "24 November 2026, 14:30"
    await resident.writes((await resident.card()).written)
    assert (await reviewed(resident))[0] == "1. When was it? 24 November 2026, 14:30"


async def test_a_short_range_has_a_button_for_each_step(town: Town) -> None:
    resident = await asked(town, "scale")
    assert await resident.sees() == ("1 of 2 · How safe is it?\n[0]  [2]  [4]\n[6]  [8]  [10]\n[Skip]")
    await resident.writes("5")
    assert plain((await resident.card()).notice) == "Please write a number from 0 to 10, in steps of 2."
    await resident.goes_through("[8]; [Back]")
    assert [button.label for button in await resident.buttons() if button.chosen] == ["8"]
    await resident.writes("٦")
    assert (await reviewed(resident))[0] == "1. How safe is it? 6"


async def test_a_long_range_is_written(town: Town) -> None:
    resident = await asked(town, "halves", "Français")
    assert "Écrivez un nombre de 0 à 100." in await resident.sees()
    await resident.writes("101")
    assert "de 0,5 en 0,5" in plain((await resident.card()).notice)
    await resident.writes("2,5")
    assert (await reviewed(resident, "Passer"))[0].endswith("2,5")


async def test_a_statement_is_acknowledged_by_a_tap(town: Town) -> None:
    resident = await asked(town, "acknowledge")
    assert await resident.sees() == "1 of 2 · This is said aloud.\n[Skip]  [I understand]"
    await resident.taps("I understand")
    assert await reviewed(resident) == ["1. This is said aloud. I understand", "2. Where? no answer"]


async def test_what_is_hidden_is_not_asked(town: Town) -> None:
    resident = await asked(town, "hidden")
    assert (await resident.sees()).startswith("1 of 2 · What?")


async def test_something_else_is_asked_in_ones_language(town: Town) -> None:
    resident = await asked(town, "other", "العربية")
    await resident.taps("شيء آخر")
    assert (await resident.card()).title == "ما هو؟"
    await resident.writes("أزمور")
    assert "أزمور" in (await reviewed(resident, "تجاوز"))[1]


async def test_a_hundred_points_are_divided_with_a_running_total(town: Town) -> None:
    resident = await asked(town, "divide")
    assert "So far 0 of 100, 100 left." in await resident.sees()
    assert "All that is left" not in await resident.sees()
    await resident.writes("60")
    assert "So far 60 of 100, 40 left." in await resident.sees()
    await resident.writes("15")
    assert "So far 75 of 100, 25 left.\n[All that is left: 25]" in await resident.sees()
    await resident.taps("All that is left")
    assert await reviewed(resident) == [
        "1. Points for water? 60",
        "2. Points for schools? 15",
        "3. Points for health? 25",
        "4. Where? no answer",
    ]


async def test_a_sum_that_is_not_met_is_said_and_can_be_mended(town: Town) -> None:
    resident = await asked(town, "divide")
    await resident.goes_through("60; 15; 30")
    assert plain((await resident.card()).notice) == (
        "Together they must make 100. Please write another number, or go back and change one."
    )
    await resident.goes_through("[Back]; 10; 30")
    assert "[✓ " not in await resident.sees()
    assert (await reviewed(resident))[1] == "2. Points for schools? 10"


async def test_more_than_there_is_is_said(town: Town) -> None:
    resident = await asked(town, "divide", "العربية")
    await resident.goes_through("90; 30")
    assert "حتى الآن 120 من 100: الزيادة 20." in await resident.sees()
    assert "كل ما تبقى" not in await resident.sees()


async def test_a_made_up_number_in_a_tap_is_refused_as_if_written(town: Town) -> None:
    resident = await asked(town, "scale")
    card = await resident.card()
    for value in ("3", "x", "", "1e3", "99999999999999999999"):
        button = card.buttons[0][0]
        await resident.does(Tap(button.data[:-1] + value))
        assert (await resident.card()).title == "How safe is it?"
