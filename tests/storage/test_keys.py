"""The keys: where they lie, who may read them, and how one ends."""

import os
import shlex
import stat
import subprocess
from pathlib import Path

import pytest

from storage.changes import StorageDown
from storage.closures import record_closure
from storage.keys import KeyMissing, Keyring
from storage.store import Store

MASTER = os.urandom(32)
SLUG = "settat-2026"


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    keys = Keyring(tmp_path / "keys", MASTER)
    keys.create(SLUG)
    return keys


def test_files_are_for_their_owner_only(keys: Keyring) -> None:
    files = sorted(keys.folder.iterdir())
    assert [file.name for file in files] == [f"{SLUG}.answers", f"{SLUG}.link"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700


def test_files_hold_no_key_in_the_clear(keys: Keyring) -> None:
    for key, kind in ((keys.link(SLUG), "link"), (keys.answers(SLUG), "answers")):
        assert key not in (keys.folder / f"{SLUG}.{kind}").read_bytes()


def test_making_keys_again_changes_none(keys: Keyring) -> None:
    before = keys.link(SLUG), keys.answers(SLUG)
    keys.create(SLUG)
    assert (keys.link(SLUG), keys.answers(SLUG)) == before


def test_keys_of_two_purposes_are_unlike() -> None:
    keys = Keyring(Path(), MASTER)
    assert len({keys.contact, keys.index, keys.codes, keys.wrapping, keys.trial, MASTER}) == 6
    assert MASTER.hex() not in repr(keys)
    assert keys.index.hex() not in repr(keys)


def test_a_destroyed_key_is_overwritten_before_its_name_goes(keys: Keyring) -> None:
    path = keys.folder / f"{SLUG}.link"
    other_name = keys.folder / "still-held"
    other_name.hardlink_to(path)
    before = other_name.read_bytes()
    keys.destroy(SLUG, "link")
    after = other_name.read_bytes()
    assert not path.exists()
    assert len(after) == len(before)
    assert not any(before[at : at + 16] in after for at in range(0, len(before) - 16))
    with pytest.raises(KeyMissing, match=f"link key of {SLUG}"):
        keys.link(SLUG)


def test_destroying_twice_is_destroying_once(keys: Keyring) -> None:
    keys.destroy(SLUG, "link")
    keys.destroy(SLUG, "link")
    assert keys.answers(SLUG)


def test_a_key_that_is_being_overwritten_is_gone_already(keys: Keyring) -> None:
    (keys.folder / f"{SLUG}.link").write_bytes(os.urandom(556))
    with pytest.raises(KeyMissing):
        keys.link(SLUG)
    keys.destroy(SLUG, "link")
    assert not (keys.folder / f"{SLUG}.link").exists()


def test_a_key_that_another_process_destroys_is_gone_at_once(keys: Keyring) -> None:
    before = keys.link(SLUG), keys.answers(SLUG)
    record_closure(keys.folder, SLUG)
    Keyring(keys.folder, MASTER).destroy(SLUG, "link")
    with pytest.raises(KeyMissing):
        keys.link(SLUG)
    assert before[0] not in [key for _, key in keys._opened.values()]
    assert keys.answers(SLUG) == before[1]


def test_a_key_is_read_anew_when_another_file_takes_its_place(keys: Keyring) -> None:
    before = keys.link(SLUG)
    (keys.folder / f"{SLUG}.link").unlink()
    keys.create(SLUG)
    assert keys.link(SLUG) == Keyring(keys.folder, MASTER).link(SLUG) != before


def test_no_key_out_of_a_file_stays_in_memory(keys: Keyring) -> None:
    keys.link(SLUG), keys.answers(SLUG)
    assert len(keys._opened) == 2
    keys.let_go()
    assert not keys._opened
    assert keys.link(SLUG)


async def test_a_wrong_master_key_is_refused_with_what_to_do(keys: Keyring, tmp_path: Path) -> None:
    wrong = Keyring(keys.folder, os.urandom(32))
    with pytest.raises(StorageDown, match="MUSHAWARA_MASTER_KEY"):
        await Store(f"sqlite:///{tmp_path / 'town.db'}", wrong).__aenter__()


async def test_a_close_that_stopped_half_way_does_not_look_like_a_wrong_key(
    keys: Keyring, tmp_path: Path
) -> None:
    (keys.folder / f"{SLUG}.link").write_bytes(os.urandom(556))
    async with Store(f"sqlite:///{tmp_path / 'town.db'}", keys) as store:
        store.keys.destroy(SLUG, "link")


@pytest.mark.parametrize(("name", "mode"), [("", 0o750), (f"{SLUG}.link", 0o640), (f"{SLUG}.answers", 0o604)])
def test_keys_that_others_can_open_are_refused_with_what_helps(keys: Keyring, name: str, mode: int) -> None:
    keys.create(SLUG)
    keys.check()
    (keys.folder / name).chmod(mode)
    with pytest.raises(StorageDown, match="Others on this machine can open") as refused:
        keys.check()
    subprocess.run(shlex.split(str(refused.value).partition("alone: ")[2]), check=True)
    keys.check()
