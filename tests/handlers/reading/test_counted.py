"""Codes are counted in releases like the answers to any other question; words are not."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from handlers.consultations.filing import Kind, file_of
from handlers.consultations.showing import shown
from handlers.reading.codebook import codebook, counted
from handlers.words import Words
from reports.release.rules import SLACK
from storage import readings
from tests.looking import ask
from tests.reading import QUESTION, read_all
from tests.released import crowd, read, release
from tests.town import SLUG, Town, terms, words

CODES = ("theme-housing", "theme-climate", "upr-water")


async def true_counts(town: Town) -> dict[str, int]:
    """How often each code was given."""
    found: dict[str, int] = {}
    async for each in readings.shuffled(town.store.database, town.store.keys, SLUG, "real", b""):
        for code in each.readings[QUESTION].codes if QUESTION in each.readings else ():
            found[code] = found.get(code, 0) + 1
    return found


def coded(made: dict[str, Any], ending: str = "") -> dict[str, Any] | None:
    """The question of the release that counts codes."""
    (survey,) = made["surveys"]
    return next((each for each in survey["questions"] if each["name"] == QUESTION + ending), None)


def test_what_is_counted_does_not_depend_on_what_was_ticked() -> None:
    topics = {"buses": words("Buses")}
    themes, issues, goals = codebook(Words("en"), terms())
    assert list(counted(terms()).values()) == [tuple(each.codes) for each in (themes, issues, goals)]
    assert counted(terms(topics=topics))[""][0] == "own-buses"
    assert [len(each) for each in counted(terms(topics=topics)).values()] == [11, 54, 17]
    every = [code for each in codebook(Words("ar"), terms(topics=topics)) for code in each.codes]
    assert len(set(every)) == len(every) == 1 + 10 + 54 + 17


async def test_a_release_counts_codes_and_not_words(town: Town) -> None:
    await crowd(town, 200)
    await read_all(town, *CODES)
    true = await true_counts(town)
    assert set(true) == set(CODES)
    made = await release(town)
    question = coded(read(made))
    assert question
    assert (question["kind"], question["choices"]) == ("many", list(counted(terms())[""]))
    block = question["blocks"][0]
    assert abs(block["base"] - true["theme-housing"] - true["theme-climate"]) <= SLACK
    for code in ("theme-housing", "theme-climate"):
        assert abs(block["counts"][code] - true[code]) <= SLACK
    assert {code for code, count in block["counts"].items() if count is not None} == {
        "theme-housing",
        "theme-climate",
    }
    assert b"The bus comes" not in made.release.document


async def test_issues_and_goals_are_counted_apart_from_themes(town: Town) -> None:
    await crowd(town, 200)
    await read_all(town, *CODES)
    true = await true_counts(town)
    made = await release(town)
    issues, goals = coded(read(made), ":upr"), coded(read(made), ":sdg")
    assert issues
    assert goals
    assert abs(issues["blocks"][0]["base"] - true["upr-water"]) <= SLACK, "who speaks of housing is not in it"
    assert goals["blocks"][0]["base"] is None
    page = await shown(town.store, await town.consultation(), made.release.document, "fr")
    labels = [each["label"] for each in page["surveys"][0]["questions"] if each["name"].startswith(QUESTION)]
    assert labels[1].endswith(" · Questions de l’Examen périodique universel"), labels


async def test_what_was_read_before_the_first_release_alone_is_in_it_and_the_rest_is_named(
    town: Town,
) -> None:
    await crowd(town, 60)
    made = await release(town)
    assert coded(read(made)) is None
    assert made.later == ()
    await read_all(town, *CODES)
    again = await release(town)
    assert again.release == made.release
    assert again.later == (QUESTION, f"{QUESTION}:upr", f"{QUESTION}:sdg")


async def test_codes_change_a_release_only_once_ten_answers_were_read_anew(town: Town) -> None:
    await crowd(town, 100)
    await read_all(town, "theme-housing", "theme-climate")
    first = await release(town)
    await crowd(town, 9, seed=2)
    await read_all(town, "theme-housing", "theme-climate")
    assert (await release(town)).release == first.release
    await crowd(town, 30, seed=3)
    await read_all(town, "theme-housing", "theme-climate")
    second = await release(town)
    question = coded(read(second))
    assert question
    assert question["blocks"][0]["counted_in"] == 2


async def test_every_format_calls_codes_by_their_names(town: Town) -> None:
    await crowd(town, 200)
    await read_all(town, *CODES)
    document = (await release(town)).release.document
    here = await town.consultation()
    page = await shown(town.store, here, document, "ar")
    asked = next(each for each in page["surveys"][0]["questions"] if each["name"] == QUESTION)
    assert asked["choice_labels"]["theme-housing"] == "السكن"
    assert any("المحاور" in note for note in page["surveys"][0]["notes"])
    kinds: tuple[Kind, ...] = ("xlsx", "docx")
    for kind in kinds:
        with ZipFile(BytesIO(await file_of(town.store, here, document, kind, "ar"))) as parts:
            whole = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "ignore")
        assert "السكن" in whole
        assert ">theme-climate<" not in whole or kind == "xlsx", "the workbook's codebook has both"
    table = (await file_of(town.store, here, document, "csv", "en")).decode()
    assert "wish,select_multiple,What should change first?,count,theme-housing," in table


async def test_invented_answers_are_counted_apart(town: Town) -> None:
    await crowd(town, 100)
    await read_all(town)
    ask(town.store.database, "UPDATE response SET kind = 'simulated'")
    assert coded(read(await release(town))) is None
