"""`mushawara export`: whole or not at all, only where people agreed to it, and without anybody in it."""

import asyncio
import csv
import re
from pathlib import Path

import pytest

from bot import exporting, settings
from bot.installation import open_store
from reports import exports
from storage import attachments
from storage.responses import Document
from survey.form import Form
from survey.importer import import_form
from survey.tree import parse_xml
from tests.bot.conftest import Run, slug_of
from tests.town import Town

ANSWERS = "[English]; [Continue]; [No]; [I agree]; [Harbour]; [Skip]; [Skip]; [Skip]; [Skip]; {wish}; [Send]"


@pytest.fixture
def agreed(run: Run, folder: Path) -> str:
    """The slug of an open consultation whose single answers may be given out."""
    toml = folder / "consultation.toml"
    toml.write_text(re.sub(r'slug = ".*?"', 'slug = "given-out"', toml.read_text()))
    toml.write_text(toml.read_text().replace("raw_export = false", "raw_export = true"))
    run("consultation", "apply", str(folder))
    run("consultation", "open", "given-out")
    return "given-out"


def answer(tmp_path: Path, slug: str, *wishes: str) -> list[str]:
    """People answer, each with a wish; gives their addresses."""

    async def all_of_them() -> list[str]:
        async with open_store(settings.load()) as store:
            town = Town(store, tmp_path)
            residents = [town.resident() for _ in wishes]
            for resident, wish in zip(residents, wishes, strict=True):
                await resident.goes_through(f"/start {slug}; {ANSWERS.format(wish=wish)}")
            return [resident.address for resident in residents]

    return asyncio.run(all_of_them())


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_people_who_agreed_are_a_row_each(run: Run, agreed: str, tmp_path: Path) -> None:
    addresses = answer(tmp_path, agreed, "=HYPERLINK(1)", "Une école", "مدرسة")
    said = run("export", agreed, "--format", "csv", "--out", "out")
    assert "3 submissions are in out." in said.stdout
    assert "people may still change and erase" in said.stderr
    found = rows(tmp_path / "out" / "residents-v1.csv")
    assert {row["first_change"] for row in found} == {"'=HYPERLINK(1)", "Une école", "مدرسة"}
    assert {row["area"] for row in found} == {"harbour"}
    assert {row["FormVersion"] for row in found} == {"1"}
    everything = b"".join(file.read_bytes() for file in (tmp_path / "out").rglob("*.*"))
    assert not any(address.encode() in everything for address in addresses)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_for_odk_there_is_a_folder_a_submission(run: Run, agreed: str, tmp_path: Path) -> None:
    answer(tmp_path, agreed, "<b>Water & light</b>", "Shade")
    run("export", agreed, "--format", "xml", "--out", "out")
    form = tmp_path / "out" / "residents-v1" / "residents-v1.xml"
    assert exports.identity(form.read_text()) == exports.Identity("our_town", "1")
    submissions = list((tmp_path / "out").rglob("submission.xml"))
    wishes = set()
    for submission in submissions:
        root = parse_xml(submission.read_bytes()).root
        assert (root.get("id"), root.get("version")) == ("our_town", "1")
        assert submission.parent.name == exports.instance_id(submission.read_text()).replace(":", "")
        wish = root.child("first_change")
        assert wish is not None
        wishes.add(wish.value())
    assert wishes == {"<b>Water & light</b>", "Shade"}


def test_no_time_is_finer_than_the_week(run: Run, agreed: str, folder: Path, tmp_path: Path) -> None:
    answer(tmp_path, agreed, "Shade")
    for form in ("xml", "csv"):
        run("export", agreed, "--format", form, "--out", form)
        text = "".join(
            file.read_text() for file in (tmp_path / form).rglob("*.*") if "-v1.xml" not in file.name
        )
        assert "Shade" in text
        assert not re.search(r"20\d\d-\d\d|\d\d:\d\d", text)


def test_two_exports_share_nothing_that_joins_a_person_s_answers(
    run: Run, agreed: str, tmp_path: Path
) -> None:
    wishes = [f"wish {number}" for number in range(40)]
    answer(tmp_path, agreed, *wishes)
    for out in ("one", "two"):
        run("export", agreed, "--format", "csv", "--out", out)
        run("export", agreed, "--format", "xml", "--out", f"{out}-xml")
    one, two = (rows(tmp_path / out / "residents-v1.csv") for out in ("one", "two"))
    for export in (one, two):
        keys = {row["KEY"] for row in export}
        assert len(keys) == len(wishes)
        assert keys == {row["meta-instanceID"] for row in export}
    assert not {row["KEY"] for row in one} & {row["KEY"] for row in two}
    assert [row["first_change"] for row in one] != [row["first_change"] for row in two], "nor does the order"
    folders = [{path.name for path in (tmp_path / out).rglob("uuid*")} for out in ("one-xml", "two-xml")]
    assert not folders[0] & folders[1]


