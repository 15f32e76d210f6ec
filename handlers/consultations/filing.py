"""A release as a file in a language. The same release is the same bytes, however often it is asked for."""

import asyncio
from collections.abc import Mapping
from typing import Literal, get_args

from handlers.consultations.showing import shown
from handlers.words import Words
from reports.tables import as_csv
from storage.consultations import Consultation
from storage.store import Store

Kind = Literal["csv", "json", "xlsx", "docx"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: Mapping[Kind, str] = {"csv": "CSV", "json": "JSON", "xlsx": "XLSX", "docx": "Word"}
TYPES: Mapping[Kind, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def kind_of(wanted: str) -> Kind | None:
    """A kind of file by its name."""
    return next((each for each in KINDS if each == wanted), None)


def file_name(slug: str, number: int, language: str, kind: Kind) -> str:
    """What the file of a release is called."""
    return f"{slug}-{number}-{language}.{kind}"


async def file_of(
    store: Store, consultation: Consultation, document: bytes, kind: Kind, language: str
) -> bytes:
    """A release in one of these formats; as JSON, exactly its bytes."""
    if kind == "json":
        return document
    if kind == "csv":
        read = await shown(store, consultation, document, language)
        return as_csv({**read, "consultation": consultation.slug}).encode()
    return await _drawn(store, consultation, document, kind, language)


async def _drawn(
    store: Store, consultation: Consultation, document: bytes, kind: Kind, language: str
) -> bytes:
    """Beside the event loop: it takes a moment."""
    from handlers.consultations.tabling import contents_of  # noqa: PLC0415 - what draws files takes
    from reports.files.report import report  # noqa: PLC0415 - half a second to load
    from reports.files.workbook import workbook  # noqa: PLC0415

    draw = workbook if kind == "xlsx" else report
    made = await contents_of(store, consultation, document, language)
    return await asyncio.to_thread(lambda: draw(made, Words(language)))
