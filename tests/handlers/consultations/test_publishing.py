"""Results are published once, after the close; then what was done; followers hear of both."""

import json

import pytest

from bot.clock import due_now
from bot.pages import Pages
from bot.results_page import published_page
from bot.settings import random_bytes
from handlers.consultations import opening, publishing
from handlers.consultations.carrying_out import carried_out
from handlers.consultations.publishing import PublishingRefused
from handlers.words import LANGUAGES, translations
from storage import consultations, publications
from storage.approvals import COMMAND_LINE
from storage.changes import Changes, NotOpen
from storage.consultations import Consultation
from storage.publications import Publication
from tests.looking import ask
from tests.released import crowd, read, release
from tests.town import SLUG, Resident, Town, plain, words

URL = "https://settat.example"


@pytest.fixture
async def follower(town: Town) -> Resident:
    """Somebody who follows the consultation and answered nothing."""
    resident = town.resident("web")
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
    return resident


async def consultation(town: Town) -> Consultation:
    found = await consultations.get(town.store.database, SLUG)
    assert found is not None
    return found


async def close(town: Town, resident: Resident) -> None:
    town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)
    await heard(town, resident)


async def publish(town: Town) -> None:
    await release(town)
    proposed = await publishing.to_publish(town.store, await consultation(town), URL)
    await town.store.apply(await carried_out(town.store, proposed, COMMAND_LINE, "alone", town.desk.place()))
    await due_now(town.store, town.now)


async def did(town: Town, texts: dict[str, str]) -> None:
    proposed = await publishing.to_say(town.store, await consultation(town), texts, URL)
    await town.store.apply(await carried_out(town.store, proposed, COMMAND_LINE, "alone", town.desk.place()))
    await due_now(town.store, town.now)


async def heard(town: Town, resident: Resident) -> list[str]:
    waiting = await town.desk.news(resident.address)
    await town.desk.told(resident.address, waiting)
    return [plain(news.text) for news in waiting]


async def test_followers_are_told_where_the_results_are(town: Town, follower: Resident) -> None:
    await close(town, follower)
    await publish(town)
    assert (await consultation(town)).state == "published"
    (news,) = await heard(town, follower)
    assert f"{URL}/results/{SLUG}?language=en" in news
    assert f"The results: {URL}/results/{SLUG}?language=en" in await follower.sees()


@pytest.mark.parametrize("days", [0, 30])
async def test_results_are_published_after_the_close_and_once(
    town: Town, follower: Resident, days: int
) -> None:
    if days:
        await close(town, follower)
        with pytest.raises(PublishingRefused, match="no release"):
            await publishing.to_publish(town.store, await consultation(town), URL)
        await release(town)
        proposed = await publishing.to_publish(town.store, await consultation(town), URL)
        late = await carried_out(town.store, proposed, COMMAND_LINE, "alone", town.desk.place())
        await publish(town)
        with pytest.raises(NotOpen):  # two at the same time
            await town.store.apply(late)
    with pytest.raises(PublishingRefused):
        await publish(town)


async def test_what_was_published_stays_when_the_answers_go(town: Town, follower: Resident) -> None:
    await close(town, follower)
    page = published_page(town.store)
    assert await page(SLUG, "fr") == ()
    await publish(town)
    before = await page(SLUG, "fr")
    assert before[0]["consultation"]["title"].startswith("Qu’est-ce qui compte")
    town.later(days=100)
    for _ in range(2):
        await due_now(town.store, town.now)
    assert (await consultation(town)).state == "expired"
    assert await page(SLUG, "fr") == before
    assert await opening.due(town.store, town.now, random_bytes, town.now) == []


async def test_nothing_below_twenty_people_is_published(town: Town, follower: Resident) -> None:
    steps = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [Settat]; [Housing]; [Done]"
    await town.resident().goes_through(f"{steps}; [Skip]; [Skip]; [Skip]; [Send]")
    await close(town, follower)
    await publish(town)
    kept = [json.loads(row[0]) for row in ask(town.store.database, "SELECT results FROM publication")]
    assert kept == [read(await release(town))] * 3
    pages = [(await published_page(town.store)(SLUG, each))[0] for each in ("en", "fr", "ar")]
    assert {survey["responses"] for page in pages for survey in page["surveys"]} == {None}


async def test_the_page_shows_the_release_in_words_and_how_it_was_made(
    town: Town, follower: Resident
) -> None:
    await crowd(town, 120)
    await close(town, follower)
    await publish(town)
    pages, path = Pages(translations, LANGUAGES), f"/results/{SLUG}"
    english, french = [
        pages.render("results.html", each, sections=await published_page(town.store)(SLUG, each), path=path)
        for each in ("en", "fr")
    ]
    assert "120 people sent their answers." in english
    assert "Where do you live?" in english
    assert "El Jadida" in english
    assert "Every number is rounded by chance to a multiple of 5." in english
    assert "Chaque nombre est arrondi au hasard à un multiple de 5." in french


async def test_what_was_published_before_there_were_releases_stays(town: Town) -> None:
    about = {"slug": SLUG, "title": "Water", "organiser": "The commission"}
    page = json.dumps({"consultation": about, "simulated": False, "surveys": []})
    await town.store.apply(Changes((publications.add(Publication(SLUG, "en", page)),)))
    (shown,) = await published_page(town.store)(SLUG, "en")
    assert shown["consultation"] == about


async def test_you_said_we_did(town: Town, follower: Resident) -> None:
    await close(town, follower)
    texts = words("The town hall opens on Saturdays.\nTwo schools are repaired.")
    with pytest.raises(PublishingRefused, match="come first"):
        await did(town, texts)
    await publish(town)
    await heard(town, follower)
    await did(town, texts)
    (news,) = await heard(town, follower)
    assert "You said, we did" in news
    assert "opens on Saturdays" in news
    page = published_page(town.store)
    assert "opens on Saturdays" in (await page(SLUG, "ar"))[0]["did"]


async def test_the_page_shows_what_was_done_as_it_was_written(town: Town, follower: Resident) -> None:
    await close(town, follower)
    await publish(town)
    page = published_page(town.store)
    pages = Pages(translations, LANGUAGES)
    html = pages.render("results.html", "en", sections=await page(SLUG, "en"), path=f"/results/{SLUG}")
    assert "What people answered" in html
    assert "You said, we did" not in html
    await did(town, words("Repaired: <b>the bridge</b>."))
    html = pages.render("results.html", "fr", sections=await page(SLUG, "fr"), path=f"/results/{SLUG}")
    assert "nous l’avons fait" in html
    assert "Repaired: &lt;b&gt;the bridge&lt;/b&gt;." in html


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"en": "Done.", "fr": " "}, "nothing for: fr, ar"),
        ({**words("Done."), "de": "Fertig."}, "does not speak: de"),
        (words("x" * 3_001), "Longer than 3,000"),
    ],
)
async def test_what_was_done_is_said_in_every_language(
    town: Town, follower: Resident, texts: dict[str, str], why: str
) -> None:
    await close(town, follower)
    await publish(town)
    with pytest.raises(PublishingRefused, match=why):
        await did(town, texts)