def test_files_have_other_names_in_each_export_and_one_within_it() -> None:
    photo, old = attachments.new_name(bytes(16), "jpg"), "3b1f7f6e-0b1c-4d0a-9d55-2f0f6b0c8f11"
    again = f"<photo>{photo}</photo><again>{photo}</again>"
    sent = f"<data><id>{old}</id>{again}<meta><instanceID>uuid:{old}</instanceID></meta></data>"
    seen = set()
    for chance in (b"one", b"two"):
        document, names = exporting.disguised(Document(sent, "1", "en"), chance)
        (name,) = names
        assert names == {name: photo}
        assert document.files == {name}
        assert f"<photo>{name}</photo><again>{name}</again>" in document.submission
        identity = exports.instance_id(document.submission)
        assert f"<id>{identity[5:]}</id>" in document.submission, "whatever was made of the id goes with it"
        seen |= {name, identity}
    assert len(seen - {photo, f"uuid:{old}"}) == 4


def test_files_lie_beside_the_submission_that_names_them(tmp_path: Path) -> None:
    sent = '<data id="data"><photo>{}</photo><meta><instanceID>uuid:1</instanceID></meta></data>'
    photo, lost = (attachments.new_name(bytes([n]) * 16, "jpg") for n in (1, 2))
    document = Document(sent.format(photo), "1", "en")
    xform = import_form(b"| survey |\n| | type | name | label |\n| | text | photo | A photo |\n", ".md").xform
    form = exporting.Published("residents", 1, exports.Identity("town", "1"), xform, Form.load(xform))
    files = {photo: b"a photo", lost: None}
    for writer in (exporting.XmlWriter(tmp_path), exporting.CsvWriter(tmp_path, split=False)):
        with writer as writing:
            writing.form(form)
            writing.submission(form, document, files)
    xml = tmp_path / "residents-v1" / "instances" / "uuid1"
    assert {file.name for file in xml.iterdir()} == {"submission.xml", photo}
    assert [file.name for file in (tmp_path / "media").iterdir()] == [photo]
    [row] = rows(tmp_path / "residents-v1.csv")
    assert (row["AttachmentsPresent"], row["AttachmentsExpected"]) == ("1", "2")


def test_without_agreement_only_invented_people_are_given_out(run: Run, folder: Path, tmp_path: Path) -> None:
    slug = slug_of(folder)
    run("simulate", slug, "--people", "7", "--seed", "3")
    for kind in ("real", "trial"):
        with pytest.raises(SystemExit, match="was begun without 'raw_export'"):
            run("export", slug, "--format", "csv", "--out", "out", "--kind", kind)
    assert list(tmp_path.glob("*out*")) == []
    run("export", slug, "--format", "csv", "--out", "out", "--kind", "simulated")
    assert len(rows(tmp_path / "out" / "residents-v1.csv")) == 7


def test_nothing_is_overwritten(run: Run, agreed: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(SystemExit, match="out is there already"):
        run("export", agreed, "--format", "xml", "--out", "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_fails_half_way_leaves_nothing(
    run: Run, agreed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(tmp_path, agreed, "one", "two")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device", "submission.xml")

    monkeypatch.setattr(exporting, "_write_files", fails)
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(SystemExit, match="No space left on device"):
        run("export", agreed, "--format", "xml", "--out", "out")
    assert {file.name for file in tmp_path.iterdir()} == before


def test_each_version_of_a_survey_has_a_name_of_its_own(run: Run, folder: Path, tmp_path: Path) -> None:
    slug = slug_of(folder)
    form, toml = folder / "survey.md", folder / "consultation.toml"
    toml.write_text(toml.read_text().replace("survey.xlsx", "survey.md"))
    for label in ("What first?", "And what first?"):
        form.write_text(
            "| survey |\n| | type | name | label::English (en) | label::French (fr) |\n"
            "| | select_one area | area | Where? | Où ? |\n| | select_one area | age_band | Age? | Âge ? |\n"
            f"| | text | wish | {label} | Quoi ? |\n"
            "| choices |\n| | list_name | name | label::English (en) | label::French (fr) |\n"
            "| | area | harbour | Harbour | Port |\n"
            "| settings |\n| | form_id | version |\n| | our_town | 1 |\n"
        )
        run("consultation", "apply", str(folder))
    run("export", slug, "--format", "xml", "--out", "out", "--kind", "simulated")
    names = [
        exports.identity((tmp_path / "out" / name / f"{name}.xml").read_text())
        for name in ("residents-v1", "residents-v2", "residents-v3")
    ]
    assert [(each.id, each.version) for each in names] == [
        ("our_town", "1"),
        ("our_town", "1-2"),
        ("our_town", "1-3"),
    ]
