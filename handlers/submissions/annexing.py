"""What the annex of a paper says: who was asked, where, how many, how, and what is hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handlers.consultations.tabling import contents_of
from handlers.submissions.gathering import Material
from reports.files.contents import Contents
from storage.store import Store


async def annex_of(store: Store, of: Material, language: str) -> Contents:
    """Of the release that the paper is held against."""
    document = of.document or b""
    made = await contents_of(store, of.consultation, document, language)
    return without_cards(made, (of.release or {})["surveys"])


def without_cards(made: Contents, surveys: Iterable[Mapping[str, Any]]) -> Contents:
    """Who read learning cards was asked for no view."""
    both = zip(made.parts, surveys, strict=True)
    return replace(made, parts=tuple(part for part, each in both if each["audience"] != "learners"))
