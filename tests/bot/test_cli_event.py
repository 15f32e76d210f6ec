"""`mushawara event`, as an administrator uses it on the server."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app, refusals
from storage import announcements, approvals, audit, events
from storage.changes import Changes
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.handlers.events.test_events import ICS
from tests.town import SLUG, START, Town, words

Run = Callable[..., Result]
TOPICS = {"housing": words("Housing"), "water": words("Water")}
MASTER = bytes(range(32))
SHEET = """
starts = 2026-12-04T18:30:00
ends = 2026-12-04T20:30:00
place = "Town hall"
regions = ["jadida"]
capacity = 40
[title]
en = "Open evening"
fr = "Soirée ouverte"
ar = "أمسية مفتوحة"
[about]
en = "Ask about your lease."
fr = "Parlez de votre bail."
ar = "اسألوا عن عقد الكراء."
"""
COLUMNS = "id,title::en,title::fr,title::ar,about::en,about::fr,about::ar"
MORE = "starts,ends,place,link,regions,topics,capacity"
TEXTS = "Soirée ouverte,أمسية مفتوحة,Ask.,Demandez.,اسألوا."
ROWS = f"""\
{COLUMNS},{MORE}
1,Open evening,{TEXTS},2026-12-04 18:30,2026-12-04 20:30,Town hall,,jadida,housing,40
2,Clean water,{TEXTS},2026-12-11 18:30,2026-12-11 20:30,Town library,,jadida settat,"water, housing",
"""


def store_of(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'town.db'}", Keyring(folder / "keys", MASTER))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; a refusal is exit status 1."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSHAWARA_MASTER_KEY", base64.urlsafe_b64encode(MASTER).decode())
    monkeypatch.setenv("MUSHAWARA_DATABASE_URL", f"sqlite:///{tmp_path / 'town.db'}")
    monkeypatch.setenv("MUSHAWARA_KEYS", str(tmp_path / "keys"))

    async def begins() -> None:
        async with store_of(tmp_path) as store:
            await upgrade(store.database)
            await Town(store, tmp_path).hold(topics=TOPICS)

    asyncio.run(begins())
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://settat.example")
    monkeypatch.setattr("bot.cli.event.utc_now", lambda: START)
    monkeypatch.setattr("bot.cli.event_import.utc_now", lambda: START)
    (tmp_path / "event.toml").write_text(SHEET, encoding="utf-8")

    def command(*words: str) -> Result:
        with refusals():
            return CliRunner().invoke(app, ["event", *words], catch_exceptions=False)

    return command


def only_id(listed: str) -> str:
    return listed.split("\t", maxsplit=1)[0]


def test_what_an_organisation_asked_for_is_not_approved_once_it_is_gone(run: Run, tmp_path: Path) -> None:
    run("add", SLUG, "event.toml")
    identity = only_id(run("list").output)

    async def written_by_an_organisation() -> None:
        async with store_of(tmp_path) as store:
            (event,) = await events.every(store.database)
            await store.apply(Changes((events.change(event, replace(event, organisation=b"o" * 16)),)))

    asyncio.run(written_by_an_organisation())
    with pytest.raises(SystemExit, match="is not verified"):
        run("approve", identity)


def test_an_event_is_added_approved_changed_and_cancelled(run: Run, tmp_path: Path) -> None:
    added = run("add", SLUG, "event.toml").output
    assert "Soirée ouverte" in added
    assert "vendredi 4 décembre 2026, 18:30 (Casablanca)" in added
    listed = run("list").output
    assert "\twaits for approval\t2026-12-04 18:30 (Africa/Casablanca)\tOpen evening" in listed
    identity = only_id(listed)
    assert "is announced" in run("approve", identity).output
    assert "Coming: fewer than 10" in run("show", identity).output
    (tmp_path / "event.toml").write_text(SHEET.replace("Town hall", "Library"), encoding="utf-8")
    assert "is changed" in run("change", identity, "event.toml").output
    assert "Library" in run("show", identity).output
    assert "is cancelled" in run("cancel", identity).output
    assert "\tcancelled\t" in run("list").output

    async def kept() -> tuple[list[str], list[str]]:
        async with store_of(tmp_path) as store:
            (event,) = await events.every(store.database)
            assert await approvals.of(store.database, event.id) is not None
            due = await announcements.due(store.database, int(START.timestamp()) + 86_400)
            return [each.kind for each in due], [
                each.what for each in await audit.every(store.database, store.keys)
            ]

    kinds, done = asyncio.run(kept())
    assert kinds == [], "nobody is invited to what was cancelled"
    assert done == ["added", "approved", "changed", "cancelled"]


def test_a_calendar_file_is_taken_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "town.ics").write_bytes(ICS)
    assert "\tadded\t2026-12-04 18:30 (" in run("import", SLUG, "town.ics").output
    (tmp_path / "town.ics").write_bytes(ICS + ICS.replace(b"DTSTART:", b"DTSTART:x"))
    with pytest.raises(SystemExit, match="Nothing was kept"):
        run("import", SLUG, "town.ics")
    assert run("list").output.count("Open evening") == 1


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (b"DTEND:99990101T100000Z", "cannot read DTEND"),
        (b"DTEND:20290101T100000Z", "lasts longer than a month"),
        (b"DURATION:P32D", "lasts longer than a month"),
        (b"DTEND:20291204T193000Z\r\nDTSTART:20291204T173000Z", "later than two years from now"),
        (b"DTSTART:99991231T235959Z", "cannot read DTSTART"),
    ],
)
def test_what_no_calendar_of_a_town_holds_is_kept_from_no_file(
    run: Run, tmp_path: Path, ends: bytes, told: str
) -> None:
    before = b"DTSTART:20261204T173000Z\r\nDTEND:20261204T193000Z"
    starts = b"" if b"DTSTART" in ends else b"DTSTART:20261204T173000Z\r\n"
    (tmp_path / "town.ics").write_bytes(ICS.replace(before, starts + ends))
    with pytest.raises(SystemExit, match=f"({told}).*\nNothing was kept"):
        run("import", SLUG, "town.ics")
    assert "No event yet" in run("list").output


def test_nothing_is_decided_twice(run: Run) -> None:
    run("add", SLUG, "event.toml")
    identity = only_id(run("list").output)
    run("refuse", identity, "--reason", "The hall is closed.")
    with pytest.raises(SystemExit, match=": refused; nothing was done"):
        run("approve", identity)
    assert run("refuse", identity).exit_code == 2, "a refusal has a reason"
    with pytest.raises(SystemExit, match="No event has the id"):
        run("show", "zzzzzz")


def test_all_mistakes_of_a_file_are_told_at_once(run: Run, tmp_path: Path) -> None:
    wrong = SHEET.replace("jadida", "atlantis").replace("18:30", "21:30").replace('fr = "S', '#fr = "S')
    wrong = wrong.replace('place = "Town hall"', 'link = "ftp://town.example"\ntopics = ["rents"]')
    (tmp_path / "event.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        run("add", SLUG, "event.toml")
    told = str(refused.value.code)
    for part in (
        "title.fr: is missing",
        "ends: must be after 'starts'",
        "no region atlantis. There are: casa, jadida, settat.",
        "no topic rents. There are: housing, water.",
        "a link must begin with https://",
    ):
        assert part in told, told


def test_a_file_with_a_value_that_cannot_be_read_tells_the_other_mistakes_too(
    run: Run, tmp_path: Path
) -> None:
    wrong = SHEET.replace("starts = 2026-12-04T18:30:00", 'starts = "soon"').replace("jadida", "atlantis")
    wrong = wrong.replace('fr = "Soirée ouverte"', "fr = 3").replace('place = "Town hall"\n', "")
    wrong = wrong.replace('ar = "أمسية مفتوحة"\n', "").replace("capacity = 40", 'capacity = "many"')
    (tmp_path / "event.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        run("add", SLUG, "event.toml")
    told = str(refused.value.code).splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "title.fr",
        "starts",
        "capacity",
        "title.ar",
        "regions",
        "place",
    ]


@pytest.mark.parametrize(
    ("marked", "options", "taken"),
    [
        (b";LANGUAGE=fr-MA", (), "marked as fr and taken as fr"),
        (b";LANGUAGE=fr", ("--language", "ar"), "marked as fr and taken as ar"),
        (b";LANGUAGE=de", (), "marked as de and taken as en"),
        (b";LANGUAGE=en", (), ""),
        (b"", (), ""),
    ],
)
def test_a_calendar_says_in_which_language_it_is(
    run: Run, tmp_path: Path, marked: bytes, options: tuple[str, ...], taken: str
) -> None:
    (tmp_path / "town.ics").write_bytes(ICS.replace(b"SUMMARY", b"SUMMARY" + marked))
    said = run("import", SLUG, "town.ics", *options).output
    assert (f"{taken}: Open evening" in said) if taken else ("marked" not in said)
    language = taken[-2:] or "en"

    async def kept() -> None:
        async with store_of(tmp_path) as store:
            (event,) = await events.every(store.database)
            assert set(event.title) == set(event.about) == {language}

    asyncio.run(kept())


@pytest.mark.parametrize("link", ["https://5ettat.example/x", "https://settat@town.example"])
def test_a_link_that_only_looks_like_ours_is_taken_from_no_file(run: Run, tmp_path: Path, link: str) -> None:
    (tmp_path / "event.toml").write_text(
        SHEET.replace("regions", f'link = "{link}"\nregions'), encoding="utf-8"
    )
    (tmp_path / "town.ics").write_bytes(ICS.replace(b"LOCATION", f"URL:{link}\r\nLOCATION".encode()))
    (tmp_path / "town.csv").write_text(ROWS.replace("Town hall,", f"Town hall,{link}"), encoding="utf-8")
    for command in (("add", SLUG, "event.toml"), ("import", SLUG, "town.ics"), ("import", SLUG, "town.csv")):
        with pytest.raises(SystemExit, match=r"looks like a site|sign @"):
            run(*command)
    assert "No event yet" in run("list").output


def test_a_table_is_taken_whole_and_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "town.csv").write_text(ROWS, encoding="utf-8")
    assert "2 added" in run("import", SLUG, "town.csv").output
    first = run("list").output
    assert "2 as it was" in run("import", SLUG, "town.csv").output
    assert run("list").output == first, "nothing is doubled"
    run("approve", only_id(first))
    (tmp_path / "town.csv").write_text(ROWS.replace("Town hall", "Library"), encoding="utf-8")
    assert "1 changed, 1 as it was" in run("import", SLUG, "town.csv").output
    assert "Library" in run("show", only_id(first)).output
    run("cancel", only_id(first))
    (tmp_path / "town.csv").write_text(ROWS.replace("Town hall", "Park"), encoding="utf-8")
    assert "1 left alone" in run("import", SLUG, "town.csv").output

    async def kept() -> list[tuple[str, int]]:
        async with store_of(tmp_path) as store:
            assert [each.what for each in await audit.every(store.database, store.keys)] == [
                "imported", "approved", "imported", "cancelled"
            ]  # fmt: skip
            return [(each.state, each.sequence) for each in await events.every(store.database)]

    assert asyncio.run(kept()) == [("cancelled", 2), ("asked", 0)]


def test_nothing_is_half_imported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "town.csv").write_text(ROWS.replace("Clean water", ""), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"row 3, column title::en: is missing.*\nNothing was kept"):
        run("import", SLUG, "town.csv")
    assert "No event yet" in run("list").output


def test_a_calendar_that_comes_again_changes_its_events_and_calls_them_off(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "town.ics"
    file.write_bytes(ICS)
    run("import", SLUG, "town.ics")
    identity = only_id(run("list").output)
    run("approve", identity)
    assert "1 as it was" in run("import", SLUG, "town.ics").output
    file.write_bytes(ICS.replace(b"Maison des jeunes", b"Town hall"))
    assert "1 changed" in run("import", SLUG, "town.ics").output
    assert "Town hall" in run("show", identity).output
    file.write_bytes(ICS.replace(b"VERSION", b"METHOD:CANCEL\r\nVERSION"))
    assert "1 cancelled" in run("import", SLUG, "town.ics").output
    assert run("list").output.count("\n") == 1
    assert "\tcancelled\t" in run("list").output
