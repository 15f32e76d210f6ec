"""Recommendations are kept once, whatever files they come in, and what staff said of them stays."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.recommendations.importing import Taken, taken
from handlers.recommendations.marking import Marks, day_of, marked
from reports.recommendations.entry import Found, Recommendation
from storage import recommendations
from storage.changes import Changes, Stale
from tests.town import Town

ONE = Recommendation(
    "Slovenia",
    34,
    "121.1",
    "Ratify it (France)",
    ("France",),
    "supported",
    "A/HRC/43/15 - Para 121",
    ("Norms",),
    ("Children",),
    ("16",),
    3,
    "A/HRC/43/15",
)
TODAY = date(2026, 11, 24)


async def imports(town: Town, *entries: Recommendation) -> Taken:
    made = await taken(town.store, Found(entries))
    await town.store.apply(Changes(made.writes))
    return made


async def kept(town: Town) -> recommendations.Recommendation:
    (one,) = await recommendations.every(town.store.database)
    return one


async def test_all_of_it_is_kept_and_nothing_twice(town: Town) -> None:
    made = await imports(town, ONE)
    assert (made.new, made.changed, made.same) == (1, 0, 0)
    found = await kept(town)
    for name in Recommendation.__dataclass_fields__:
        assert getattr(found, name) == getattr(ONE, name), name
    made = await imports(town, ONE)
    assert (made.new, made.changed, made.same, made.writes) == (0, 0, 1, ())


async def test_what_comes_again_is_brought_up_to_date_and_stays_marked(town: Town) -> None:
    await imports(town, ONE)
    writes = await marked(town.store, await kept(town), Marks(competent=True, owner="Housing office"), TODAY)
    await town.store.apply(Changes(writes))
    made = await imports(town, replace(ONE, text="Ratify it at once (France)", position="noted", themes=()))
    assert (made.new, made.changed) == (0, 1)
    found = await kept(town)
    assert (found.text, found.position) == ("Ratify it at once (France)", "noted")
    assert found.themes == ("Norms",), "a file that says nothing of it takes nothing away"
    assert (found.competent, found.owner) == (True, "Housing office")


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, annotation="0a1b", document=""),
        replace(ONE, annotation="0a1b", session=0, cycle=0),
        replace(ONE, annotation="0a1b", session=0, source="", position=""),
    ],
)
@pytest.mark.parametrize("index_first", [True, False])
async def test_the_index_and_the_list_speak_of_the_same(
    town: Town, other: Recommendation, index_first: bool
) -> None:
    for each in (other, ONE) if index_first else (ONE, other):
        await imports(town, each)
    found = await kept(town)
    assert (found.annotation, found.session, found.position) == ("0a1b", 34, "supported")
    made = await imports(town, replace(other, number=""))
    assert made.new == 0, "without its number it is known by its annotation"


async def test_other_reviews_and_other_states_have_the_same_numbers(town: Town) -> None:
    await imports(town, ONE, replace(ONE, session=20, document="A/HRC/28/15"), replace(ONE, country="Chad"))
    found = await recommendations.every(town.store.database)
    assert [(each.country, each.session) for each in found] == [
        ("Chad", 34),
        ("Slovenia", 34),
        ("Slovenia", 20),
    ]
    assert [each.session for each in await recommendations.numbered(town.store.database, "121.1", 20)] == [20]


async def test_they_stand_in_the_order_of_their_numbers(town: Town) -> None:
    await imports(town, *(replace(ONE, number=each) for each in ("121.10", "121.2.b", "121.2.a", "99.1")))
    found = await recommendations.every(town.store.database)
    assert [each.number for each in found] == ["99.1", "121.2.a", "121.2.b", "121.10"]


async def test_each_status_stays_with_its_day_and_its_source(town: Town) -> None:
    await imports(town, ONE)
    found = await kept(town)
    earlier = Marks(status="not implemented", day=date(2025, 3, 1), source="National report")
    later = Marks(status="in progress", source="Mid-term report")
    for marks in (later, earlier, later):
        await town.store.apply(Changes(await marked(town.store, found, marks, TODAY)))
    said = await recommendations.progress_of(town.store.database, found.id)
    assert [(each.status, day_of(each).isoformat(), each.source) for each in said] == [
        ("not implemented", "2025-03-01", "National report"),
        ("in progress", "2026-11-24", "Mid-term report"),
    ]
    now = await recommendations.progress_now(town.store.database)
    assert now[found.id].status == "in progress", "the latest day counts, not what was written last"


async def test_nobody_marks_what_somebody_else_marked_meanwhile(town: Town) -> None:
    await imports(town, ONE)
    found = await kept(town)
    first = await marked(town.store, found, Marks(competent=True), TODAY)
    second = await marked(town.store, found, Marks(owner="Housing office"), TODAY)
    await town.store.apply(Changes(first))
    with pytest.raises(Stale):
        await town.store.apply(Changes(second))
    said = Marks(status="implemented", source="Report")
    both = [await marked(town.store, found, said, TODAY) for _ in range(2)]
    await town.store.apply(Changes(both[0]))
    with pytest.raises(Stale):
        await town.store.apply(Changes(both[1]))


@pytest.mark.parametrize(
    "marks",
    [
        Marks(status="implemented"),
        Marks(status="implemented", source="Report", day=date(2026, 11, 25)),
        Marks(status="implemented", source="Report", day=date(1999, 1, 1)),
        Marks(owner="x" * 151),
        Marks(source="x" * 301),
    ],
)
def test_what_cannot_be_kept(marks: Marks) -> None:
    assert marks.is_wrong(TODAY)
    assert not Marks(status="implemented", source="Report", day=TODAY).is_wrong(TODAY)


async def test_the_page_of_one_reads_that_one_alone(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await imports(town, *(replace(ONE, number=f"121.{number}") for number in range(40)))
    found = await recommendations.every(town.store.database)

    def each_time(*_: object) -> None:
        raise AssertionError("all are read for one")

    monkeypatch.setattr(recommendations, "every", each_time)
    database = town.store.database
    assert [await recommendations.coded(database, each.code) for each in found] == found
    codes = ("", "zz", found[0].code[:-1], found[0].id.hex(), "000000000000", "ffffffffffff", "é" * 12)
    assert [await recommendations.coded(database, code) for code in codes] == [None] * len(codes)


async def test_ours_are_those_that_we_can_act_on_in_their_order(town: Town) -> None:
    await imports(town, *(replace(ONE, number=f"121.{number}") for number in (10, 9, 8)))
    for each in await recommendations.every(town.store.database):
        writes = await marked(town.store, each, Marks(competent=each.number != "121.9"), TODAY)
        await town.store.apply(Changes(writes))
    assert [each.number for each in await recommendations.ours(town.store.database)] == ["121.8", "121.10"]


async def test_what_did_not_change_is_not_read_again_and_what_changed_is(town: Town) -> None:
    await imports(town, ONE, replace(ONE, number="121.2"))
    first, second = await recommendations.every(town.store.database)
    await imports(town, replace(ONE, text="Ratify it at once (France)"))
    changed, same = await recommendations.every(town.store.database)
    assert same is second
    assert (changed.id, changed.text) == (first.id, "Ratify it at once (France)")
