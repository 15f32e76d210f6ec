"""A checked folder as one text, to be looked at and approved before it counts; and back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from handlers.consultations.folder import CheckedSurvey, Folder
from storage import consultations, media
from storage.changes import Write
from storage.consultations import Region, Version
from storage.store import Store
from storage.terms import SurveyTerms, Terms
from survey.importer.media import MediaFile
from survey.problems import Problem


def packed(folder: Folder) -> str:
    """All of it, its files by their digests."""
    content = {
        "terms": folder.terms.model_dump(mode="json"),
        "regions": [asdict(region) for region in folder.regions],
        "surveys": [{"name": survey.terms.name, **_packed(survey)} for survey in folder.surveys],
    }
    return json.dumps(content, ensure_ascii=False)


def packed_survey(survey: CheckedSurvey) -> str:
    """One of its surveys, alone, with what was noted of it."""
    notes = [asdict(note) for note in survey.warnings]
    return json.dumps({**_packed(survey), "notes": notes}, ensure_ascii=False)


def _packed(survey: CheckedSurvey) -> dict[str, Any]:
    return {
        "xform": survey.xform,
        "digest": survey.digest,
        "media": {name: media.digest(file) for name, file in survey.media.items()},
    }


def files(*surveys: CheckedSurvey) -> Iterator[Write]:
    """Keeps the files that they show, to be found by their digests."""
    return (media.keep(file) for survey in surveys for file in survey.media.values())


async def unpacked(store: Store, text: str) -> Folder:
    """The folder as it was packed."""
    content = json.loads(text)
    terms = Terms.model_validate(content["terms"])
    named = {survey.name: survey for survey in terms.surveys}
    surveys = [await _survey(store, named[each["name"]], each) for each in content["surveys"]]
    regions = tuple(Region(**region) for region in content["regions"])
    return Folder(terms, regions, tuple(surveys))


async def unpacked_survey(store: Store, terms: SurveyTerms, text: str) -> CheckedSurvey:
    """The one that was packed alone."""
    return await _survey(store, terms, json.loads(text))


async def published_survey(store: Store, terms: SurveyTerms, version: Version) -> CheckedSurvey:
    """The one that people are asked now."""
    which = version.consultation, version.survey, version.number
    content = {
        "xform": await consultations.xform(store.database, *which),
        "digest": version.digest,
        "media": await media.of_version(store.database, *which),
    }
    return await _survey(store, terms, content)


async def _survey(store: Store, terms: SurveyTerms, content: Mapping[str, Any]) -> CheckedSurvey:
    notes = tuple(Problem(**note) for note in content.get("notes", ()))
    shown = await _shown(store, content["media"])
    return CheckedSurvey(terms, content["xform"], content["digest"], notes, shown)


async def _shown(store: Store, digests: Mapping[str, str]) -> dict[str, MediaFile]:
    found = {name: await media.one(store.database, which) for name, which in digests.items()}
    return {name: MediaFile(*file) for name, file in found.items() if file}
