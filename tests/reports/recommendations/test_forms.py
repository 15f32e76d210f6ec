"""The forms that thematic lists have, and might have: each is read by what its columns hold, or refused."""

from typing import Any

import pytest
from docx import Document

from reports.recommendations import reading
from reports.recommendations.entry import About, Fault, Found, Recommendation
from reports.recommendations.gathering import gathered
from tests.reports.recommendations.lists import add_table, continued, listed, run_with, saved

HEAD = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
ONE = ("115.1 Ratify it (Peru);", "Supported", "A12 Norms", "")


def found_in(content: bytes) -> Found:
    return reading.read(content, About())


def whole(content: bytes) -> list[Recommendation]:
    """All of them, of a file in which nothing is wrong but what is only worth a look."""
    found = found_in(content)
    assert found.is_whole, found.faults
    return list(found.recommendations)


def told(each: Recommendation, *names: str) -> list[Any]:
    return [getattr(each, name) for name in names]


def kinds(content: bytes) -> list[tuple[str, int]]:
    return [(fault.kind, fault.row) for fault in found_in(content).faults]


def test_one_under_two_themes_comes_once_with_both() -> None:
    source = "Source of position: A/HRC/28/15/Add.1 – Para. 4"
    text = f"115.1 Ratify it (Croatia);\n{source}"
    (one,) = whole(
        listed(
            HEAD,
            "Theme: A12 Norms",
            (text, "Supported", "A12 Norms\nAffected persons:\n- general", ""),
            "Theme: B31 Equality",
            (text, "Supported", "B31 Equality\nAffected persons:\n- women", ""),
        )
    )
    assert told(one, "country", "cycle", "session", "document") == ["Slovenia", 2, 20, "A/HRC/28/15"]
    assert told(one, "number", "text", "states") == ["115.1", "Ratify it (Croatia)", ("Croatia",)]
    assert told(one, "position", "source") == ["supported", "A/HRC/28/15/Add.1 – Para. 4"]
    assert told(one, "themes", "persons") == [("A12 Norms", "B31 Equality"), ("general", "women")]


def test_columns_stand_in_another_order_under_other_words_and_codes_of_themes_look_like_numbers() -> None:
    one, two = whole(
        listed(
            ("Answer", "Subjects", "Sentence"),
            "Right or area: 12.1. Norms",
            (
                "Supported",
                "12.1. Norms\nS16 SDG 16 - peace, justice and strong institutions\nAffected persons: women",
                "5.12 Ratify it (State A, State B and State C).",
            ),
            ("Noted", "12.1.3. Other\nSDG 5 - gender equality", "5.13 Go on (Iran (Islamic Republic of));"),
        )
    )
    assert told(one, "number", "position", "states") == [
        "5.12",
        "supported",
        ("State A", "State B", "State C"),
    ]
    assert told(one, "themes", "persons", "sdgs") == [("12.1. Norms",), ("women",), ("16",)]
    assert told(two, "themes", "sdgs") == [("12.1. Norms", "12.1.3. Other"), ("5",)]
    assert two.states == ("Iran (Islamic Republic of)",)


def test_a_heading_says_what_the_state_said_and_goals_and_persons_have_columns_of_their_own() -> None:
    one, two = whole(
        listed(
            ("N°", "Recommendations", "Themes", "SDGs", "Groups"),
            "Recommendations that enjoy the support of Slovenia",
            ("100.1.a", "Ratify it (Croatia)", "Norms", "5, 16.3", "Women, girls"),
            "Recommendations noted",
            (
                "100.1.b",
                "Go on (France) (Spain and Italy)",
                "Equality\nNorms",
                "SDG 10",
                "- children\n- women",
            ),
        )
    )
    assert told(one, "number", "position", "sdgs", "persons") == [
        "100.1.a",
        "supported",
        ("5", "16.3"),
        ("Women", "girls"),
    ]
    assert told(two, "number", "position", "states") == ["100.1.b", "noted", ("France", "Spain", "Italy")]
    assert told(two, "themes", "sdgs", "persons") == [("Equality", "Norms"), ("10",), ("children", "women")]


def test_headings_stand_between_tables() -> None:
    document = Document()
    document.add_paragraph("Universal Periodic Review of Côte d’Ivoire – Third Cycle – Session 33")
    document.add_paragraph("Supported recommendations")
    add_table(document, [("1.1 Ratify it (Peru)", "Theme: Norms")])
    document.add_paragraph("Noted recommendations")
    add_table(document, [("1.2 Do it (Chile)", "Equality")])
    one, two = whole(saved(document))
    assert told(one, "country", "cycle", "session") == ["Côte d’Ivoire", 3, 33]
    assert [one.position, two.position] == ["supported", "noted"]
    assert [one.themes, two.themes] == [("Norms",), ("Equality",)]


