"""Events in a table: what is read of it, and what is wrong with it, by row and column."""

import tracemalloc
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.events.csv_table import Table, identity
from handlers.events.sheet import Around, EventRefused
from storage.consultations import Consultation
from storage.events import Event
from tests.town import REGIONS, SLUG, START, terms, words

CELLS = {
    "id": "1",
    "title::en": "Open evening",
    "title::fr": "Soirée",
    "title::ar": "أمسية",
    "about::en": "Ask.",
    "about::fr": "Demandez.",
    "about::ar": "اسألوا.",
    "starts": "2026-12-04 18:30",
    "ends": "2026-12-04 20:30",
    "zone": "",
    "place": "Town hall",
    "point": "33.256 -8.508",
    "link": "",
    "regions": "",
    "topics": "",
    "languages": "",
    "capacity": "",
}
TERMS = terms(topics={"housing": words("Housing")})
AROUND = Around(
    Consultation(TERMS, "open", TERMS.opens, TERMS.closes),
    frozenset(each.code for each in REGIONS),
    START,
    ("settat.example",),
)


def table(*rows: Mapping[str, str], sign: str = ",") -> bytes:
    lines = [
        sign.join(CELLS),
        *(sign.join(f'"{cell}"' for cell in ({**CELLS, **row}).values()) for row in rows),
    ]
    return "\r\n".join(lines).encode()


def read(content: bytes, *known: Event) -> list[Event]:
    return Table(AROUND, {each.id: each for each in known}).read(content)


def refused(content: bytes, *known: Event) -> list[str]:
    with pytest.raises(EventRefused) as found:
        read(content, *known)
    return str(found.value).splitlines()


def test_a_time_that_cannot_be_read_hides_no_other_mistake() -> None:
    assert refused(table({"starts": "soon", "title::fr": "", "place": "", "regions": "atlantis"})) == [
        "row 2, column place: is missing. Write it, or 'link' for what is held online.",
        "row 2, column regions: There is no region atlantis. There are: casa, jadida, settat.",
        "row 2, column starts: is not a time. Write one such as 2026-12-01 or 2026-12-01T09:00:00.",
        "row 2, column title::fr: is missing. Write it in every language.",
    ]


def test_all_columns_are_read() -> None:
    given = {
        "regions": "jadida, settat",
        "topics": "housing",
        "languages": "ar fr",
        "capacity": "40",
        "zone": "Asia/Jakarta",
        "link": "https://town.example",
    }
    (event,) = read(table(given))
    assert (event.regions, event.topics, event.languages) == (
        ("jadida", "settat"),
        ("housing",),
        ("ar", "fr"),
    )
    assert (event.capacity, event.point, event.link) == (40, "33.256 -8.508", "https://town.example")
    assert (f"{event.begins:%Y-%m-%d %H:%M}", event.zone) == ("2026-12-04 18:30", "Asia/Jakarta")
    assert event.title == {"en": "Open evening", "fr": "Soirée", "ar": "أمسية"}
    assert (event.id, event.state) == (identity(SLUG, "table", "1"), "asked")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_as_spreadsheets_save_it(sign: str, mark: bytes) -> None:
    content = mark + table({}, {"id": "2"}, sign=sign) + b"\r\n" + sign.encode() * 16 + b"\r\n\r\n"
    assert [each.place for each in read(content)] == ["Town hall", "Town hall"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"id": ""}, "column id: is missing"),
        ({"title::fr": " "}, "column title::fr: is missing"),
        ({"about::en": "x" * 601}, "column about::en: is longer than 600"),
        ({"starts": ""}, "column starts: is missing"),
        ({"starts": "4 December"}, "column starts: is not a time"),
        ({"starts": "2025-12-04 18:30"}, "column starts: must be to come"),
        ({"starts": "2027-02-07 02:30", "ends": "2027-02-07 06:00"}, "column starts: is skipped or comes"),
        ({"starts": "2027-03-13 23:00", "ends": "2027-03-14 02:30"}, "column ends: is skipped or"),
        ({"ends": "2026-12-04 18:00"}, "column ends: must be after"),
        ({"zone": "Settat"}, "column zone: 'Settat' is not a time zone"),
        ({"place": ""}, "column place: is missing"),
        ({"point": "91 0"}, "column point: is not on the map"),
        ({"link": "town.example"}, "column link: must begin with https://"),
        ({"regions": "atlantis"}, "column regions: There is no region atlantis. There are: casa, jadida"),
        ({"topics": "rents"}, "column topics: There is no topic rents. There are: housing."),
        ({"capacity": "many"}, "column capacity: is not a whole number"),
        ({"capacity": "-1"}, "column capacity:"),
    ],
)
def test_each_problem_by_its_row_and_column(cells: dict[str, str], told: str) -> None:
    (line,) = refused(table({"id": "first"}, cells))
    assert line.startswith(f"row 3, {told}"), line


def test_all_problems_at_once_in_the_order_of_the_file() -> None:
    found = refused(table({"title::en": "", "capacity": "x"}, {"id": "2", "regions": "x"}, {"topics": "y"}))
    assert [line.partition(":")[0] for line in found[:3]] == [
        "row 2, column capacity",
        "row 2, column title",
        "row 3, column regions",
    ]
    assert "row 4, column id: '1' stands in row 2 too. Give each event its own." in found


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("title::fr", "title", "row 1, column title: is not a column I know"),
        ("title::fr", "title", "row 1, column title::fr: is missing"),
        ("capacity", "room", "row 1, column room: is not a column I know"),
        ("capacity", "id", "row 1, column id: stands there twice"),
    ],
)
def test_the_first_row_names_what_is_known(before: str, after: str, told: str) -> None:
    assert any(told in line for line in refused(table({}).replace(before.encode(), after.encode(), 1)))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", table(), b"x" * 1_000_001, b'"'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    assert refused(content)


def test_a_table_of_empty_lines_is_not_held_whole() -> None:
    tracemalloc.start()
    try:
        assert "more than 1,000 rows" in refused(table() + b"\n" * 990_000)[0]
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_first_row_of_very_many_columns_is_looked_through_once() -> None:
    columns = ",".join(f"x{number}" for number in range(100_000)).encode()
    assert "row 1, column x0: is not a column I know. Check its spelling, or remove it." in refused(columns)


def test_a_row_that_is_known_and_past_is_no_problem_when_it_comes_again() -> None:
    (event,) = read(table({}))
    past = replace(AROUND, now=event.begins)
    assert Table(past, {event.id: event}).read(table({})) == [event]
    with pytest.raises(EventRefused, match="must be to come"):
        Table(past, {}).read(table({}))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), st.integers(0, 300))
def test_whatever_comes_is_read_or_refused(noise: bytes, place: int) -> None:
    good = table({})
    for content in (noise, good[:place] + noise + good[place:]):
        assert read_or_refused(content)


def read_or_refused(content: bytes) -> bool:
    """Whether events are as they must be, or there is a reason why there are none."""
    try:
        return all(each.title and each.ends > each.starts for each in read(content))
    except EventRefused as found:
        return bool(str(found))
