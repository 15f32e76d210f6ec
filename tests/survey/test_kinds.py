"""Every kind of question: what may be given, how it is kept, what goes with it."""

from decimal import Decimal

import pytest

from survey.engine import Division, Form, Refusal, State, ask, finish, go_to, submission
from survey.engine import answer as engine_answer
from survey.reading import read
from tests.survey.household import MOMENT, give, load, name_of, refused, start, taken

KINDS = """
| survey |
| | type        | name | label::en | label::ar | image     | audio::ar | parameters | default |
| | time        | t    | When?    | متى؟     | clock.png | when.mp3 |            |         |
| | datetime    | dt   | When?    | متى؟     |           |          |            |         |
| | range       | r    | How?     | كم؟      |           |          | {range}    |         |
| | range       | down | How?     | كم؟      |           |          | {down}     |         |
| | geopoint    | gp   | Where?   | أين؟     |           |          |            |         |
| | geotrace    | gt   | Way      | طريق     |           |          |            |         |
| | acknowledge | ack  | Read     | قرأت     |           |          |            |         |
| | hidden      | hid  |          |          |           |          |            | abc     |
| | image       | im   | Picture  | صورة     |           |          |            |         |
| | file        | fi   | File     | ملف      |           |          |            |         |
| | barcode     | ba   | Code     | رمز      |           |          |            |         |
| | {select}    | so   | Which?   | أي؟      |           |          |            |         |
| choices |
| | list_name | name | label::en | label::ar | image |
| | l         | x    | X              | س              | x.png |
| | l         | y    | Y              | ص              |       |
""".format(range="start=1 end=9 step=2", down="start=1 end=-1 step=0.5", select="select_one l or_other")

DIVISION = """
| survey |
| | type        | name   | label           | constraint                          | constraint_message |
| | begin_group | points | Divide 100      | ${road} + ${water} + ${bus} = 100   | Give 100 in all    |
| | integer     | road   | Road            | . >= 0                              |                    |
| | integer     | water  | Water           |                                     |                    |
| | integer     | bus    | Bus             |                                     |                    |
| | end_group   |        |                 |                                     |                    |
| | text        | why    | Why?            |                                     |                    |
"""


def at(form: Form, name: str) -> State:
    return go_to(form, start(form), f"/data/{name}", MOMENT)


def test_what_is_asked_and_what_is_only_held() -> None:
    kinds = {question.name: question.kind for question in load(KINDS).questions}
    assert kinds == {
        "t": "time",
        "dt": "datetime",
        "r": "range",
        "down": "range",
        "gp": "geopoint",
        "gt": "geotrace",
        "ack": "acknowledge",
        "hid": "hidden",
        "im": "image",
        "fi": "file",
        "ba": "text",
        "so": "select_one",
        "so_other": "text",
    }
    assert {question.name for question in load(KINDS).questions if not question.asked} == {"gt", "hid"}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("t", "07:30", "07:30:00.000+01:00"),
        ("t", "07:30:15.250Z", "07:30:15.250+00:00"),
        ("dt", "2026-11-24T07:30", "2026-11-24T07:30:00.000+01:00"),
        ("r", "9", "9"),
        ("down", "-0.5", "-0.5"),
        ("gp", "33.57 -7.59", "33.57 -7.59 0 0"),
        ("gp", "33.57 -7.59 12.5 4", "33.57 -7.59 12.5 4"),
        ("ack", "OK", "OK"),
        ("im", "well 3.jpg", "well 3.jpg"),
    ],
)
def test_an_answer_is_kept_as_the_specification_writes_it(name: str, value: str, kept: str) -> None:
    form = load(KINDS)
    assert f"<{name}>{kept}</{name}>" in submission(form, give(form, at(form, name), value), MOMENT)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("t", "24:00", "time"),
        ("t", "7:30", "time"),
        ("dt", "2026-11-31T07:30", "datetime"),
        ("dt", "2026-11-24", "datetime"),
        ("r", "2", "range"),
        ("r", "11", "range"),
        ("r", "1.5", "whole_number"),
        ("r", "many", "number"),
        ("down", "-1.5", "range"),
        ("gp", "91 0", "geopoint"),
        ("gp", "33.57", "geopoint"),
        ("gp", "1 2 3 -4", "geopoint"),
        ("ack", "no", "acknowledge"),
        ("im", "../secret.jpg", "file"),
        ("fi", "a/b.pdf", "file"),
    ],
)
def test_what_cannot_be_is_refused(name: str, value: str, why: str) -> None:
    form = load(KINDS)
    assert refused(engine_answer(form, at(form, name), value, MOMENT)).kind == why


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("t", "7:30", "07:30"),
        ("t", "٧:٣٠", "07:30"),
        ("t", "7h", "07:00"),
        ("t", "7h05", "07:05"),
        ("t", "7.30 p.m.", "19:30"),
        ("t", "12 am", "00:00"),
        ("t", "12:15 PM", "12:15"),
        ("dt", "24/11/2026 7:30", "2026-11-24T07:30"),
        ("dt", "٢٤/١١/٢٠٢٦، ٧:٣٠", "2026-11-24T07:30"),
        ("dt", "2026-11-24T07:30", "2026-11-24T07:30"),
        ("r", "٣", "3"),
        ("down", "-0,5", "-0.5"),
        ("gp", "33.57, -7.59", "33.57 -7.59"),
        ("gp", "33,57 ; -7,59", "33.57 -7.59"),
        ("gp", "33.57° N, 7.59° W", "33.57 -7.59"),
        ("gp", "33.57,-7.59", "33.57 -7.59"),
        ("ack", "ok", "OK"),
    ],
)
def test_answers_are_read_as_people_write_them(name: str, written: str, value: str) -> None:
    form = load(KINDS)
    assert read(ask(form, at(form, name), "en", MOMENT), written, "fr") == value


