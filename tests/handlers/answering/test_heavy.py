"""A survey that makes too much of an answer: the person is told, keeps what they have, and goes on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.arriving.test_arriving import TO_THE_QUESTIONS
from tests.town import Town, open_town, plain

CHAIN = "".join(
    f"| | calculate | c{n} | | | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) | | |\n" for n in range(1, 30)
)
NESTED = "count(/data/*[count(../*[count(../*[count(../*[name(..) = 'data']) > 1]) > 1]) > 1])"
HEAVY = f"""| survey |
| |type|name|label::English (en)|label::Français (fr)|label::العربية (ar)|calculation|constraint|
| | select_one place | region | Where? | Où ? | أين؟ | | |
| | text | a | Which word? | Quel mot ? | أي كلمة؟ | | |
| | calculate | c0 | | | | if(${{a}} = 'go', 'xxxx', '') | |
{CHAIN}| | text | b | And now? | Et maintenant ? | والآن؟ | | ${{a}} != 'slow' or . != 'end' or {NESTED} > 1 |
| choices |
| | list_name | name | label::English (en) | label::Français (fr) | label::العربية (ar) |
| | place | jadida | El Jadida | El Jadida | الجديدة |
| | place | settat | Settat | Settat | سطات |
"""
TOLD = (
    "This survey can't handle that: it would become too large. Your answers so far are saved. Please give a"
    " shorter answer."
)


@pytest.fixture
async def town(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with open_town(tmp_path, url) as town:
        await town.hold(HEAVY)
        yield town


@pytest.mark.parametrize("answers", ["go", "slow; end"])
async def test_the_person_is_told_and_goes_on(town: Town, answers: str) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; [Settat]; {answers}")
    card = await resident.card()
    assert (plain(card.notice), card.title) == (TOLD, "Which word?" if answers == "go" else "And now?")
    await resident.goes_through("other; done" if answers == "go" else "done")
    assert "Settat" in await resident.sees()
    await resident.taps("Send")
    assert (await resident.card()).title == "Thank you. Your answers are in."
