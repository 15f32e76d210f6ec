"""Attacks that see published releases alone. On ours they find nothing; on an unsafe baseline they do."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from statistics import mean

import pytest
from scipy.stats import binomtest

from reports.release.grid import Answered, Grid
from tests.reports.release.attacks.seen import OURS, UNSAFE, Cell, Seen
from tests.reports.release.attacks.solving import Solver
from tests.reports.release.attacks.suite import (
    Found,
    Truth,
    by_sums,
    by_sybils,
    by_watching,
    our_releases,
    truth,
)
from tests.reports.release.attacks.unsafe import unsafe_releases
from tests.reports.release.simulated import BEGUN, GRID, Crowd, crowd
from tests.reports.release.size import CONSULTATIONS, PERSONS, TIMEOUT

SURE = 0.99
pytestmark = pytest.mark.timeout(TIMEOUT)
States = list[list[Answered]]


def states(seed: int, grid: Grid = GRID) -> States:
    """A consultation at three times: people come, change their answers, and erase them."""
    here = crowd(Random(seed).choice((60, 120, 250, 500)), seed, grid)
    found = [list(here.people)]
    for _ in range(2):
        many = len(here.people)
        here.go(many // 15)
        here.change(many // 15)
        here.come(many // 6 + 12)
        found.append(list(here.people))
    return found


def test_nothing_hidden_is_recovered_and_the_baseline_is_broken() -> None:
    found: dict[str, Found] = defaultdict(Found)
    for seed in range(CONSULTATIONS):
        there = states(seed)
        known = truth(GRID, there)
        ours, unsafe = our_releases(GRID, there), unsafe_releases(GRID, there)
        _note(found, "sums", by_sums(ours, OURS, known))
        _note(
            found, "sums, every hidden number taken for a small one", by_sums(ours, OURS, known, guess=True)
        )
        _note(found, "a watcher of arrivals and erasures", by_watching(ours, OURS, known))
        _note(found, "sybils who made every change", by_sybils(ours, OURS, known))
        _note(found, "unsafe: sums", by_sums(unsafe, UNSAFE, known))
        _note(found, "unsafe: a watcher", by_watching(unsafe, UNSAFE, known))
        _note(found, "unsafe: sybils", by_sybils(unsafe, UNSAFE, known))
    for name, each in found.items():
        print(f"{name}: {each}")
    ours_alone = [each for name, each in found.items() if not name.startswith("unsafe")]
    assert all(each.recovered == 0 and each.cells for each in ours_alone)
    assert all(each.narrowest >= 9 for each in ours_alone[:3])
    assert found["unsafe: sybils"].recovered >= 0.6 * found["unsafe: sybils"].cells


def test_what_is_hidden_from_one_tells_nothing_to_who_takes_it_for_small() -> None:
    """In this consultation, what was hidden from a watcher left 6 open to who guessed afterwards."""
    there = states(15)
    assert by_sums(our_releases(GRID, there), OURS, truth(GRID, there), guess=True).narrowest >= 9


def test_who_began_and_where_they_stand_is_as_safe() -> None:
    """They are a table without regions: who goes on stands elsewhere, and who sends is gone from it."""
    found: dict[str, Found] = defaultdict(Found)
    for seed in range(3 * CONSULTATIONS):
        there = states(seed, BEGUN)
        known = truth(BEGUN, there)
        ours = our_releases(BEGUN, there)
        _note(found, "sums", by_sums(ours, OURS, known))
        _note(found, "guesses", by_sums(ours, OURS, known, guess=True))
        _note(found, "a watcher", by_watching(ours, OURS, known))
        _note(found, "sybils", by_sybils(ours, OURS, known))
        _note(found, "unsafe: sums", by_sums(unsafe_releases(BEGUN, there), UNSAFE, known))
    print({name: str(each) for name, each in found.items()})
    unsafe = found.pop("unsafe: sums")
    assert all(each.recovered == 0 and each.cells for each in found.values())
    assert unsafe.narrowest < 9


def _note(found: dict[str, Found], name: str, one: Found) -> None:
    all_of_it = found[name]
    all_of_it.cells += one.cells
    all_of_it.recovered += one.recovered
    all_of_it.narrow += one.narrow
    all_of_it.narrowest = min(all_of_it.narrowest, one.narrowest)


def test_what_one_person_answered_is_not_told_by_two_releases_around_their_erasure() -> None:
    assert _named(our_releases) == 0
    assert _named(unsafe_releases) >= 0.6 * PERSONS


def _named(publish: Callable[..., list[bytes]]) -> int:
    """Of so many people, whose answer is told by what is different between two releases."""
    found = 0
    for seed in range(PERSONS):
        there = crowd(150, seed, GRID).people
        gone = next(each for each in there if "worst" in each.answers)
        seen = Seen(publish(GRID, [there, [each for each in there if each is not gone]]), "worst")
        rows = [("", ""), ("region", gone.categories[0]), ("age", gone.categories[1])]
        less = {choice for row in rows for choice in seen.choices if _less(seen, row, choice)}
        found += less == set(gone.answers["worst"])
    return found


def _less(seen: Seen, row: tuple[str, str], choice: str) -> bool:
    before, after = (seen.numbers.get(Cell(time, row, choice)) for time in (0, 1))
    return before is not None and after is not None and after < before


def test_nine_sybils_around_one_person_do_not_tell_their_answer() -> None:
    """The tenth change is somebody else's: every answer they could have given must still be possible."""
    assert _told_by_sybils(our_releases, OURS.slack) == 0
    assert _told_by_sybils(unsafe_releases, UNSAFE.slack) >= 0.6 * PERSONS


