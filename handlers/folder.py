"""A consultation's folder: `consultation.toml`, its regions and its forms, read and checked as a whole."""

import csv
import hashlib
import io
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import ValidationError

from storage.consultations import Region
from storage.media import digest
from storage.mistakes import mistake
from storage.terms import SurveyTerms, Terms
from survey.form import Form
from survey.importer import LARGEST, Imported, MediaFile, import_form
from survey.problems import FormProblems, Problem
from survey.values import is_place

TOML = "consultation.toml"
PLACE = ("latitude", "longitude")
"""Columns that need not be there: the middle of a region, in degrees."""
LONGEST = 12
"""Digits of a population, and one."""


class FolderProblems(Exception):
    """Everything that is wrong in a folder, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class CheckedSurvey:
    """A survey of the folder that can be published."""

    terms: SurveyTerms
    xform: str
    digest: str
    warnings: tuple[Problem, ...] = ()
    media: Mapping[str, MediaFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in which nothing is wrong."""

    terms: Terms
    regions: tuple[Region, ...]
    surveys: tuple[CheckedSurvey, ...]


def read_folder(path: Path) -> Folder:
    """Read and check a whole folder. Raises `FolderProblems` with all mistakes at once."""
    terms = _terms(path)
    problems: list[str] = []
    regions = _regions(path, terms, problems)
    surveys = tuple(found for survey in terms.surveys if (found := _survey(path, terms, survey, problems)))
    if not problems:
        problems += _grid(terms, regions, surveys)
    if problems:
        raise FolderProblems(problems)
    return Folder(terms, regions, surveys)


