"""A consultation's folder: `consultation.toml`, its regions and its forms, read and checked as a whole."""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handlers.consultations.areas_file import FILE, with_areas
from handlers.consultations.cards_file import card_mistakes
from handlers.consultations.regions_file import RegionsFile
from storage.consultations import Region
from storage.media import digest
from storage.mistakes import mistakes, not_toml
from storage.terms import SurveyTerms, Terms
from survey.form import Form
from survey.importer import LARGEST, Imported, MediaFile, import_form
from survey.problems import FormProblems, Problem

TOML = "consultation.toml"


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


@dataclass(frozen=True, slots=True)
class _Named:
    """The files that `consultation.toml` names, as far as it can be read, and what they must agree with."""

    forms: tuple[str, ...]
    regions: str
    languages: tuple[str, ...]
    timezone: str

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> "_Named":
        surveys = [each for each in _list(stated.get("surveys")) if isinstance(each, dict)]
        return cls(
            tuple(each["form"] for each in surveys if isinstance(each.get("form"), str)),
            _text(stated.get("regions")),
            tuple(dict.fromkeys(filter(None, map(_text, _list(stated.get("languages")))))),
            _text(stated.get("timezone")),
        )


def read_folder(path: Path) -> Folder:
    """Read and check a whole folder. Raises `FolderProblems` with all mistakes at once: first those of
    `consultation.toml`, then those of the regions and of each form."""
    stated = _stated(path)
    problems: list[str] = []
    terms, named = _terms(stated, problems), _Named.of(stated)
    regions = _regions(path, named, problems)
    forms = {form: _imported(path, form, named, problems) for form in named.forms}
    if terms is None or problems:
        raise FolderProblems(problems)
    surveys = tuple(checked(survey, found) for survey in terms.surveys if (found := forms[survey.form]))
    if apart := list(disagreements(terms, regions, surveys)):
        raise FolderProblems([f"{TOML}: {problem.text}" for problem in apart])
    return Folder(terms, regions, surveys)


def _stated(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((path / TOML).read_text(encoding="utf-8"))
    except FileNotFoundError:
        how = "`mushawara consultation new FOLDER` writes an example to start from"
        raise FolderProblems([f"There is no {TOML} in {path}; {how}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FolderProblems([f"{TOML} {not_toml(error)}"]) from error


def _terms(stated: Mapping[str, Any], problems: list[str]) -> Terms | None:
    try:
        return Terms.model_validate(stated)
    except ValidationError as error:
        problems += [
            _sentence(place, why) for place, all_of in mistakes(error) for why in all_of.splitlines()
        ]
        return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


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


def _imported(path: Path, form: str, named: _Named, problems: list[str]) -> Imported | None:
    content = _read(path, form, problems)
    if content is None:
        return None
    beside = media_beside((path / form).parent)
    try:
        return import_form(content, Path(form).suffix.lower(), named.languages, beside)
    except FormProblems as error:
        problems += [f"{form}: {problem.text}" for problem in error.problems]
        return None


def checked(survey: SurveyTerms, form: Imported) -> CheckedSurvey:
    """A form without mistakes as this survey of a consultation."""
    return CheckedSurvey(survey, form.xform, _digest(form), form.warnings, form.media)


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


def _regions(path: Path, named: _Named, problems: list[str]) -> tuple[Region, ...]:
    content = _read(path, named.regions, problems) if named.regions else None
    if content is None:
        return ()
    regions = RegionsFile(named.regions, named.languages, named.timezone).read(content, problems)
    areas = _read(path, FILE, problems) if regions and (path / FILE).exists() else None
    return regions if areas is None else with_areas(regions, areas, problems)


def disagreements(
    terms: Terms, regions: tuple[Region, ...], surveys: tuple[CheckedSurvey, ...]
) -> Iterator[Problem]:
    """`region_question` and `groups` must be questions with one choice, in a survey for residents. Sets of
    learning cards hold what such a set holds."""
    kinds: dict[str, tuple[str, set[str]]] = {}
    plain: set[str] = set()
    for survey in surveys:
        if survey.terms.audience == "learners":
            yield from card_mistakes(terms, {each.code for each in regions}, survey.terms.name, survey.xform)
        if survey.terms.audience == "residents":
            for question in (form := Form.load(survey.xform)).questions:
                names = {choice.name for choice in form.choices(question.ref)}
                kinds[question.name] = (question.kind, names)
                plain |= {question.name} if question.ref in form.plain_questions else set()
    for name in filter(None, (terms.region_question, *terms.groups)):
        if kinds.get(name, ("", set()))[0] != "select_one":
            yield Problem("grid_kind", fields={"name": name})
        elif name not in plain:
            yield Problem("grid_repeat", fields={"name": name})
    for name, figures in terms.population.items():
        if name not in terms.groups:
            yield Problem("population_unnamed", fields={"name": name})
        elif extra := ", ".join(each for each in figures if each not in kinds.get(name, ("", set()))[1]):
            yield Problem("population_choices", fields={"name": name, "choices": extra})
    codes = {region.code for region in regions}
    unknown = kinds.get(terms.region_question, ("", set[str]()))[1] - codes
    if codes and unknown:
        fields = {"name": terms.region_question, "listed": ", ".join(sorted(unknown))}
        yield Problem("regions_unknown", fields=fields)