def test_a_goal_as_heading_and_all_in_one_cell() -> None:
    one, two = whole(
        listed(
            ("Recommendation", "Themes"),
            "SDG 16 - Peace, justice and strong institutions",
            ("115.1 Ratify it (Peru);\nPosition: Supported/Noted\nAffected persons: women", "A12 Norms"),
            ("115.2 Ratify it all (Peru)\nNoted\nSDGs: 5, 10", "A12 Norms"),
        )
    )
    assert told(one, "position", "sdgs", "persons", "text") == [
        "in part",
        ("16",),
        ("women",),
        "Ratify it (Peru)",
    ]
    assert told(two, "position", "sdgs", "text") == ["noted", ("16", "5", "10"), "Ratify it all (Peru)"]


def test_states_in_a_column_of_their_own() -> None:
    one, two = whole(
        listed(
            ("Recommendation", "Recommending State", "Position"),
            ("115.1 Ratify it", "Peru, Chile and Spain", "Accepted"),
            ("115.2 Ratify it all", "Venezuela (Bolivarian Republic of)", "Partially accepted"),
        )
    )
    assert told(one, "states", "position") == [("Peru", "Chile", "Spain"), "supported"]
    assert told(two, "states", "position") == [("Venezuela (Bolivarian Republic of)",), "in part"]


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("Supported", "supported"),
        ("ACCEPTED", "supported"),
        ("Enjoys the support of Slovenia", "supported"),
        ("Noted", "noted"),
        ("Rejected", "noted"),
        ("Does not enjoy the support of Slovenia", "noted"),
        ("Not accepted", "noted"),
        ("Supported in part", "in part"),
        ("Partially supported", "in part"),
        ("Supported / Noted", "in part"),
    ],
)
def test_what_the_state_said_in_other_words(said: str, position: str) -> None:
    (one,) = whole(listed(HEAD, ("115.1 Ratify it (Peru);", said, "A12 Norms", "")))
    assert one.position == position


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            "Do it (Trinidad and Tobago and Antigua and Barbuda)",
            ("Trinidad and Tobago", "Antigua and Barbuda"),
        ),
        ("Do it (Peru);do more (Chile)", ("Peru", "Chile")),
        ("Do it (Portugal,\nSlovakia);", ("Portugal", "Slovakia")),
        ("Do it (Portugal) (Slovakia", ("Portugal", "Slovakia")),
        ("Do it (No. 29) (Türkiye)", ("Türkiye",)),
        ("Ratify the Convention (ICRMW) (Peru)", ("Peru",)),
        ("Ratify the Convention (ICRMW)", ()),
        ("Do it\u00a0(Viet\u00a0Nam)\u00a0;", ("Viet Nam",)),
        ("Do it [Peru]", ("Peru",)),
        ("Do it, in regions (such as Peru) too (Chile)", ("Chile",)),
    ],
)
def test_the_states_that_recommend(text: str, states: tuple[str, ...]) -> None:
    (one,) = whole(listed(HEAD, (f"115.1 {text}", "Supported", "A12 Norms", "")))
    assert one.states == states


def test_cells_are_merged_downwards_and_rows_go_on() -> None:
    document = Document()
    document.add_paragraph("UPR of Guinea-Bissau (4th Cycle – 48th session)")
    rows = [
        ("A12 Norms", "1.1 Ratify it (Peru)", "Supported"),
        ("", "1.2 Do it (Chile)", "Noted"),
        ("B31 Equality", "", ""),
    ]
    add_table(document, rows)
    continued(document.tables[0].rows[1].cells[0])
    one, two = whole(saved(document))
    assert one.country == "Guinea-Bissau"
    assert [one.themes, two.themes] == [("A12 Norms",), ("A12 Norms", "B31 Equality")]
    assert two.position == "noted"