def _terms(path: Path) -> Terms:
    try:
        return Terms.model_validate(tomllib.loads((path / TOML).read_text(encoding="utf-8")))
    except FileNotFoundError:
        how = "`mushawara consultation new FOLDER` writes an example to start from"
        raise FolderProblems([f"There is no {TOML} in {path}; {how}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FolderProblems([f"{TOML} cannot be read: {error}."]) from error
    except ValidationError as error:
        raise FolderProblems([_sentence(item["loc"], mistake(item)) for item in error.errors()]) from error


def _sentence(place: tuple[int | str, ...], why: str) -> str:
    where = ".".join(str(part) for part in place)
    return f"{TOML}: {where}: {why}" if where else f"{TOML}: {why}"


def _read(path: Path, name: str, problems: list[str]) -> bytes | None:
    file = path / name
    if not file.resolve().is_relative_to(path.resolve()):
        problems.append(f"{name} lies outside the folder. Put it beside {TOML}.")
        return None
    try:
        return file.read_bytes()
    except OSError:
        problems.append(f"{name} is named in {TOML}, but cannot be read. Put it beside {TOML}.")
        return None


def _survey(path: Path, terms: Terms, survey: SurveyTerms, problems: list[str]) -> CheckedSurvey | None:
    content = _read(path, survey.form, problems)
    if content is None:
        return None
    try:
        beside = (path / survey.form).parent
        imported = import_form(
            content, Path(survey.form).suffix.lower(), terms.languages, media_beside(beside)
        )
    except FormProblems as error:
        problems += [f"{survey.form}: {problem.text}" for problem in error.problems]
        return None
    return CheckedSurvey(survey, imported.xform, _digest(imported), imported.warnings, imported.media)


def _digest(imported: Imported) -> str:
    """Changes with anything that people read, see or hear."""
    parts = [imported.xform, *(f"{name} {digest(file)}" for name, file in sorted(imported.media.items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def media_beside(folder: Path) -> Callable[[str], bytes | None]:
    """Reads from the folder `media` in this one; no more of a file than shows that it is too large."""

    def read(name: str) -> bytes | None:
        file = folder / "media" / name
        if not file.resolve().is_relative_to(folder.resolve()):
            return None
        try:
            with file.open("rb") as opened:
                return opened.read(max(LARGEST.values()) + 1)
        except (OSError, ValueError):
            return None

    return read


def _regions(path: Path, terms: Terms, problems: list[str]) -> tuple[Region, ...]:
    if not terms.regions:
        return ()
    content = _read(path, terms.regions, problems)
    if content is None:
        return ()
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        problems.append(f"{terms.regions} cannot be read. Save it as CSV in UTF-8.")
        return ()
    wanted = ["code", "parent", *(f"name::{language}" for language in terms.languages)]
    if missing := [column for column in wanted if not rows or column not in rows[0]]:
        problems.append(f"{terms.regions} has no column {', '.join(missing)}. Add it to the first row.")
        return ()
    found = _faults(rows, terms)
    problems += [f"{terms.regions}, row {row}: {sentence}" for row, sentence in found]
    return tuple(_region(row, terms) for row in rows) if not problems else ()


def _region(row: dict[str, str], terms: Terms) -> Region:
    names = {language: _cell(row, f"name::{language}") for language in terms.languages}
    population = _cell(row, "population").replace(" ", "")
    zone = _cell(row, "timezone") or terms.timezone
    return Region(
        _cell(row, "code"),
        _cell(row, "parent"),
        names,
        zone,
        int(population) if population else None,
        " ".join(_cell(row, column) for column in PLACE).strip(),
    )


def _faults(rows: list[dict[str, str]], terms: Terms) -> list[tuple[int, str]]:
    codes = Counter(_cell(row, "code") for row in rows)
    found = [
        (number, sentence)
        for number, row in enumerate(rows, 2)
        for sentence in _row_faults(row, codes, terms)
    ]
    return found or [(number, "is inside itself by its parents. Mend 'parent'.") for number in _circles(rows)]


def _row_faults(row: dict[str, str], codes: Counter[str], terms: Terms) -> Iterator[str]:
    code, parent = _cell(row, "code"), _cell(row, "parent")
    if not code:
        yield "the code is missing. Write one."
    elif codes[code] > 1:
        yield f"the code {code} stands in several rows. Give each region its own."
    if parent and parent not in codes:
        yield f"the parent {parent} is not a code of this file."
    for language in terms.languages:
        if not _cell(row, f"name::{language}"):
            yield f"the name in '{language}' is missing."
    if (zone := _cell(row, "timezone")) and zone not in available_timezones():
        yield f"'{zone}' is not a time zone. Write one such as {terms.timezone}."
    population = _cell(row, "population").replace(" ", "")
    if population and not (population.isascii() and population.isdecimal() and len(population) < LONGEST):
        yield f"the population '{population}' is not a whole number."
    yield from _place_faults(row)


def _place_faults(row: dict[str, str]) -> Iterator[str]:
    given = {column: text for column in PLACE if (text := _cell(row, column))}
    if len(given) == 1:
        yield f"there is only a {next(iter(given))}. Write latitude and longitude, or neither."
    elif given and not is_place(" ".join(given.values())):
        yield f"'{' '.join(given.values())}' is no place. Write degrees such as 33.25 and -8.5."


def _circles(rows: list[dict[str, str]]) -> Iterator[int]:
    parents = {_cell(row, "code"): _cell(row, "parent") for row in rows}
    ends = {"": True}
    for number, row in enumerate(rows, 2):
        first = above = _cell(row, "code")
        path = set()
        while above not in ends and above not in path:
            path.add(above)
            above = parents[above]
        ends.update(dict.fromkeys(path, ends.get(above, False)))
        if not ends[first]:
            yield number


def _cell(row: dict[str, str], column: str) -> str:
    return (row.get(column) or "").strip()


def _grid(terms: Terms, regions: tuple[Region, ...], surveys: tuple[CheckedSurvey, ...]) -> Iterator[str]:
    """`region_question` and `groups` must be questions with one choice, in a survey for residents."""
    kinds: dict[str, tuple[str, set[str]]] = {}
    plain: set[str] = set()
    for survey in surveys:
        if survey.terms.audience == "residents":
            for question in (form := Form.load(survey.xform)).questions:
                names = {choice.name for choice in form.choices(question.ref)}
                kinds[question.name] = (question.kind, names)
                plain |= {question.name} if question.ref in form.plain_questions else set()
    for name in filter(None, (terms.region_question, *terms.groups)):
        if kinds.get(name, ("", set()))[0] != "select_one":
            yield f"{TOML}: '{name}' is not a select_one question of a survey for residents."
        elif name not in plain:
            yield f"{TOML}: '{name}' stands in a repeat, where one person answers many times. Name another."
    codes = {region.code for region in regions}
    unknown = kinds.get(terms.region_question, ("", set[str]()))[1] - codes
    if codes and unknown:
        listed = ", ".join(sorted(unknown))
        yield f"The question '{terms.region_question}' has choices that are no region: {listed}."
