"""Single submissions as files: for ODK and KoboToolbox (XML), or for a spreadsheet (CSV)."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, Self, TextIO
from uuid import UUID

from reports import exports
from reports.exports import Identity, Table
from storage import attachments, consultations
from storage.consultations import Consultation
from storage.responses import Document
from storage.sealing import keyed_hash
from storage.store import Store
from survey.form import Form

Files = Mapping[str, bytes | None]
"""The files that a submission names, and what they hold; None where one is gone."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a survey, and what it is called in the files."""

    survey: str
    number: int
    identity: Identity
    xform: str
    form: Form

    @property
    def name(self) -> str:
        return f"{self.survey}-v{self.number}"


async def published(store: Store, consultation: Consultation) -> dict[tuple[str, int], Published]:
    """All versions of all surveys, by name and number; no two are called the same."""
    found: dict[tuple[str, int], Published] = {}
    for survey, latest in (await consultations.latest(store.database, consultation.slug)).items():
        for number in range(1, latest.number + 1):
            xform = await consultations.xform(store.database, consultation.slug, survey, number)
            form = await store.form(consultation.slug, survey, number)
            taken = {each.identity for each in found.values()}
            said = _identity(xform, f"{consultation.slug}-{survey}", number, taken)
            found[survey, number] = Published(survey, number, said, xform, form)
    return found


def _identity(xform: str, otherwise: str, number: int, taken: set[Identity]) -> Identity:
    """As the author calls it; what they left out, or used before, is filled in."""
    said = exports.identity(xform)
    name = otherwise if said.id in {"", "data"} else said.id
    given = Identity(name, said.version or str(number))
    return Identity(name, f"{given.version}-{number}") if given in taken else given


def disguised(document: Document, chance: bytes) -> tuple[Document, Mapping[str, str]]:
    """A document whose id and files have names that `chance` makes, and the names of its files before.

    The same name becomes the same one. With another chance for each export nothing but what was answered
    tells which submissions of two exports are one person's.
    """
    old = exports.instance_id(document.submission).removeprefix("uuid:")
    anew = {
        name: attachments.new_name(_hashed(chance, name), name.rpartition(".")[2]) for name in document.files
    }
    renamed = {old: str(UUID(bytes=_hashed(chance, old), version=4)), **anew} if old else anew
    submission = document.submission
    for before, after in renamed.items():
        submission = submission.replace(before, after)
    return replace(document, submission=submission), {after: before for before, after in anew.items()}


def _hashed(chance: bytes, name: str) -> bytes:
    return keyed_hash(chance, name.encode())[: attachments.NAME_BYTES]


class Writer(Protocol):
    """Writes one kind of export; use it as a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def form(self, published: Published) -> None:
        """Begin with a version; before its submissions."""

    def submission(self, published: Published, document: Document, files: Files) -> None:
        """Write one submission."""


class XmlWriter:
    """A folder a version: its XForm, and `instances/<id>/submission.xml` with its files beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def form(self, published: Published) -> None:
        folder = self._folder / published.name
        (folder / "instances").mkdir(parents=True)
        xform = exports.renamed_form(published.xform, published.identity)
        (folder / f"{published.name}.xml").write_text(xform, encoding="utf-8")

    def submission(self, published: Published, document: Document, files: Files) -> None:
        identity = re.sub(r"[^\w-]", "", exports.instance_id(document.submission))
        folder = self._folder / published.name / "instances" / identity
        folder.mkdir()
        submission = exports.renamed_submission(document.submission, published.identity)
        (folder / "submission.xml").write_text(submission, encoding="utf-8")
        _write_files(folder, files)


class CsvWriter:
    """A table a version, one more for each of its repeats, and all files in `media/`."""

    def __init__(self, folder: Path, split: bool) -> None:
        self._folder, self._split = folder, split
        self._tables: dict[str, dict[str, Table]] = {}
        self._open: dict[tuple[str, str], TextIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()

    def form(self, published: Published) -> None:
        known = exports.tables(published.xform, published.form.by_ref, self._split)
        self._tables[published.name] = known
        for path, table in known.items():
            name = f"{published.name}{f'-{table.name}' if table.name else ''}.csv"
            file = (self._folder / name).open("w", encoding="utf-8", newline="")
            self._open[published.name, path] = file
            self._write(published, path, table.header)

    def submission(self, published: Published, document: Document, files: Files) -> None:
        counts = (sum(content is not None for content in files.values()), len(files))
        known, version = self._tables[published.name], published.identity.version
        for path, row in exports.rows(known, document.submission, version, document.access, counts):
            self._write(published, path, row)
        _write_files(self._folder / "media", files)

    def _write(self, published: Published, path: str, row: list[str]) -> None:
        csv.writer(self._open[published.name, path], lineterminator="\n").writerow(row)


def _write_files(folder: Path, files: Files) -> None:
    for name, content in files.items():
        if content is not None:
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
