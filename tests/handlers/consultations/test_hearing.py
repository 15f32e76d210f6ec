"""Who has been heard in the last release, and who not yet."""

from dataclasses import replace

from handlers.consultations.hearing import hearings
from handlers.words import Words
from storage import consultations
from storage.changes import Changes
from tests.released import crowd, release
from tests.town import REGIONS, SLUG, Town

LIVE_THERE = {"jadida": 100_000, "settat": 900_000}


AREA = "-8.5 33 -8 33 -8 33.5 -8.5 33"


async def counted(town: Town) -> None:
    areas = {"settat": AREA}
    regions = [
        replace(each, population=LIVE_THERE.get(each.code), outline=areas.get(each.code, ""))
        for each in REGIONS
    ]
    await town.store.apply(Changes(consultations.put_regions(SLUG, regions)))


async def test_before_a_release_nothing_is_said(town: Town) -> None:
    await crowd(town, 60)
    assert await hearings(town.store, Words("en"), await town.consultation()) == []


async def test_regions_stand_beside_how_many_live_there_and_who_is_missing_most_comes_first(
    town: Town,
) -> None:
    await counted(town)
    await crowd(town, 200)
    await release(town)
    (one,) = await hearings(town.store, Words("ar"), await town.consultation())
    assert one.people == 200
    part, languages = one.parts
    assert part.compared
    assert not languages.compared
    assert part.map
    assert [shape.code for shape in part.map.shapes] == ["settat"], "as far as areas are known"
    assert [(label, each.verdict) for label, each in part.lines] == [("سطات", "fewer"), ("الجديدة", "more")]
    assert all(each.people is not None and each.people % 5 == 0 for _, each in part.lines)


async def test_later_answers_are_not_in_it(town: Town) -> None:
    await crowd(town, 200)
    await release(town)
    before = await hearings(town.store, Words("en"), await town.consultation())
    await crowd(town, 7, seed=2)
    assert await hearings(town.store, Words("en"), await town.consultation()) == before


async def test_without_figures_nothing_is_compared(town: Town) -> None:
    await crowd(town, 200)
    await release(town)
    (one,) = await hearings(town.store, Words("en"), await town.consultation())
    assert not one.parts[0].compared
    assert one.parts[0].map is None
    assert {each.verdict for _, each in one.parts[0].lines} == {""}


async def test_of_few_no_number_is_said(town: Town) -> None:
    await counted(town)
    await crowd(town, 19)
    await release(town)
    (one,) = await hearings(town.store, Words("en"), await town.consultation())
    assert one.people is None
    assert {each.people for part in one.parts for _, each in part.lines} == {None}
