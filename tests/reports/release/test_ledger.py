"""What is remembered of releases comes back whole, and reads as nothing to whoever has not the key."""

from reports.release.ledger import Kept, Ledger, packed, unpacked
from reports.release.making import make_release
from tests.reports.release.simulated import GRID, crowd, gathered


def test_a_ledger_comes_back_as_it_was_and_the_next_release_is_the_same() -> None:
    here = crowd(120, 4)
    ledger = Ledger()
    for _ in range(2):
        ledger = make_release(gathered(GRID, here.people), ledger, {})
        here.go(5)
        here.come(30)
    kept = {("residents", "open"): Kept(GRID, ledger), ("ours", "open"): Kept(GRID, Ledger())}
    back = unpacked(packed(kept))
    assert back == kept
    after = [
        make_release(gathered(GRID, here.people), each, {})
        for each in (ledger, back["residents", "open"].ledger)
    ]
    assert after[0] == after[1]


def test_before_the_first_release_nothing_is_remembered() -> None:
    assert unpacked(b"") == {}


def test_the_order_in_a_ledger_tells_nothing() -> None:
    people = crowd(60, 5).people
    made = [make_release(gathered(GRID, those), Ledger(), {}) for those in (people, people[::-1])]
    assert packed({("a", "open"): Kept(GRID, made[0])}) == packed({("a", "open"): Kept(GRID, made[1])})
