"""A consultation begun on the dashboard, tried, mended and opened, without a folder on the server."""

import asyncio
from datetime import UTC, datetime

import pytest

from storage import consultations, proposals
from storage.consultations import Consultation
from tests.bot.dashboard.office import MISTAKEN, Browser, Office, done, hired
from tests.town import SLUG, SURVEY, Town, plain

HERE = "/admin/consultations/water"
TERMS = f"{HERE}/terms"
TEXTS = {
    "title.en": "What about water?",
    "about.en": "The commission asks.\r\nThe council reads.",
    "organiser.en": "Regional commission",
    "contact.en": "contact@settat.example",
    "title.ar": "ماذا عن الماء؟",
    "about.ar": "تسأل اللجنة.",
    "organiser.ar": "اللجنة الجهوية",
    "contact.ar": "contact@settat.example",
}
FIELDS = {
    "slug": "water",
    "timezone": "Africa/Casablanca",
    "opens": "2026-12-01T09:00",
    "closes": "2026-12-20T20:00",
    "region_question": "region",
    "groups": "hardest, region",
    **TEXTS,
}


async def begins(browser: Browser, survey: str = SURVEY, **changed: str) -> int:
    given = {**FIELDS, "groups": "", **{name.replace("__", "."): text for name, text in changed.items()}}
    return await browser.uploads("/admin/begin", ("form", "survey.md", survey.encode()), **given)


async def water(town: Town) -> Consultation:
    found = await consultations.get(town.store.database, "water")
    assert found
    return found


async def mends(browser: Browser, **changed: str) -> None:
    await browser.opens(TERMS)
    given = {**FIELDS, **{name.replace("__", "."): text for name, text in changed.items()}}
    await browser.sends(TERMS, None, **given, seen=browser.hidden("seen"))


async def test_what_was_written_is_a_consultation_that_can_be_tried(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens("/admin")
        assert 'href="/admin/begin"' in browser.page
        assert await browser.opens("/admin/begin") == 200
        assert await begins(browser, title__en="What about\0 water?\uffff") == 200
        assert browser.path == HERE
        assert "It is done." in browser.page
        assert f'href="/chat/water?trial={town.store.keys.trial_token("water")}"' in browser.page
        await browser.opens(f"{HERE}/surveys/residents?in=ar")
        assert "أين تسكنون؟" in browser.page
    found = await water(town)
    assert (found.state, found.terms.languages) == ("scheduled", ("en", "ar"))
    assert found.terms.title["en"] == TEXTS["title.en"], "without what no page and no file can show"
    assert found.terms.about["en"] == "The commission asks.\nThe council reads."
    assert f"{found.opens:%Y-%m-%d %H:%M %Z}" == "2026-12-01 09:00 +01"
    regions = await consultations.regions(town.store.database, "water")
    assert [(each.code, each.names["ar"]) for each in regions] == [("jadida", "الجديدة"), ("settat", "سطات")]
    assert town.store.keys.answers("water")
    assert await done(town) == ["applied water"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"slug": "Not this"}, "Only small Latin letters, digits and hyphens, at most 40."),
        ({"slug": SLUG}, "This name is taken."),
        ({"timezone": "Here"}, "This is not a time zone I know."),
        ({"opens": "soon"}, "Please choose a day and a time."),
        ({"opens": "0001-01-01T00:00"}, "Please choose a day and a time."),
        ({"closes": "2026-11-30T09:00"}, "It must close after it opens."),
        ({"closes": "2028-03-05T02:30"}, "this time is skipped or comes twice. Please write another time."),
        ({"opens": "2020-01-01T09:00", "closes": "2020-12-30T09:00"}, "This is past."),
        ({"organiser__ar": " "}, "Please write it in this language, too."),
        ({"title__en": "a" * 121}, "At most 120 letters, please."),
        ({"title__en": ""}, "Please write it in this language, too."),
        (dict.fromkeys((name.replace(".", "__") for name in TEXTS), " "), "in at least one language."),
        ({"region_question": "nothing"}, "Results are counted by it"),
        ({"groups": "hardest"}, "Results are counted by it"),
        ({"survey": MISTAKEN}, "The file has"),
    ],
)
async def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    town: Town, office: Office, changed: dict[str, str], told: str
) -> None:
    async with office.signed_in(await hired(town)) as browser:
        assert await begins(browser, **changed) == 422
        assert told in plain(browser.page)
        assert 'value="اللجنة الجهوية"' in browser.page or " " in changed.values()
    assert await consultations.get(town.store.database, "water") is None
    assert not (town.store.keys.folder / "water.link").exists()
    assert await done(town) == []


async def test_it_does_not_open_before_a_second_person_has_seen_it(town: Town, office: Office) -> None:
    first, second = await hired(town), await hired(town, "owner", "Driss")
    waiting = f"/admin/waiting/{proposals.identity('consultation', 'water').hex()}"
    async with office.signed_in(first) as author, office.signed_in(second) as other:
        await begins(author)
        assert "It waits for a second person now." in author.page
        await author.sends(f"{HERE}/open")
        assert (await water(town)).state == "scheduled"
        await other.opens(waiting)
        assert "The council reads." in other.page
        seen = other.hidden("seen")
        await mends(author, title__en="What about clean water?")
        await other.sends(f"{waiting}/approve", seen=seen)
        assert "It was changed meanwhile." in other.page, "what was mended is looked at anew"
        await other.opens(waiting)
        await other.sends(f"{waiting}/approve", seen=other.hidden("seen"))
        await author.sends(f"{HERE}/open")
        assert (await water(town)).state == "open"
        await mends(author, title__en="What about water now?")
        assert "It waits for a second person now." in author.page
    assert (await water(town)).terms.title["en"] == "What about clean water?"


