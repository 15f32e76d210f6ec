from collections import Counter
from random import Random

from survey.chance import random_answers
from survey.engine import answers, finish, submission
from tests.survey.household import HOUSEHOLD, MOMENT, load, taken


def response(seed: int) -> str:
    form = load(HOUSEHOLD)
    state = random_answers(form, MOMENT, Random(seed), f"uuid:{seed}")
    return submission(form, taken(finish(form, state, MOMENT)), MOMENT)


def test_every_response_can_be_sent() -> None:
    assert all(response(seed) for seed in range(50))


def test_the_same_chance_gives_the_same_response() -> None:
    assert response(7) == response(7)
    assert response(7) != response(8)


def test_answers_differ_and_some_choices_are_liked_more() -> None:
    form = load(HOUSEHOLD)
    first = Counter(answers(form, response(seed)).get("order", "").partition(" ")[0] for seed in range(100))
    first.pop("", None)
    assert set(first) == {"housing", "water", "work"}
    assert max(first.values()) > 1.5 * min(first.values())


def test_a_question_that_no_guess_meets_is_left_open() -> None:
    form = load("""
| survey |
| | type | name | label | constraint       | required |
| | text | a    | A     | . = 'the secret' | yes      |
""")
    state = random_answers(form, MOMENT, Random(1), "uuid:1")
    assert state.declined == {"/data/a"}
    assert taken(finish(form, state, MOMENT)) == state


def test_what_is_said_to_be_liked_is_chosen_and_what_is_not_never() -> None:
    form, liked = load(HOUSEHOLD), {"region": {"north": 0.0}, "town": {"agadir": 2.0}}
    given = [random_answers(form, MOMENT, Random(seed), f"uuid:{seed}", liked) for seed in range(60)]
    regions = Counter(answers(form, submission(form, each, MOMENT)).get("region", "") for each in given)
    assert regions["south"] > 40
    assert not regions["north"]