def test_tables_inside_of_cells_changes_that_were_tracked_and_several_in_a_cell() -> None:
    document = Document()
    document.add_paragraph("UPR of Peru (4th Cycle – 42nd session)")
    outer = document.add_table(1, 1).rows[0].cells[0]
    inner = outer.add_table(1, 3).rows[0].cells
    for cell, text in zip(inner, ("1.1 Ratify it ", "Supported", "A12 Norms"), strict=True):
        cell.text = text
    run_with(inner[0], "w:ins", "now (Chile);")
    run_with(inner[0], "w:del", "later (Peru)")
    inner[0].add_paragraph("1.2 Go on (Spain).")
    listed_inside = inner[2].add_table(2, 1)
    listed_inside.rows[0].cells[0].text, listed_inside.rows[1].cells[0].text = "Affected persons:", "- women"
    one, two = whole(saved(document))
    assert told(one, "text", "states", "persons") == ["Ratify it now (Chile)", ("Chile",), ("women",)]
    assert told(two, "number", "text", "position") == ["1.2", "Go on (Spain)", "supported"]


def test_what_would_be_lost_is_told_by_its_row() -> None:
    lost = ("Ratify it all and at once (Croatia)", "Supported", "A12 Norms", "")
    other = ("115.1 Something quite different is said here (Chile);", "Supported", "B31 Equality", "")
    assert kinds(listed(HEAD, ONE, lost)) == [("number", 3)]
    assert kinds(listed(HEAD, ONE, ONE, other)) == [("twice", 4)]
    assert kinds(listed(HEAD, ONE, heading="")) == [("country", 0), ("session", 0)]
    assert kinds(listed(("a", "b"), ("c", "d"))) == [("empty", 0)]
    assert kinds(listed(HEAD, ONE, ("115.2 ", "Supported", "A12", "")))[0][0] == "text"


def test_so_many_texts_are_compared_and_no_more_of_what_says_something_else() -> None:
    """A file in which each row says its own of one recommendation would else be read for minutes."""

    def found(*texts: str) -> list[int]:
        rows = [Recommendation("Peru", 42, "115.1", text, ("Chile",), "noted") for text in texts]
        return [each.row for each in gathered(enumerate(rows, 1)).faults if each.kind == "twice"]

    mended = [f"Give shelter to all who live in the country by {year}" for year in range(1_900, 2_102)]
    assert found(*mended) == [202]
    assert found(*mended[:2] * 300) == [], "a pair is compared once"
    assert found(*mended[:1], *map(str, range(300))) == list(range(2, 302))


def test_what_loses_nothing_is_a_warning() -> None:
    content = listed(
        HEAD, ONE, ("115.2 Ratify it", "Perhaps", "A12", ""), ("115.3 Do it (Atlantis)", "Noted", "A12", "")
    )
    assert kinds(content) == [("states", 3), ("position", 3), ("unknown", 4)]
    assert found_in(content).is_whole
    assert Fault("number", 3).is_warning is False


def test_all_stands_in_one_line() -> None:
    one, two = whole(
        listed(
            HEAD,
            (
                "115.1 Ratify it (Croatia); Source of position: A/HRC/28/15/Add.1 – Para. 4",
                "Supported",
                "2.1. Norms\nAffected persons: - general - women\nSDG 5, SDG 10",
                "",
            ),
            (
                "115.2Go on (Peru).Source of position: A/HRC/28/15",
                "Support",
                "A12 Norms; B31 Equality\nAffected persons: general, children; SDGs: 5, 16",
                "",
            ),
        )
    )
    assert told(one, "text", "source") == ["Ratify it (Croatia)", "A/HRC/28/15/Add.1 – Para. 4"]
    assert told(one, "themes", "persons", "sdgs") == [("2.1. Norms",), ("general", "women"), ("5", "10")]
    assert told(two, "number", "text", "document") == ["115.2", "Go on (Peru)", "A/HRC/28/15"]
    assert told(two, "themes", "persons", "sdgs") == [
        ("A12 Norms", "B31 Equality"),
        ("general", "children"),
        ("5", "16"),
    ]


def test_the_first_cycle_counted_from_one_and_remarks_are_no_themes() -> None:
    one, two = whole(
        listed(
            ("UPR recommendation and number", "State’s reply", "Linked rights", "Remarks"),
            (
                "1. Ratify it and go on with all that was begun (Spain)",
                "Accepted",
                "Norms",
                "See the report.",
            ),
            ("2. Go on (Peru, Chile)", "Rejected", "Norms\nEquality", "The law is there."),
            heading="UPR of Bosnia and Herzegovina – 1st cycle – 7th session",
        )
    )
    assert told(one, "country", "cycle", "session", "number") == ["Bosnia and Herzegovina", 1, 7, "1"]
    assert told(two, "number", "position", "themes") == ["2", "noted", ("Norms", "Equality")]
