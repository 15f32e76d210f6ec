"""A checked folder as one text, to be looked at and approved before it counts; and back."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from handlers.consultations.folder import CheckedSurvey, Folder
from storage import media
from storage.changes import Write
from storage.consultations import Region
from storage.store import Store
from storage.terms import Terms
from survey.importer.media import MediaFile


def packed(folder: Folder) -> str:
    """All of it, its files by their digests."""
    content = {
        "terms": folder.terms.model_dump(mode="json"),
        "regions": [asdict(region) for region in folder.regions],
        "surveys": [
            {
                "name": survey.terms.name,
                "xform": survey.xform,
                "digest": survey.digest,
                "media": {name: media.digest(file) for name, file in survey.media.items()},
            }
            for survey in folder.surveys
        ],
    }
    return json.dumps(content, ensure_ascii=False)


def files(folder: Folder) -> Iterator[Write]:
    """Keeps the files that it shows, to be found by their digests."""
    return (media.keep(file) for survey in folder.surveys for file in survey.media.values())


async def unpacked(store: Store, text: str) -> Folder:
    """The folder as it was packed."""
    content = json.loads(text)
    terms = Terms.model_validate(content["terms"])
    named = {survey.name: survey for survey in terms.surveys}
    surveys = [
        CheckedSurvey(
            named[each["name"]], each["xform"], each["digest"], media=await _shown(store, each["media"])
        )
        for each in content["surveys"]
    ]
    regions = tuple(Region(**region) for region in content["regions"])
    return Folder(terms, regions, tuple(surveys))


async def _shown(store: Store, digests: dict[str, str]) -> dict[str, MediaFile]:
    found = {name: await media.one(store.database, which) for name, which in digests.items()}
    return {name: MediaFile(*file) for name, file in found.items() if file}
