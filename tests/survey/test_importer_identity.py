"""What asks who somebody is gets a note, in three languages; what only sounds like it does not."""

import pytest

from tests.survey.forms import load, place

ASKING = [
    ("text", "What is your name?", "asks_name"),
    ("text", "First name and surname", "asks_name"),
    ("text", "Name:", "asks_name"),
    ("text", "Quel est votre nom ?", "asks_name"),
    ("text", "Nom et prénom", "asks_name"),
    ("text", "Comment vous appelez-vous ?", "asks_name"),
    ("text", "ما اسمك؟", "asks_name"),
    ("text", "الاسم الكامل", "asks_name"),
    ("text", "الاِسْم الشخصي", "asks_name"),
    ("text", "What is your phone number?", "asks_phone"),
    ("integer", "Mobile number", "asks_phone"),
    ("text", "How can we reach you?", "asks_phone"),
    ("text", "Numéro de téléphone", "asks_phone"),
    ("integer", "N° de GSM", "asks_phone"),
    ("text", "Comment peut-on vous joindre ?", "asks_phone"),
    ("text", "رقم الهاتف", "asks_phone"),
    ("text", "ما هو رقم هاتفكم؟", "asks_phone"),
    ("text", "Your e-mail", "asks_email"),
    ("text", "Adresse électronique", "asks_email"),
    ("text", "البريد الإلكتروني", "asks_email"),
    ("text", "Identity card number", "asks_id_number"),
    ("text", "Passport number", "asks_id_number"),
    ("text", "Numéro de la CIN", "asks_id_number"),
    ("text", "Numéro de votre carte d’identité", "asks_id_number"),
    ("text", "رقم البطاقة الوطنية", "asks_id_number"),
    ("text", "رقم الهوية", "asks_id_number"),
    ("date", "When were you born?", "asks_birth"),
    ("date", "Date de naissance", "asks_birth"),
    ("date", "تاريخ الازدياد", "asks_birth"),
    ("text", "What is your home address?", "asks_address"),
    ("text", "Votre adresse", "asks_address"),
    ("text", "عنوانكم", "asks_address"),
]
NOT_ASKING = [
    ("text", "Name a place where you feel safe."),
    ("text", "What is the name of your neighbourhood?"),
    ("text", "What is the name of your organisation?"),
    ("text", "How would you name the new park?"),
    ("text", "How well does the telephone work in your village?"),
    ("integer", "How many mobile phones are there in your household?"),
    ("integer", "What do you pay for your mobile phone each month?"),
    ("text", "Which problems should the town address first?"),
    ("text", "Why did you have no identity card?"),
    ("integer", "How many children were born in your village?"),
    ("date", "When did you last see a doctor?"),
    ("text", "Quel est le nom de votre quartier ?"),
    ("text", "Au nom de quoi décide-t-on ?"),
    ("integer", "Combien de numéros ont été appelés ?"),
    ("text", "Pourquoi n’avez-vous pas de carte d’identité ?"),
    ("text", "À qui vous adressez-vous ?"),
    ("text", "ما اسم الحي الذي تسكنون فيه؟"),
    ("text", "ما اسم جمعيتكم؟"),
    ("text", "كيف تعمل شبكة الهاتف في قريتكم؟"),
    ("text", "ما هو أول عنوان في جدول أعمالكم؟"),
    ("note", "Do not write your name or your phone number."),
]


@pytest.mark.parametrize(("type", "label", "kind"), ASKING)
def test_what_asks_who_somebody_is_gets_a_note(type: str, label: str, kind: str) -> None:
    [warning] = load(f"type | name | label\n{type} | q | {label}").warnings
    assert place(warning) == (kind, "survey", 2, "label")
    assert "tells whose it is" in warning.text


@pytest.mark.parametrize(("type", "label"), NOT_ASKING)
def test_what_only_sounds_like_it_gets_none(type: str, label: str) -> None:
    assert load(f"type | name | label\n{type} | q | {label}").warnings == ()


def test_a_choice_among_answers_tells_nobody() -> None:
    survey = "type | name | label\nselect_one l | phone | May we call you?"
    assert load(survey, "list_name | name | label\nl | a | A\nl | b | B").warnings == ()


def test_one_language_is_enough_and_so_is_the_name_of_the_question() -> None:
    questions = "text | q | Tell us more | رقم الهاتف\ntext | phone_number | A | B"
    survey = f"type | name | label::en | label::ar\n{questions}"
    assert [place(each)[0::2] for each in load(survey).warnings] == [("asks_phone", 2), ("asks_phone", 3)]


@pytest.mark.parametrize(
    ("name", "label"), [("name", "Which village do you live in?"), ("address", "What should be done first?")]
)
def test_a_plain_word_as_the_name_of_a_question_is_not_enough(name: str, label: str) -> None:
    assert load(f"type | name | label\ntext | {name} | {label}").warnings == ()
