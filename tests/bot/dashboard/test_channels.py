"""What ails a channel is said on the first page of the dashboard."""

import pytest

from bot.channel_health import WORST_FIRST, ChannelHealth, Trouble
from bot.dashboard.channels import trouble_sentence
from handlers.words import LANGUAGES, Words
from tests.bot.dashboard.office import Office, hired
from tests.town import Town


@pytest.mark.parametrize("trouble", WORST_FIRST)
async def test_what_ails_telegram_is_said_while_it_does(town: Town, office: Office, trouble: Trouble) -> None:
    async with office.signed_in(await hired(town, "reader")) as browser:
        town.desk.telegram.report("updates", trouble)
        await browser.opens("/admin")
        assert trouble_sentence(Words("en"), trouble) in browser.page
        town.desk.telegram.report("updates", None)
        await browser.opens("/admin")
        assert "Telegram" not in browser.page


def test_each_trouble_has_a_sentence_of_its_own_in_each_language() -> None:
    said = {trouble_sentence(Words(language), each) for language in LANGUAGES for each in WORST_FIRST}
    assert len(said - {""}) == len(LANGUAGES) * len(WORST_FIRST)
    assert trouble_sentence(Words("en"), None) == ""


def test_the_worst_is_told() -> None:
    health, reports = ChannelHealth(), list[tuple[str, Trouble]]()
    reports += [("updates", "outage"), ("access", "token"), ("sending", "conflict")]
    for part, trouble in reports:
        health.report(part, trouble)
    told = [health.trouble]
    health.report("access", None)
    assert [*told, health.trouble] == ["token", "conflict"]
