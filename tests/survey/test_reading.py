import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.engine import Asked, Kind, Option, Refusal
from survey.nodes import Document, Element
from survey.reading import read
from survey.tree import parse_xml, to_xml

LABELS = ("Housing: rent, repairs", "Écoles", "الماء")


def question(kind: Kind, *labels: str) -> Asked:
    options = tuple(Option(i, f"c{i}", label, False) for i, label in enumerate(labels))
    return Asked("/data/q", "q", kind, "Q", "", options, "", 1, 1, False, False, True)


def reading(kind: Kind, text: str, language: str = "en", labels: tuple[str, ...] = LABELS) -> str:
    """The value, or the kind of refusal in brackets."""
    value = read(question(kind, *labels), text, language)
    return f"({value.kind})" if isinstance(value, Refusal) else value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6", "6"),
        (" 6 ", "6"),
        ("٦", "6"),
        ("۱۲", "12"),
        ("１２", "12"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("007", "7"),
        ("-0", "0"),
        ("4.0", "4"),
        ("1,000", "1000"),
        ("1.000", "1000"),
        ("1 000 000", "1000000"),
        ("١٬٢٣٤", "1234"),
        ("\u200f٦", "6"),
        ("2,5", "(whole_number)"),
        ("lots", "(number)"),
        ("6 people", "(number)"),
        ("1.2.3", "(number)"),
        ("1,00,0", "(number)"),
        ("²", "(number)"),
        ("", ""),
    ],
)
def test_whole_numbers(text: str, value: str) -> None:
    assert reading("integer", text) == value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("2.5", "fr", "2.5"),
        ("2,5", "fr", "2.5"),
        ("2,5", "en", "2.5"),
        ("٢٫٥", "ar", "2.5"),
        ("٢،٥", "ar", "2.5"),
        (",5", "fr", "0.5"),
        ("2.50", "en", "2.5"),
        ("1,000", "en", "1000"),
        ("1,000", "fr", "1"),
        ("1.125", "fr", "1.125"),
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "fr", "1234.5"),
        ("1.234.567,5", "fr", "1234567.5"),
        ("1 234,5", "fr", "1234.5"),
        ("1'234.5", "de", "1234.5"),
        ("١٬٢٣٤٫٥", "ar", "1234.5"),
        ("1.2,3.4", "fr", "(number)"),
        (".", "fr", "(number)"),
    ],
)
def test_decimal_numbers(text: str, language: str, value: str) -> None:
    assert reading("decimal", text, language) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-24", "2026-11-24"),
        ("24/11/2026", "2026-11-24"),
        ("24.11.2026", "2026-11-24"),
        ("24-11-2026", "2026-11-24"),
        ("1/2/2026", "2026-02-01"),
        ("2026/1/2", "2026-01-02"),
        ("٢٤/١١/٢٠٢٦", "2026-11-24"),
        ("۲۰۲۶-۱۱-۲۴", "2026-11-24"),
        ("24 / 11 / 2026", "2026-11-24"),
        ("15 March 2020", "2020-03-15"),
        ("March 15, 2020", "2020-03-15"),
        ("the 1st of mar 2020", "2020-03-01"),
        ("31 June 2020", "(date)"),
        ("15 ju 2020", "(date)"),
        ("15 March", "(date)"),
        ("30/02/2026", "(date)"),
        ("11/24/2026", "(date)"),
        ("24/11/26", "(date)"),
        ("24/11-2026", "(date)"),
        ("tomorrow", "(date)"),
        ("", ""),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert reading("date", text) == value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1er mars 2020", "fr", "2020-03-01"),
        ("15 févr. 2020", "fr-MA", "2020-02-15"),
        ("15 AOUT 2020", "fr", "2020-08-15"),
        ("15 jui 2020", "fr", "(date)"),
        ("١٥ مارس ٢٠٢٠", "ar", "2020-03-15"),
        ("15 غشت 2020", "ar", "2020-08-15"),
        ("15 كانون الثاني 2020", "ar", "2020-01-15"),
        ("15 جانفي 2020", "ar", "2020-01-15"),
        ("12 de marzo de 2021", "es", "2021-03-12"),
        ("12 marzo 2021", "no-such", "(date)"),
    ],
)
def test_a_month_may_be_written_out_in_the_language(text: str, language: str, value: str) -> None:
    assert reading("date", text, language) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("housing: rent, repairs", "c0"),
        ("Housing:  rent, repairs.", "c0"),
        ("E\u0301COLES", "c1"),
        ("الماء", "c2"),
        ("c1", "c1"),
        ("2", "c1"),
        ("٢", "c1"),
        ("0", "(choice)"),
        ("4", "(choice)"),
        ("bread", "(choice)"),
        ("", ""),
    ],
)
def test_a_choice_is_told_by_label_name_or_place(text: str, value: str) -> None:
    assert reading("select_one", text) == value


def test_a_label_comes_before_a_place() -> None:
    assert reading("select_one", "3", labels=("3", "4", "5")) == "c0"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("select_multiple", "écoles, الماء", "c1 c2"),
        ("select_multiple", "1 ، 3", "c0 c2"),
        ("select_multiple", "1 3", "c0 c2"),
        ("select_multiple", "housing: rent, repairs", "c0"),
        ("select_multiple", "2\n3\n", "c1 c2"),
        ("select_multiple", "2, 2", "(duplicate)"),
        ("select_multiple", "2, bread", "(choice)"),
        ("select_multiple", ",", "(choice)"),
        ("select_multiple", "", ""),
        ("rank", "3, 1, 2", "c2 c0 c1"),
        ("rank", "3, 1", "c2 c0 c1"),
        ("rank", "3", "(incomplete)"),
    ],
)
def test_several_choices(kind: Kind, text: str, value: str) -> None:
    assert reading(kind, text) == value


def test_text_is_cleaned_and_not_too_long() -> None:
    assert reading("text", " one\r\ntwo\x00\x1b\ufffe\ud800 ") == "one\ntwo"
    assert reading("text", "x" * 4000) == "x" * 4000
    assert reading("text", "x" * 4001) == "(too_long)"


@given(st.text())
def test_whatever_is_written_can_stand_in_a_document(text: str) -> None:
    value = reading("text", text)
    element = Element("a")
    element.set_value(value)
    assert parse_xml(to_xml(Document(element))).root.value() == value


@given(st.text(), st.sampled_from(["integer", "decimal", "date", "select_one", "select_multiple", "rank"]))
def test_reading_never_fails(text: str, kind: Kind) -> None:
    assert isinstance(reading(kind, text), str)


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_is_read_in_any_grouping(number: int) -> None:
    for mark in (",", ".", " ", "٬", "'"):
        assert reading("integer", f"{number:,}".replace(",", mark)) == str(number)
