"""Cards as people see them in the chat."""

from dataclasses import replace

from bot.channels.telegram.render import Keyboard, render_card, render_news
from bot.channels.telegram.text import units
from storage.messages import Button, Card, News
from tests.bot.channels.telegram.voices import Voice
from tests.bot_api.markup import read_html


def labels(keyboard: Keyboard) -> list[list[str]]:
    return [[button["text"] for button in row] for row in keyboard]


def choice(label: str, chosen: bool = False) -> Button:
    return Button(label, f"1:{label}", "choice", chosen)


NAVIGATION = (
    Button("Back", "1:back", "back"),
    Button("Done (2)", "1:done", "main"),
    Button("Skip", "1:skip"),
)


def test_a_question() -> None:
    card = Card(
        3,
        "en",
        "Which of these is hardest where you live?",
        hint="Choose up to three, then Done.",
        progress=(3, 12),
        buttons=(
            *((choice(label, label in {"Housing", "Health"}),) for label in ("Housing", "Schools", "Health")),
            NAVIGATION,
        ),
    )
    text, keyboard = render_card(card, Voice)
    assert text == (
        "<b>3 of 12</b> · Which of these is hardest where you live?\n<i>Choose up to three, then Done.</i>"
    )
    assert labels(keyboard) == [["✓ Housing", "Schools"], ["✓ Health"], ["← Back", "Done (2)", "Skip"]]


def test_everything_on_one_card() -> None:
    card = Card(
        5,
        "en",
        "How many people live in your home?",
        body="First line.\nSecond line.",
        hint="Write a number.",
        notice="I could not read that as a number. For example: 4",
        progress=(5, 12),
        writes="number",
        written="6 & more",
    )
    assert render_card(card, Voice) == (
        "I could not read that as a number. For example: 4\n\n"
        "<b>5 of 12</b> · How many people live in your home?\n<i>Write a number.</i>\n\n"
        "First line.\nSecond line.\n\n"
        "Your answer: 6 &amp; more",
        [],
    )


def test_a_heading_without_progress_is_bold_and_harmless() -> None:
    assert render_card(Card(1, "en", "<i>& you</i>", body="a < b"), Voice).text == (
        "<b>&lt;i&gt;&amp; you&lt;/i&gt;</b>\n\na &lt; b"
    )


def test_arabic() -> None:
    card = Card(3, "ar", "ما الأصعب حيث تعيش؟", hint="اختر ثلاثة على الأكثر", progress=(3, 12))
    assert render_card(card, Voice).text == (
        "<b>3 من 12</b> · ما الأصعب حيث تعيش؟\n<i>اختر ثلاثة على الأكثر</i>"
    )


def test_one_long_choice_gives_each_its_own_row() -> None:
    buttons = (choice("Housing"), choice("Schools and what children learn there"))
    keyboard = render_card(Card(1, "en", "?", buttons=(buttons, NAVIGATION)), Voice).keyboard
    assert labels(keyboard) == [
        ["Housing"],
        ["Schools and what children learn there"],
        ["← Back", "Done (2)", "Skip"],
    ]


def test_the_way_back_points_against_the_direction_of_its_script() -> None:
    card = Card(1, "ar", "?", buttons=((Button("رجوع", "1:back", "back"), Button("تجاوز", "1:skip")),))
    assert labels(render_card(card, Voice).keyboard) == [["→ رجوع", "تجاوز"]]


def test_rows_of_numbers_are_filled_alike() -> None:
    buttons = tuple((choice(str(number)),) for number in range(11))
    keyboard = render_card(Card(1, "en", "?", buttons=buttons), Voice).keyboard
    assert labels(keyboard) == [list("0123"), list("4567"), ["8", "9", "10"]]


def test_what_a_button_does() -> None:
    link = Button("Results", "https://example.org/r", "link")
    keyboard = render_news(News("n1", "en", "It is open & free.", ((link, choice("Yes")),))).keyboard
    assert keyboard == [
        [{"text": "Results", "url": "https://example.org/r"}, {"text": "Yes", "callback_data": "1:Yes"}]
    ]


def test_news_is_plain_text_made_safe() -> None:
    assert render_news(News("n1", "en", "It is open & <free>.")) == ("It is open &amp; &lt;free&gt;.", [])


def test_too_long_a_card_is_cut_within_the_limit() -> None:
    card = Card(1, "en", "Your answers", body="😀&" * 3000, written="not reached", progress=(1, 2))
    plain, entities = read_html(render_card(card, Voice).text)
    assert 4090 < units(plain) <= 4096
    assert plain.endswith("…")
    assert [entity["type"] for entity in entities] == ["bold"]


def test_a_long_review_is_read_in_parts_of_whole_lines() -> None:
    lines = [f"{number}. A question of some length that was asked: an answer" for number in range(1, 151)]
    card = Card(1, "en", "Your answers", body="\n".join(lines), buttons=((NAVIGATION[0],),), turns="1.2.part")
    read: list[str] = []
    for part in range(3):
        text, keyboard = render_card(replace(card, part=part), Voice)
        assert units(text) < 4096
        read += text.split("\n\n")[1].split("\n")
        assert [button["callback_data"] for row in keyboard for button in row] == [
            *([f"1.2.part{part - 1}"] if part else []),
            *([f"1.2.part{part + 1}"] if part < 2 else []),
            "1:back",
        ]
    assert read == lines


def test_turning_in_arabic() -> None:
    card = Card(
        1, "ar", "أين؟", buttons=tuple((choice(str(n)),) for n in range(30)), part=1, turns="1.2.part"
    )
    assert labels(render_card(card, Voice).keyboard)[-1] == ["→ 1 من 3", "3 من 3 ←"]
