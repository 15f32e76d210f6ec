"""The results page: what it says is in the release, or follows from it alone."""

import re
from collections.abc import Iterator
from itertools import count
from math import ceil, floor
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.channels.web.kept import KeptPages
from bot.pages import Pages
from bot.pages.charts import chart
from bot.pages.pictures import picture_of
from bot.pages.results import Question, Results
from handlers.words import LANGUAGES, translations
from reports.release.ranking import Estimate, standings
from tests.results import GRID, document, section
from tests.town import plain

PAGES = Pages(translations, LANGUAGES)


def page(people: int, seed: int, language: str = "en") -> str:
    return plain(
        PAGES.render(
            "results.html", language, path="/results/settat-2026", sections=[section(people, language, seed)]
        )
    )


def cells(html: str) -> list[str]:
    return [
        " ".join(re.sub("<[^>]*>", " ", each).split())
        for each in re.findall(r"<td[^>]*>(.*?)</td>", html, re.S)
    ]


def numbers(html: str) -> set[float]:
    """Every number that somebody can read: not those of drawings and of links."""
    text = re.sub(r"<head.*?</head>|<svg.*?</svg>|<[^>]*>", " ", html, flags=re.S)
    return {float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def told(survey: dict[str, Any]) -> Iterator[float | None]:
    """What the release says, and the intervals that follow from it."""
    for asked in survey["questions"]:
        for block in asked["blocks"]:
            yield block["base"]
            yield from block.get("counts", {}).values()
            yield from block.get("percent", {}).values()
            for each in standings(asked["kind"], asked["choices"], block) if asked["choices"] else ():
                yield from percent(each.in_top)
                yield from decimal(each.mean_rank)
                yield from decimal(each.borda)


def percent(share: Estimate) -> Iterator[float]:
    yield from (floor(100 * share.low), ceil(100 * share.high))
    if share.value is not None:
        yield round(100 * share.value)


def decimal(mean: Estimate | None) -> Iterator[float]:
    if mean is not None:
        yield from (floor(10 * mean.low) / 10, ceil(10 * mean.high) / 10)
    if mean is not None and mean.value is not None:
        yield from (round(mean.value, 2), round(mean.value, 1))


@pytest.mark.parametrize("people", [0, 19, 45, 120, 400])
@pytest.mark.parametrize("seed", range(3))
def test_the_page_shows_no_number_that_the_release_does_not_say(people: int, seed: int) -> None:
    html = page(people, seed)
    known = {float(each) for each in told(document(people, seed)) if each is not None}
    sentences = {1.0, 20.0, 2026.0}  # "1 is first place", "fewer than 20", the name of the consultation
    assert numbers(html) <= known | sentences


def test_what_is_hidden_is_a_dash_and_the_page_says_what_that_means() -> None:
    html = page(400, 1)
    hidden = sum(
        number is None
        for block in document(400, 1)["questions"][1]["blocks"]
        if block["base"]
        for number in block["counts"].values()
    )
    assert hidden
    assert cells(html).count("–") >= hidden
    assert "– stands for a number that is not shown" in html


def test_of_nineteen_people_there_is_no_table_at_all() -> None:
    html = page(19, 1)
    assert "<td" not in html
    assert "Fewer than 20 people sent their answers." in html
    assert "Too few answers to show." not in html


def test_of_forty_five_people_no_share_is_said() -> None:
    html = page(45, 1)
    assert "45 people answered." in html
    assert "%" not in "".join(cells(html))


def test_priorities_stand_in_order_with_what_rounding_leaves_open() -> None:
    html = page(400, 1)
    found = standings("rank", GRID.asked[1].choices, document(400, 1)["questions"][2]["blocks"][0])
    first, mean = found[0].choice, found[0].mean_rank
    assert first == "housing"
    assert mean is not None
    assert mean.value is not None
    shown = f"{round(mean.value, 2):g}"
    assert f"{shown} {floor(10 * mean.low) / 10:g} to {ceil(10 * mean.high) / 10:g}" in cells(html)
    assert "These three come first, however the numbers were rounded: Housing" in html


def test_a_region_that_answers_otherwise_is_named() -> None:
    html = page(900, 1)
    assert re.search(r"Something else: (more often|higher up) in “Berrechid” than in “[A-Z]", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", range(3))
def test_a_chart_is_a_picture_of_its_own(language: str, question: int) -> None:
    given = picture_of(section(400, language), 0, question)
    assert given
    svg = ElementTree.fromstring(PAGES.render("picture.svg.html", language, **given))
    assert svg.get("direction") == ("rtl" if language == "ar" else "ltr")
    texts = [each.text or "" for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert given["asked"]["label"].startswith(texts[0])
    assert all(0 <= float(each.get("x", 0)) <= 800 for each in svg.iter() if each.get("x"))
    assert float(svg.get("height", 0)) > max(float(each.get("y", 0)) for each in svg.iter())
    assert "style" not in {name for each in svg.iter() for name in each.attrib}


def test_there_is_no_picture_of_what_is_not_there() -> None:
    assert picture_of(section(), 0, 7) is None
    assert picture_of(section(), 3, 0) is None
    assert picture_of(section(19), 0, 0) is None


def test_a_page_is_drawn_once_for_the_same_results_and_anew_for_others() -> None:
    pages, drawn = KeptPages(), count(1)
    shown, other = section(), section()
    other["did"] = "The bridge is repaired."

    def page(path: str, language: str, sections: list[Results]) -> str:
        return pages.page(path, language, sections, lambda: f"page {next(drawn)}")

    assert page("/a", "en", [shown]) == page("/a", "en", [section()]) == "page 1"
    assert page("/a", "ar", [shown]) == "page 2"
    assert page("/b", "en", [shown]) == "page 3"
    assert page("/a", "en", [other]) == page("/a", "en", [other]) == "page 4"


def test_where_the_order_is_not_certain_the_page_says_so() -> None:
    assert "What is rounded and hidden leaves open which three come first." in page(45, 1)


def test_a_long_list_shows_what_it_can_and_says_how_much_it_cannot() -> None:
    names = [f"c{number}" for number in range(30)]
    counts = {name: 40 if name in {"c7", "c9"} else None for name in names}
    question = Question(
        name="q", type="select_multiple", label="Q", answered=100, counts=counts, percent=counts
    )
    drawn = chart(question)
    assert drawn
    assert ([line.label for line in drawn.lines], drawn.left_out) == (["c7", "c9"], 28)
    short = chart({**question, "counts": dict.fromkeys(names[:6])})
    assert short
    assert (len(short.lines), short.left_out) == (6, 0), "of a short one every choice stands there"