async def test_texts_and_dates_are_mended_but_never_those_that_somebody_else_changed(
    town: Town, office: Office
) -> None:
    person = await hired(town)
    async with office.signed_in(person) as browser, office.signed_in(person) as other:
        await begins(browser)
        await other.opens(TERMS)
        old = other.hidden("seen")
        await mends(browser, title__en="What about clean water?", closes="2026-12-24T20:00")
        assert "It is done." in browser.page
        await other.sends(TERMS, None, **FIELDS, seen=old)
        assert "It was changed meanwhile." in other.page
        await mends(browser, contact__ar="")
        assert "Please write it in this language, too." in browser.page
        await mends(browser, title__en="What about clean water?", closes="2026-12-24T20:00")
        assert "Nothing has changed" in browser.page
    found = await water(town)
    assert found.terms.title["en"] == "What about clean water?"
    assert found.closes.day == 24
    assert (await consultations.latest(town.store.database, "water"))["residents"].number == 1


async def test_another_version_brings_its_regions(town: Town, office: Office) -> None:
    more = SURVEY.replace(
        "| place | settat |", "| place | berrechid | Berrechid | Berrechid | برشيد |\n| | place | settat |"
    )
    async with office.signed_in(await hired(town)) as browser:
        await begins(browser)
        await browser.uploads(f"{HERE}/surveys", ("form", "survey.md", more.encode()), survey="residents")
        await browser.sends(f"{HERE}/surveys/residents", seen=browser.hidden("seen"))
        assert "It is done." in browser.page
    found = await consultations.regions(town.store.database, "water")
    assert [each.code for each in found] == ["jadida", "berrechid", "settat"]


async def test_while_people_answer_it_only_closes_later(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await begins(browser)
        await browser.sends(f"{HERE}/open")
        before = await water(town)
        await mends(browser, closes="2026-12-19T20:00")
        assert "While it is open, it can only close later." in browser.page
        await mends(browser, closes="2026-12-21T20:00", opens="2026-12-02T09:00")
        assert "It is done." in browser.page
    found = await water(town)
    assert found.opens == before.opens
    assert found.closes.day == 21


async def test_of_two_who_take_a_name_at_once_the_second_is_told(town: Town, office: Office) -> None:
    first, second = await hired(town), await hired(town, name="Karim")
    async with office.signed_in(first) as one, office.signed_in(second) as other:
        await asyncio.gather(begins(one), begins(other, title__en="And what about schools?"))
        late = other if one.path == HERE else one
        assert {one.path, other.path} == {HERE, "/admin/begin"}
        assert "This name is taken. Please choose another." in late.page
    assert await done(town) == ["applied water"]


SPANISH = {
    "title.es": "¿Qué hay del agua?",
    "about.es": "La comisión pregunta.",
    "organiser.es": "Comisión regional",
    "contact.es": "contact@settat.example",
}
ASSOCIATIONS = """
| survey | | | | | |
| | type | name | label::English (en) | label::العربية (ar) | label::Español (es) |
| | text | wish | What do you need? | ماذا تحتاجون؟ | ¿Qué necesitan? |
"""


async def begins_with_all(browser: Browser, **changed: str) -> int:
    spoken = SURVEY.replace("label::Français (fr)", "label::Español (es)")
    given = {**FIELDS, "groups": "", "languages": "es", "access": "code", **changed}
    forms = (("form", spoken), ("form_organisations", ASSOCIATIONS))
    files = [(field, f"{field}.md", content.encode()) for field, content in forms]
    return await browser.uploads("/admin/begin", *files, **given)


async def test_it_takes_other_languages_own_consents_codes_and_questions_for_organisations(
    town: Town, office: Office
) -> None:
    agree = {f"consent.{code}": f"Agreed ({code})." for code in ("en", "ar", "es")}
    async with office.signed_in(await hired(town)) as browser:
        assert await begins_with_all(browser) == 422
        assert 'name="title.es"' in browser.page, "the fields of a language that was named"
        assert await begins_with_all(browser, languages="es qqqq") == 422
        assert "Not a language that I know: qqqq" in plain(browser.page)
        assert await begins_with_all(browser, **SPANISH, **{"consent.en": "Agreed."}) == 422
        assert "Please write it in this language, too." in browser.page
        assert await begins_with_all(browser, **SPANISH, **agree) == 200
        assert browser.path == HERE
    terms = (await water(town)).terms
    assert terms.languages == ("en", "ar", "es")
    assert terms.consent == {"en": "Agreed (en).", "ar": "Agreed (ar).", "es": "Agreed (es)."}
    assert terms.consent_organisations == {}
    assert terms.access == "code"
    assert [(each.name, each.audience) for each in terms.surveys] == [
        ("residents", "residents"),
        ("organisations", "organisations"),
    ]
    assert set(await consultations.latest(town.store.database, "water")) == {"residents", "organisations"}


async def test_a_day_that_begins_with_a_clock_change_can_be_chosen(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        assert await begins(browser, timezone="America/Havana", closes="2028-03-12T00:00") == 200
    assert (await water(town)).closes.astimezone(UTC) == datetime(2028, 3, 12, 5, tzinfo=UTC)
