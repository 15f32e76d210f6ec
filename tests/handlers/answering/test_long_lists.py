"""Lists of hundreds of choices: shown in parts, found by writing, answered on every channel."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest

from bot.channels.telegram.render import render_card
from handlers.words import Words
from storage.messages import Tap
from tests.handlers.arriving.test_arriving import TO_THE_QUESTIONS
from tests.town import SLUG, Resident, Town, open_town, plain

COUNT = 500
TOWNS = {"t7": "Aïn Sebaâ", "t8": "Sidi Bennour", "t9": "Sidi Ifni", "t499": "District 12"}
ARABIC = {"t7": "عين السبع", "t8": "سيدي بنور", "t9": "سيدي إفني", "t499": "المقاطعة 12"}


def form(kind: str) -> str:
    towns = "\n".join(
        f"| | town | t{n} | {TOWNS.get(f't{n}', f'Town {n}')} | Ville {n} |"
        f" {ARABIC.get(f't{n}', f'بلدة {n}')} |"
        for n in range(COUNT)
    )
    return (
        "| survey | | | | | |\n"
        "| | type | name | label::English (en) | label::Français (fr) | label::العربية (ar) |\n"
        f"| | {kind} town | region | Where? | Où ? | أين؟ |\n"
        "| | text | wish | What first? | Quoi d'abord ? | ماذا أولا؟ |\n"
        "| choices | | | | | |\n"
        "| | list_name | name | label::English (en) | label::Français (fr) | label::العربية (ar) |\n"
        f"{towns}\n"
    )


@pytest.fixture
async def town(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with open_town(tmp_path, url) as town:
        yield town


async def begun(
    town: Town, kind: str, channel: Literal["telegram", "web", "terminal"] = "telegram"
) -> Resident:
    await town.hold(form(kind))
    resident = town.resident(channel)
    await resident.goes_through(TO_THE_QUESTIONS + ("; [Go on]" if channel == "web" else ""))
    return resident


async def keyboard(resident: Resident) -> list[list[str]]:
    """The buttons as Telegram shows them."""
    drawn = render_card(await resident.card(), Words).keyboard
    assert drawn
    for row in drawn:
        for button in row:
            assert 1 <= len(button["callback_data"].encode()) <= 64
    return [[plain(button["text"]) for button in row] for row in drawn]


async def answered(resident: Resident) -> str:
    """The answer, as the review shows it after the next question was skipped."""
    await resident.taps("Skip")
    return (await resident.sees()).split("1. Where? ")[1].split("\n")[0]


@pytest.mark.parametrize("kind", ["select_one", "select_multiple", "rank"])
async def test_telegram_shows_a_long_list_in_parts(town: Town, kind: str) -> None:
    resident = await begun(town, kind)
    seen: list[str] = []
    for part in range(COUNT // 10):
        rows = await keyboard(resident)
        seen += [label for row in rows[:-2] for label in row]
        turning = rows[-2]
        assert turning == [
            *([f"← {part} of 50"] if part else []),
            *([f"{part + 2} of 50 →"] if part < 49 else []),
        ]
        if part < 49:
            await turn_to(resident, part + 1)
    assert seen == [TOWNS.get(f"t{n}", f"Town {n}") for n in range(COUNT)]


async def turn_to(resident: Resident, part: int) -> None:
    await resident.does(Tap(f"{(await resident.card()).turns}{part}"))


async def test_turning_edits_the_card_and_loses_nothing(town: Town) -> None:
    resident = await begun(town, "select_multiple")
    number = (await resident.card()).number
    await resident.taps("Town 3")
    await turn_to(resident, 49)
    await resident.taps("Town 498")
    assert (await resident.card()).number == number
    assert "Chosen: Town 3 · Town 498" in await resident.sees()
    await resident.taps("Done (2)")
    assert await answered(resident) == "Town 3 · Town 498"


@pytest.mark.parametrize("part", ["50", "9999", "99999", "-1", "x", "", "²"])
async def test_a_part_that_is_not_there_is_harmless(town: Town, part: str) -> None:
    resident = await begun(town, "select_one")
    await resident.does(Tap(f"{(await resident.card()).turns}{part}"))
    assert len(await keyboard(resident)) < 20


@pytest.mark.parametrize("channel", ["telegram", "web", "terminal"])
@pytest.mark.parametrize("text", ["ain sebaa", "AÏN SEBAÂ", "t7"])
async def test_the_whole_label_answers(
    town: Town, channel: Literal["telegram", "web", "terminal"], text: str
) -> None:
    resident = await begun(town, "select_one", channel)
    await resident.writes(text)
    assert await answered(resident) == "Aïn Sebaâ"


async def test_a_few_letters_narrow_the_list_and_a_tap_answers(town: Town) -> None:
    resident = await begun(town, "select_one")
    await resident.writes("sidi")
    assert await keyboard(resident) == [["Sidi Bennour", "Sidi Ifni"], ["Show all choices"], ["Skip"]]
    assert "“sidi” is found in 2 of 500 choices." in await resident.sees()
    await resident.taps("Sidi Ifni")
    assert await answered(resident) == "Sidi Ifni"


async def test_the_next_question_starts_with_nothing_looked_for(town: Town) -> None:
    resident = await begun(town, "select_one")
    await resident.goes_through("sidi; [Sidi Ifni]; [Back]")
    assert len(await resident.buttons()) > COUNT


async def test_letters_that_nothing_holds_are_said_and_all_can_be_seen_again(town: Town) -> None:
    resident = await begun(town, "select_one")
    await resident.goes_through("sidi; qqq")
    assert (await resident.sees()).startswith("None of the choices holds that.")
    await resident.taps("Show all choices")
    assert len(await resident.buttons()) > COUNT
    assert "None" not in await resident.sees()


async def test_a_number_finds_the_label_and_never_a_place_that_is_not_shown(town: Town) -> None:
    resident = await begun(town, "select_one")
    await resident.writes("12")
    labels = [plain(button.label) for button in await resident.buttons()]
    assert {"District 12", "Town 12", "Town 120"} <= set(labels)
    await resident.writes("777")
    assert (await resident.card()).notice.startswith("None of the choices")


async def test_several_are_gathered_by_writing(town: Town) -> None:
    resident = await begun(town, "select_multiple")
    await resident.goes_through("Sidi Ifni; aïn sebaâ; sidi; [Sidi Bennour]")
    assert "Chosen: Aïn Sebaâ · Sidi Bennour · Sidi Ifni" in await resident.sees()
    await resident.taps("Done (3)")
    assert await answered(resident) == "Aïn Sebaâ · Sidi Bennour · Sidi Ifni"


async def test_several_at_once_are_an_answer(town: Town) -> None:
    resident = await begun(town, "select_multiple")
    await resident.writes("Sidi Ifni, Town 3")
    assert await answered(resident) == "Town 3 · Sidi Ifni"


async def test_all_five_hundred_can_be_ranked(town: Town) -> None:
    resident = await begun(town, "rank")
    await resident.goes_through("Sidi Ifni; sidi; [Sidi Bennour]")
    assert "So far: 1 Sidi Ifni · 2 Sidi Bennour" in await resident.sees()
    assert "Sidi" not in str(await resident.buttons())
    await resident.taps("Show all choices")
    for _ in range(COUNT - 3):
        await resident.does(Tap((await resident.buttons())[0].data))
    assert (await answered(resident)).startswith("Sidi Ifni · Sidi Bennour · Town 0 · Town 1")


async def test_in_arabic(town: Town) -> None:
    await town.hold(form("select_one"))
    resident = town.resident()
    await resident.goes_through(f"/start {SLUG}; [العربية]; [متابعة]; [لا]; [أوافق]")
    await resident.writes("سِيدي اِفني")
    await resident.taps("تجاوز")
    assert "سيدي إفني" in await resident.sees()


async def test_a_list_of_twelve_stands_whole(town: Town) -> None:
    rows = "\n".join(f"| | town | t{n} | Town {n} | Ville {n} | بلدة {n} |" for n in range(12))
    head = form("select_one").split("| | town | t0")[0]
    await town.hold(head + rows)
    resident = town.resident()
    await resident.goes_through(TO_THE_QUESTIONS)
    assert await keyboard(resident) == [*([f"Town {n}", f"Town {n + 1}"] for n in range(0, 12, 2)), ["Skip"]]