def _told_by_sybils(publish: Callable[..., list[bytes]], slack: int) -> int:
    found = 0
    for seed in range(PERSONS):
        here = crowd(200, seed)
        before = list(here.people)
        person = replace(here.one(), answers={"worst": (here.chance.choice(("housing", "water")),)})
        sybils = [
            replace(here.one(), categories=person.categories, answers={"worst": ("work",)}) for _ in range(9)
        ]
        seen = Seen(publish(GRID, [before, [*before, person, *sybils]]), "worst")
        row = ("region", person.categories[0])
        possible = [each for each in seen.choices if _is_possible(seen, row, each, slack)]
        found += possible == list(person.answers["worst"])
    return found


def _is_possible(seen: Seen, row: tuple[str, str], answer: str, slack: int) -> bool:
    for choice in seen.choices:
        before, after = (seen.numbers.get(Cell(time, row, choice)) for time in (0, 1))
        if before is not None and after is not None:
            more = 9 * (choice == "work") + (choice == answer)
            if abs(after - before - more) > 2 * slack:
                return False
    return True


def test_nobody_is_told_to_have_answered_what_nearly_all_of_their_group_did() -> None:
    """In one region all but two gave one answer."""
    ours, unsafe = 0, 0
    for seed in range(CONSULTATIONS + 2):
        there = _of_one_mind(seed)
        known = truth(GRID, [there])
        ours += _alike(our_releases(GRID, [there]), known)
        unsafe += _alike(unsafe_releases(GRID, [there]), known, unsafe=True)
    assert ours == 0
    assert unsafe >= CONSULTATIONS


def _of_one_mind(seed: int) -> list[Answered]:
    here = crowd(250, seed)
    alike = [each for each in here.people if each.categories[0] == "region 1" and "safe" in each.answers]
    return [
        replace(each, answers={**each.answers, "safe": ("yes" if alike.index(each) > 1 else "no",)})
        if each in alike
        else each
        for each in here.people
    ]


def _alike(releases: Sequence[bytes], known: Truth, unsafe: bool = False) -> int:
    """In how many blocks it is certain that all but nine gave one answer."""
    seen = Seen(releases, "safe")
    solver = Solver(seen, UNSAFE if unsafe else OURS)
    return sum(
        (others := solver.interval(cell._replace(choice=""), less=cell)) is not None and others.high < 10
        for cell in seen.numbers
        if cell.choice and known.of(cell._replace(choice=""), 1) >= 20
    )


def test_a_mean_over_many_releases_tells_no_hidden_number() -> None:
    """Ten sybils before each release have other numbers rounded anew, and their mean comes nearer.

    Who takes it for the number is right now and then. So is who sees no release, and says of each what is
    true of most such numbers. It is to be possible that the first knows no more than the second.
    """
    guesses, truths = list[int | None](), list[int]()
    for seed in range(CONSULTATIONS):
        here = crowd(300, seed)
        there = [list(here.people)]
        for _ in range(7):
            _sybils(here)
            there.append(list(here.people))
        known = truth(GRID, there)
        seen, grown = Seen(our_releases(GRID, there), "worst"), known.known(2)
        for cell in (each for each in seen.hidden if each.release == 0 and each.choice):
            found = (_difference(seen, cell, time, grown) for time in seen.releases)
            guesses.append(_guess([each for each in found if each is not None]))
            truths.append(known.of(cell, 2))
    (most, many), *_ = Counter(truths).most_common(1)
    right = sum(
        (most if guess is None else guess) == true for guess, true in zip(guesses, truths, strict=True)
    )
    surely, blind = binomtest(right, len(truths)).proportion_ci(SURE).low, many / len(truths)
    print(f"means: {right} of {len(truths)} told right, at least {surely:.0%}; who sees nothing {blind:.0%}")
    assert len(truths) > 10
    assert surely <= blind


def _guess(estimates: Sequence[float]) -> int | None:
    """Their mean, if a hidden number can be that; else the nearest that it can be. None without any."""
    if not estimates:
        return None
    low, high = OURS.hidden
    return min(high, max(low, round(mean(estimates))))


def _sybils(here: Crowd) -> None:
    for region in GRID.dimensions[0].categories:
        for age in GRID.dimensions[1].categories:
            for _ in range(10):
                here.people.append(
                    replace(here.one(), categories=(region, age), answers={"worst": ("housing",)})
                )


def _difference(seen: Seen, cell: Cell, time: int, grown: Mapping[Cell, int]) -> float | None:
    """The base without all other answers, where these are shown, as it was in the first release."""
    others = [cell._replace(release=time, choice=each) for each in seen.choices if each != cell.choice]
    base = cell._replace(release=time, choice="")
    numbers = [seen.numbers.get(each) for each in (base, *others)]
    if any(each is None for each in numbers):
        return None
    first, *rest = (
        number - grown[each]
        for number, each in zip(numbers, (base, *others), strict=True)
        if number is not None
    )
    return first - sum(rest)


def test_percentages_say_no_more_than_the_numbers() -> None:
    (release,) = our_releases(GRID, [crowd(500, 1).people])
    for question in json.loads(release)["questions"]:
        for block in question["blocks"]:
            for choice, percent in block.get("percent", {}).items():
                count, base = block["counts"][choice], block["base"]
                assert percent is None or percent == int(100 * count / base + 0.5)
