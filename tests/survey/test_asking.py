import pytest

from survey.engine import ask, begin, decline, go_to, review, skip
from tests.survey.household import HOUSEHOLD, MOMENT, give, held, load, start, taken


def test_a_question_in_the_language_of_the_person() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "")
    asked = ask(form, state, "fr", MOMENT)
    assert (asked.label, asked.hint, asked.kind, asked.required) == (
        "Où vivez-vous ?",
        "La région",
        "select_one",
        True,
    )
    assert [option.label for option in asked.options] == ["Nord", "Sud"]


def test_answers_stand_in_labels() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "", "north", "tangier", "4")
    assert ask(form, state, "en", MOMENT).label == "How many of the 4 are children?"


def test_choices_are_filtered_and_keep_their_place_in_the_list() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "", "south")
    assert [(option.name, option.index) for option in ask(form, state, "en", MOMENT).options] == [
        ("agadir", 2)
    ]


def test_progress_counts_what_is_relevant_now_and_no_notes() -> None:
    form = load(HOUSEHOLD)
    state, seen = start(form), []
    for value in ("", "north", "tangier", "2", "0", "water", "work water housing", "Trees"):
        asked = ask(form, state, "en", MOMENT)
        seen.append((asked.number, asked.of))
        state = give(form, state, value)
    assert seen == [(0, 5), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7), (7, 7)]


def test_the_first_question_has_no_way_back() -> None:
    form = load(HOUSEHOLD)
    assert ask(form, start(form), "en", MOMENT).first
    assert not ask(form, give(form, start(form), ""), "en", MOMENT).first


def test_what_stands_is_shown() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "", "north", "tangier", "4")
    people = ask(form, go_to(form, state, "/data/people", MOMENT), "en", MOMENT)
    assert people.written == "4"
    region = ask(form, go_to(form, state, "/data/region", MOMENT), "en", MOMENT)
    assert [option.chosen for option in region.options] == [True, False]
    assert region.written == ""


def test_defaults_are_shown_and_read_only_questions_are_notes() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "", "north", "tangier", "4", "2")
    assert ask(form, state, "en", MOMENT).written == "2026-11-25"
    state = give(form, state, "", "", "", "Trees")
    code = ask(form, state, "en", MOMENT)
    assert (code.kind, code.written, code.required) == ("note", "abc", False)


def test_a_read_only_choice_is_shown_in_words() -> None:
    form = load("""
| survey |
| | type         | name | label | readonly | default |
| | select_one r | a    | Well  | yes      | y       |
| choices |
| | list_name | name | label |
| | r         | y    | Yes   |
""")
    asked = ask(form, start(form), "en", MOMENT)
    assert (asked.kind, asked.written, asked.options) == ("note", "Yes", ())


def test_line_breaks_of_the_author_stay_and_needless_spaces_go() -> None:
    form = load("""
| survey |
| | type | name | label       |
| | text | a    | A           |
| | note | b    | Dear  ${a} ,   *you* |
""")
    assert ask(form, give(form, start(form), "Sam"), "", MOMENT).label == "Dear Sam , *you*"


def test_a_declined_question_can_be_declined_again() -> None:
    form = load(HOUSEHOLD)
    state = taken(decline(form, give(form, start(form), ""), MOMENT))
    assert ask(form, go_to(form, state, "/data/region", MOMENT), "en", MOMENT).objected


def test_the_review_tells_answered_skipped_and_declined_apart() -> None:
    form = load(HOUSEHOLD)
    state = taken(decline(form, give(form, start(form), ""), MOMENT))
    state = taken(skip(form, state, MOMENT))
    state = give(form, state, "water housing", "work housing water", "", "Trees", "")
    assert state.position == ""
    lines = review(form, state, "fr", MOMENT)
    assert [(line.number, line.label, line.answer, line.status) for line in lines] == [
        (1, "Où vivez-vous ?", "", "declined"),
        (2, "Combien ?", "", "skipped"),
        (3, "Quoi ?", "Logement, Eau", "answered"),
        (4, "Dans quel ordre ?", "Travail, Logement, Eau", "answered"),
        (5, "Le loyer ?", "", "skipped"),
        (6, "Un souhait ?", "Trees", "answered"),
    ]


def test_the_review_asks_nothing() -> None:
    form = load("""
| survey |
| | type | name | label |
| | text | a    | A     |
""")
    with pytest.raises(ValueError, match="review"):
        ask(form, give(form, start(form), "x"), "en", MOMENT)


def test_shuffled_choices_stay_in_their_order_for_one_response() -> None:
    form = load("""
| survey |
| | type              | name | label | parameters     |
| | select_multiple n | a    | Well  | randomize=true |
| choices |
| | list_name | name | label |
| | n         | 1    | One   |
| | n         | 2    | Two   |
| | n         | 3    | Three |
| | n         | 4    | Four  |
""")
    orders = set()
    for number in range(20):
        state = begin(form, MOMENT, f"uuid:{number}")
        order = [option.name for option in ask(form, state, "", MOMENT).options]
        assert order == [option.name for option in ask(form, state, "", MOMENT).options]
        orders.add(tuple(order))
        assert "<a>1 2 3 4</a>" in held(form, give(form, state, " ".join(order)))
    assert len(orders) > 1
