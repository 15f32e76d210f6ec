"""Every bar has its name: there is room for it, and no program leaves it out."""

from hypothesis import given
from hypothesis import strategies as st

from reports.files.charts import EACH, HIGHEST, LINE, MOST, NAME, chart, height


@given(st.lists(st.text("abc ", min_size=1, max_size=2 * NAME), min_size=1, max_size=MOST))
def test_a_chart_is_high_enough_for_the_names_of_its_bars(labels: list[str]) -> None:
    assert height(labels) <= HIGHEST
    longest = max(len(label.strip()) for label in labels)
    wanted = len(labels) * (EACH + LINE * max(1, -(-longest // NAME)))
    assert height(labels) >= min(HIGHEST, wanted) or longest == 0


def test_no_name_is_left_out_and_bars_grow_from_the_side_where_reading_begins() -> None:
    for from_right, begins in ((False, "minMax"), (True, "maxMin")):
        made = chart(["Water", "Health"], [20, None], from_right)
        assert made.x_axis.tickLblSkip == 1
        assert made.y_axis.scaling.orientation == begins
        assert made.y_axis.scaling.min == 0
        assert [point.v for point in made.ser[0].val.numLit.pt] == [20]
