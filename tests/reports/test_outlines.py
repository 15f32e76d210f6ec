"""Areas of regions, coarse and on a map."""

from math import cos, pi, radians, sin

from hypothesis import given
from hypothesis import strategies as st

from reports.outlines import WIDE, Ring, drawn, written

WEST: Ring = [(-9.0, 33.0), (-8.0, 33.0), (-8.0, 34.0), (-9.0, 34.0), (-9.0, 33.0)]
EAST: Ring = [(x + 1, y) for x, y in WEST]


def circle(corners: int) -> Ring:
    return [(cos(2 * pi * at / corners), sin(2 * pi * at / corners)) for at in range(corners)] + [(1.0, 0.0)]


def test_a_map_has_north_up_and_a_number_in_the_middle_of_each_region() -> None:
    made = drawn(written({"west": [WEST], "east": [EAST]}))
    assert made
    assert made.height == round(WIDE / 2 / cos(radians(33.5))) + 1
    west, east = made.shapes
    assert west.path.startswith(f"M0,{made.height - 1} 300,{made.height - 1} 300,0")
    assert [round(each.x) for each in (west, east)] == [150, 450]
    assert abs(west.y - made.height / 2) <= 1


def test_points_that_nobody_would_see_are_left_out() -> None:
    outline = written({"round": [circle(5_000)]})["round"]
    assert 10 < len(outline.split(" ")) / 2 < 100
    assert written({"round": [circle(5_000)]}) == {"round": outline}


def test_a_ring_of_very_many_corners_is_made_coarse_too() -> None:
    """Every second corner is a spike, so that hardly one can go."""
    spikes: Ring = [(at / 100_000, (at % 2) * (at * 7919 % 1000) / 1000) for at in range(100_000)]
    outline = written({"comb": [[*spikes, spikes[0]]]})["comb"]
    assert 100 < len(outline.split(" ")) / 2 < 50_000


def test_a_rock_beside_an_island_is_left_out_but_a_region_that_is_a_rock_stays() -> None:
    rock: Ring = [(x / 10_000, y / 10_000) for x, y in WEST]
    assert ";" not in written({"island": [circle(50), rock]})["island"]
    assert written({"island": [circle(50)], "rock": [rock]})["rock"]


def test_without_areas_there_is_no_map() -> None:
    assert drawn({"west": "", "east": ""}) is None
    assert drawn({}) is None


points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.dictionaries(st.text(max_size=3), st.lists(st.lists(points, min_size=1), min_size=1), max_size=3))
def test_whatever_lies_where_can_be_drawn(areas: dict[str, list[Ring]]) -> None:
    made = drawn(written(areas))
    for shape in made.shapes if made else ():
        assert "nan" not in shape.path
        assert shape.path.startswith("M")
