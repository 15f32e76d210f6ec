from survey.engine import answer, back, finish, go_to, review, submission
from tests.survey.household import HOUSEHOLD, MOMENT, give, held, load, name_of, refused, start, taken

STRAIGHT = (
    "",
    "north",
    "tangier",
    "4",
    "2",
    "2020-05-01",
    "housing",
    "work water housing",
    "80.5",
    "A park",
    "",
)


def test_straight_to_the_review() -> None:
    form = load(HOUSEHOLD)
    assert give(form, start(form), *STRAIGHT).position == ""


def test_back_goes_through_the_relevant_questions_to_the_first() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), *STRAIGHT[:3], "1")
    seen = []
    while name_of(state) != "welcome":
        state = back(form, state, MOMENT)
        seen.append(name_of(state))
    assert seen == ["people", "town", "region", "welcome"]
    assert back(form, state, MOMENT) == state


def test_back_from_the_review_goes_to_the_last_question() -> None:
    form = load(HOUSEHOLD)
    assert name_of(back(form, give(form, start(form), *STRAIGHT), MOMENT)) == "code"


def test_back_forgets_what_was_being_put_together() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), *STRAIGHT[:3], "1")
    assert back(form, state, MOMENT).pending is None


def test_after_a_change_it_goes_on_where_it_was() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), *STRAIGHT[:7])
    assert name_of(state) == "order"
    state = go_to(form, state, "/data/people", MOMENT)
    assert name_of(give(form, state, "5")) == "order"


def test_a_change_at_the_review_asks_what_became_relevant_and_comes_back() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), *STRAIGHT[:3], "1", "", "work water housing", "A park", "")
    assert state.position == ""
    state = give(form, go_to(form, state, "/data/people", MOMENT), "3")
    assert name_of(state) == "children"
    assert give(form, state, "0").position == ""


def test_an_answer_that_no_longer_holds_is_asked_again() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), *STRAIGHT)
    town = give(form, go_to(form, state, "/data/region", MOMENT), "south")
    assert name_of(town) == "town"
    children = give(form, go_to(form, state, "/data/people", MOMENT), "2")
    assert name_of(children) == "children"
    assert refused(answer(form, children, "2", MOMENT)).kind == "constraint"
    assert give(form, children, "1").position == ""


def test_an_answer_that_lost_its_relevance_comes_back_with_it() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), *STRAIGHT)
    alone = give(form, go_to(form, state, "/data/people", MOMENT), "1")
    assert alone.position == ""
    assert "<children>2</children>" in held(form, alone)
    assert "children" not in submission(form, alone, MOMENT)
    assert "children" not in [line.ref.rpartition("/")[2] for line in review(form, alone, "en", MOMENT)]
    again = give(form, go_to(form, alone, "/data/people", MOMENT), "4")
    assert again == state


def test_what_is_not_relevant_is_empty_to_what_depends_on_it() -> None:
    form = load("""
| survey |
| | type      | name | label | relevant    | calculation             |
| | text      | a    | A     |             |                         |
| | text      | b    | B     | ${a} = 'x'  |                         |
| | text      | c    | C     | ${b} != ''  |                         |
| | calculate | d    |       |             | concat('[', ${b}, ']')  |
""")
    state = give(form, start(form), "x", "y", "z")
    assert "<d>[y]</d>" in submission(form, state, MOMENT)
    state = give(form, go_to(form, state, "/data/a", MOMENT), "w")
    sent = submission(form, state, MOMENT)
    assert "<b>" not in sent
    assert "<c>" not in sent
    assert "<d>[]</d>" in sent


def test_only_what_depends_on_an_answer_is_evaluated_again() -> None:
    form = load("""
| survey |
| | type      | name | label | calculation            |
| | text      | a    | A     |                        |
| | text      | b    | B     |                        |
| | calculate | one  |       | concat(${a}, random()) |
| | calculate | two  |       | concat(${b}, random()) |
| | calculate | end  |       | concat(${one}, '.')    |
""")
    state = give(form, start(form), "x")
    after = give(form, state, "y")
    values = [
        {name: document.partition(f"<{name}>")[2].partition("<")[0] for name in ("one", "two", "end")}
        for document in (held(form, state), held(form, after))
    ]
    assert values[0]["one"] == values[1]["one"]
    assert values[0]["two"] != values[1]["two"]
    assert values[1]["end"] == values[1]["one"] + "."


def test_going_to_what_is_not_asked_changes_nothing() -> None:
    form = load(HOUSEHOLD)
    state = start(form)
    for ref in ("/data/town", "/data/others", "/data/nothing", ""):
        assert go_to(form, state, ref, MOMENT) == state


def test_finishing_early_goes_to_what_is_missing() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "")
    refusal = refused(finish(form, state, MOMENT))
    assert refusal.kind == "required"
    assert refusal.message == "We need it"
    assert refusal.state == state
    state = give(form, state, "north")
    assert refused(finish(form, state, MOMENT)).kind == "unasked"
    assert taken(finish(form, give(form, start(form), *STRAIGHT), MOMENT)).position == ""
