"""Keys whose destruction erases: each there until it is destroyed, in every process, and never again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage import erasure_keys
from storage.changes import StorageDown
from storage.erasure_keys import AT_ONCE, FREE, NAME, NO_KEY, SIZE, ErasureKeyMissing, ErasureKeys


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[ErasureKeys]:
    keys = ErasureKeys(tmp_path)
    yield keys
    keys.close()


def content(keys: ErasureKeys) -> bytes:
    return (keys.folder / NAME).read_bytes()


def test_a_key_is_in_the_file_until_it_is_destroyed(keys: ErasureKeys) -> None:
    number = keys.draw()
    key = keys.read(number)
    assert len(key) == SIZE
    assert key in content(keys)
    keys.destroy([number])
    assert key not in content(keys)
    with pytest.raises(ErasureKeyMissing):
        keys.read(number)


def test_what_has_no_key_of_its_own_reads_as_empty_and_is_passed_over(keys: ErasureKeys) -> None:
    assert keys.read(NO_KEY) == b""
    keys.destroy([NO_KEY])


def test_a_number_that_outlived_its_key_leaves_the_next_key_in_its_place_alone(
    keys: ErasureKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure_keys, "AT_ONCE", 1)
    monkeypatch.setattr(erasure_keys._chance, "randrange", lambda *_: 7)
    old = keys.draw()
    keys.destroy([old])
    new = keys.draw()
    keys.destroy([old])
    assert keys.read(new)
    with pytest.raises(ErasureKeyMissing):
        keys.read(old)


def test_a_crowded_file_grows_and_keeps_every_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure_keys, "FIRST", 16)
    keys = ErasureKeys(tmp_path)
    numbers = [keys.draw() for _ in range(500)]
    assert len({keys.read(number) for number in numbers}) == 500
    assert len(content(keys)) > 500 * SIZE
    keys.close()


def test_only_its_owner_reads_the_file(keys: ErasureKeys) -> None:
    keys.draw()
    assert (keys.folder / NAME).stat().st_mode & 0o077 == 0


def test_what_nobody_took_is_gone_when_it_is_closed(tmp_path: Path) -> None:
    keys = ErasureKeys(tmp_path)
    number = keys.draw()
    unused = keys.draw()
    keys.give_back(unused)
    kept = keys.read(number)
    keys.close()
    assert content(keys).replace(FREE, b"").strip(b"\0").replace(kept, b"") == b""
    again = ErasureKeys(tmp_path)
    assert again.read(number) == kept
    with pytest.raises(ErasureKeyMissing):
        again.read(unused)
    again.close()


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(StorageDown, match="cannot be written"):
        ErasureKeys(tmp_path).draw()


def test_without_room_there_is_no_key_and_what_is_there_can_be_destroyed(
    keys: ErasureKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [keys.draw() for _ in range(AT_ONCE)]
    with monkeypatch.context() as patch:
        patch.setattr(erasure_keys, "_make_key", _full)
        assert keys.draw() == NO_KEY
        keys.destroy(there)
    assert keys.draw() != NO_KEY


def _full(_: int) -> int:
    raise OSError(28, os.strerror(28))


def test_processes_that_share_a_folder_draw_different_keys_and_read_each_others(tmp_path: Path) -> None:
    draw = (
        "import sys; from pathlib import Path; from storage.erasure_keys import ErasureKeys\n"
        "keys = ErasureKeys(Path(sys.argv[1]))\n"
        "for _ in range(300):\n"
        "    number = keys.draw(); print(number, keys.read(number).hex())\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", draw, tmp_path], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    pairs = [line.split() for each in running for line in each.communicate()[0].splitlines()]
    assert len({number for number, _ in pairs}) == 900
    keys = ErasureKeys(tmp_path)
    assert all(keys.read(int(number)).hex() == key for number, key in pairs)
    keys.close()


class Walk(RuleBasedStateMachine):
    """Two processes draw, read and destroy in any order; a dictionary says what must be there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(f"{self.root}/{os.urandom(8).hex()}")
        self.both = [ErasureKeys(self.folder), ErasureKeys(self.folder)]
        self.there: dict[int, bytes] = {}
        self.gone: list[int] = []

    root = ""

    @rule(at=st.integers(0, 1))
    def draws(self, at: int) -> None:
        number = self.both[at].draw()
        assert number not in self.there
        self.there[number] = self.both[at].read(number)

    @rule(at=st.integers(0, 1), data=st.data())
    def destroys(self, at: int, data: st.DataObject) -> None:
        if numbers := [*self.there, *self.gone]:
            number = data.draw(st.sampled_from(numbers))
            self.both[at].destroy([number])
            if self.there.pop(number, None):
                self.gone.append(number)

    @rule(at=st.integers(0, 1))
    def starts_again(self, at: int) -> None:
        self.both[at].close()

    @invariant()
    def each_is_there_or_gone(self) -> None:
        for keys in self.both:
            assert all(keys.read(number) == key for number, key in self.there.items())
            for number in self.gone:
                with pytest.raises(ErasureKeyMissing):
                    keys.read(number)

    def teardown(self) -> None:
        for keys in self.both:
            keys.close()


def test_in_any_order_each_key_is_there_until_it_is_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure_keys, "FIRST", 64)
    monkeypatch.setattr(erasure_keys, "AT_ONCE", 3)
    monkeypatch.setattr(Walk, "root", str(tmp_path))
    Walk.TestCase("runTest").runTest()