@pytest.mark.parametrize(
    ("name", "written", "why"),
    [
        ("t", "soon", "time"),
        ("t", "25:00", "time"),
        ("t", "13 pm", "time"),
        ("dt", "24/11/2026", "datetime"),
        ("dt", "tomorrow 7:30", "datetime"),
        ("gp", "behind the mosque", "geopoint"),
        ("gp", "95, 3", "geopoint"),
        ("ack", "never", "acknowledge"),
        ("im", "a picture", "file"),
    ],
)
def test_what_cannot_be_read_says_what_was_wanted(name: str, written: str, why: str) -> None:
    form = load(KINDS)
    assert read(ask(form, at(form, name), "en", MOMENT), written, "en") == Refusal(why)  # type: ignore[arg-type]


def test_media_follow_the_language_of_the_label() -> None:
    form = load(KINDS)
    assert ask(form, at(form, "t"), "ar", MOMENT).media == {"audio": "when.mp3", "image": "clock.png"}
    choices = ask(form, at(form, "so"), "en", MOMENT).options
    assert [dict(option.media) for option in choices] == [{"image": "x.png"}, {}, {}]


def test_another_choice_is_asked_for_in_words() -> None:
    form = load(KINDS)
    state = give(form, at(form, "so"), "other")
    assert "/data/so_other" in {question.ref for question in form.asked}
    assert go_to(form, state, "/data/so_other", MOMENT).position == "/data/so_other"


def test_a_range_says_what_it_offers() -> None:
    asked = ask(load(KINDS), at(load(KINDS), "down"), "en", MOMENT)
    assert asked.range is not None
    assert (asked.range.low, asked.range.high, asked.range.step) == (Decimal(-1), Decimal(1), Decimal("0.5"))


def test_a_division_tells_what_is_left_and_holds_at_its_end() -> None:
    form = load(DIVISION)
    state = give(form, start(form), "50", "20")
    asked = ask(form, state, "", MOMENT)
    assert asked.groups == ("Divide 100",)
    assert asked.division == Division(Decimal(100), Decimal(70))
    assert asked.division.left == 30
    wrong = refused(engine_answer(form, state, "40", MOMENT))
    assert (wrong.kind, wrong.message) == ("constraint", "Give 100 in all")
    assert name_of(give(form, state, "30")) == "why"


def test_a_division_that_was_changed_is_asked_to_its_end_again() -> None:
    form = load(DIVISION)
    whole = give(form, start(form), "50", "20", "30", "Because")
    changed = give(form, go_to(form, whole, "/data/points/road", MOMENT), "10")
    assert name_of(changed) == "water"
    again = give(form, changed, "60", "30")
    assert again.position == ""
    assert taken(finish(form, again, MOMENT))


def test_a_division_that_does_not_hold_is_not_sent() -> None:
    form = load(DIVISION)
    state = give(form, start(form), "50", "20", "30", "Because")
    broken = go_to(form, state, "/data/points/bus", MOMENT)
    assert refused(engine_answer(form, broken, "31", MOMENT)).kind == "constraint"
    left_open = give(form, broken, "")
    assert refused(finish(form, left_open, MOMENT)).state is not None
