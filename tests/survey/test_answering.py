from dataclasses import replace

import pytest

from survey.engine import Form, State, answer, ask, decline, done, go_to, place_next, skip, start_over, toggle
from tests.survey.household import HOUSEHOLD, MOMENT, give, held, load, name_of, refused, start, taken


def at(*values: str) -> tuple[Form, State]:
    """The household form after these answers, the first of them to the note."""
    form = load(HOUSEHOLD)
    return form, give(form, start(form), *values)


AT_PEOPLE = ("", "north", "tangier")
AT_RIGHTS = (*AT_PEOPLE, "1")
AT_ORDER = (*AT_RIGHTS, "water")


def chosen(form: Form, state: State) -> list[str]:
    return [option.name for option in ask(form, state, "en", MOMENT).options if option.chosen]


@pytest.mark.parametrize(
    ("before", "value", "kind"),
    [
        (("",), "east", "choice"),
        (("", "north"), "agadir", "choice"),
        (AT_PEOPLE, "lots", "whole_number"),
        (AT_PEOPLE, "1.5", "whole_number"),
        (AT_PEOPLE, "3000000000", "whole_number"),
        (AT_PEOPLE, "٣", "whole_number"),
        (AT_PEOPLE, "30", "constraint"),
        ((*AT_PEOPLE, "4", "2"), "2026-02-30", "date"),
        ((*AT_PEOPLE, "4", "2"), "2027-01-01", "constraint"),
        (AT_RIGHTS, "water bread", "choice"),
        (AT_RIGHTS, "water water", "duplicate"),
        (AT_RIGHTS, "water work housing", "constraint"),
        (AT_ORDER, "water", "incomplete"),
        ((*AT_RIGHTS, "housing", "work water housing"), "much", "number"),
        ((*AT_ORDER, "work water housing"), "x" * 4001, "too_long"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    before: tuple[str, ...], value: str, kind: str
) -> None:
    form, state = at(*before)
    refusal = refused(answer(form, state, value, MOMENT))
    assert (refusal.kind, refusal.state) == (kind, None)


def test_a_constraint_refuses_in_the_words_of_the_author() -> None:
    form, state = at(*AT_PEOPLE)
    assert refused(answer(form, state, "30", MOMENT, "fr")).message == "De 1 à 29"
    assert refused(answer(form, state, "30", MOMENT)).message == "From 1 to 29"


def test_a_message_can_hold_an_answer() -> None:
    form, state = at(*AT_PEOPLE, "4")
    assert refused(answer(form, state, "4", MOMENT, "en")).message == "At most 3"


def test_an_answer_moves_on_to_the_next_relevant_question() -> None:
    form, state = at(*AT_PEOPLE)
    assert name_of(give(form, state, "1")) == "rights"
    assert name_of(give(form, state, "2")) == "children"


def test_an_open_question_is_left_open() -> None:
    form, state = at(*AT_PEOPLE)
    state = taken(skip(form, state, MOMENT))
    assert name_of(state) == "rights"
    assert "<people/>" in held(form, state)


def test_skipping_takes_an_answer_away() -> None:
    form, state = at(*AT_RIGHTS)
    state = taken(skip(form, go_to(form, state, "/data/people", MOMENT), MOMENT))
    assert "<people/>" in held(form, state)


def test_a_required_question_objects_and_then_can_be_declined() -> None:
    form, state = at("")
    assert not ask(form, state, "en", MOMENT).objected
    refusal = refused(skip(form, state, MOMENT, "fr"))
    assert (refusal.kind, refusal.message) == ("required", "Il nous le faut")
    assert refusal.state
    assert ask(form, refusal.state, "en", MOMENT).objected
    state = taken(decline(form, refusal.state, MOMENT))
    assert name_of(state) == "people"
    assert state.declined == {"/data/region"}
    assert not state.objected


def test_an_answer_takes_back_that_one_declined() -> None:
    form, state = at("")
    state = taken(decline(form, state, MOMENT))
    state = give(form, go_to(form, state, "/data/region", MOMENT), "north")
    assert not state.declined


def test_declining_what_is_not_required_is_skipping() -> None:
    form, state = at(*AT_PEOPLE)
    assert decline(form, state, MOMENT) == taken(skip(form, state, MOMENT))


def test_several_choices_are_put_together_and_given_in_the_order_of_the_list() -> None:
    form, state = at(*AT_RIGHTS)
    for name in ("work", "housing", "work", "nothing"):
        state = toggle(form, state, name, True, MOMENT)
    state = toggle(form, state, "water", False, MOMENT)
    assert chosen(form, state) == ["housing", "work"]
    assert "<rights>housing work</rights>" in held(form, taken(done(form, state, MOMENT)))


def test_a_toggle_begins_with_what_stands() -> None:
    form, state = at(*AT_ORDER)
    state = go_to(form, state, "/data/rights", MOMENT)
    state = toggle(form, state, "work", True, MOMENT)
    assert chosen(form, state) == ["water", "work"]
    assert chosen(form, start_over(form, state)) == []


def test_nothing_put_together_is_a_skip() -> None:
    form, state = at(*AT_RIGHTS)
    assert name_of(taken(done(form, state, MOMENT))) == "order"


def test_done_keeps_what_stands() -> None:
    form, state = at(*AT_RIGHTS)
    kept = taken(done(form, go_to(form, state, "/data/people", MOMENT), MOMENT))
    assert kept == state


def test_the_last_place_of_a_ranking_fills_itself() -> None:
    form, state = at(*AT_ORDER)
    state = taken(place_next(form, state, "work", MOMENT))
    assert taken(place_next(form, state, "work", MOMENT)) == state
    assert [option.place for option in ask(form, state, "en", MOMENT).options] == [None, None, 1]
    state = taken(place_next(form, state, "housing", MOMENT))
    assert "<order>work housing water</order>" in held(form, state)
    assert name_of(state) == "wish"


def test_a_ranking_that_stands_is_begun_anew_by_a_tap() -> None:
    form, state = at(*AT_ORDER, "work housing water")
    state = go_to(form, state, "/data/order", MOMENT)
    assert [option.place for option in ask(form, state, "en", MOMENT).options] == [2, 3, 1]
    assert taken(place_next(form, state, "water", MOMENT)).pending == ("water",)
    assert start_over(form, state).pending == ()


def test_a_refused_ranking_is_empty_again() -> None:
    form = load("""
| survey |
| | type   | name | label | constraint                  |
| | rank r | a    | Order | selected-at(., 0) != 'long' |
| choices |
| | list_name | name  | label |
| | r         | long  | Long  |
| | r         | short | Short |
""")
    refusal = refused(place_next(form, start(form), "long", MOMENT))
    assert refusal.kind == "constraint"
    assert refusal.state == replace(start(form), pending=())


def test_what_does_not_fit_the_question_changes_nothing() -> None:
    form, state = at(*AT_PEOPLE)
    assert toggle(form, state, "water", True, MOMENT) == state
    assert place_next(form, state, "water", MOMENT) == state
    assert start_over(form, state) == state


def test_at_the_review_nothing_changes() -> None:
    form = load("""
| survey |
| | type | name | label |
| | text | a    | Say   |
""")
    state = give(form, start(form), "yes")
    assert state.position == ""
    for step in (skip, done, decline):
        assert step(form, state, MOMENT) == state
    assert answer(form, state, "x", MOMENT) == state
    assert toggle(form, state, "x", True, MOMENT) == state
    assert place_next(form, state, "x", MOMENT) == state
    assert start_over(form, state) == state


def test_a_question_that_can_only_be_read_is_passed() -> None:
    form = load("""
| survey |
| | type | name | label | readonly    |
| | text | a    | Say   |             |
| | text | b    | More  | ${a} = 'no' |
""")
    state = give(form, start(form), "no", "changed")
    assert "<b/>" in held(form, state)
    state = give(form, start(form), "yes", "changed")
    assert "<b>changed</b>" in held(form, state)
