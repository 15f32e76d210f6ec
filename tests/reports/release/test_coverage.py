"""Who has been heard, and who not yet: what is said holds whatever rounding and hiding have done."""

from reports.release.coverage import heard


def test_who_is_missing_most_stands_first_and_who_is_not_shown_before_all() -> None:
    people = {"north": 200, "south": 90, "east": None, "west": 100}
    found = heard(400, people, {"north": 100, "south": 600, "east": 50, "west": 250})
    assert [(each.category, each.verdict) for each in found] == [
        ("east", "hidden"),
        ("south", "fewer"),
        ("west", "even"),
        ("north", "more"),
    ]
    assert [round(each.of_population or 0, 2) for each in found] == [0.05, 0.6, 0.25, 0.1]


def test_without_a_figure_for_each_nothing_is_compared() -> None:
    found = heard(100, {"a": 60, "b": 40}, {"a": 10})
    assert [(each.category, each.people, each.verdict) for each in found] == [("a", 60, ""), ("b", 40, "")]


def test_of_fewer_than_fifty_no_share_is_said() -> None:
    assert [each.of_people for each in heard(45, {"a": 20, "b": 25}, {"a": 1, "b": 1})] == [None, None]
