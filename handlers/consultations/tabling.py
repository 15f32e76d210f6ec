"""A release in sentences and tables, before any file is drawn."""

import asyncio
import json

from handlers.consultations import machine_signs
from handlers.consultations.showing import is_coded, notes
from handlers.reading.codebook import labels
from handlers.words import Words
from reports.files.contents import About, Contents, contents
from storage.consultations import Consultation
from storage.store import Store


async def contents_of(store: Store, consultation: Consultation, document: bytes, language: str) -> Contents:
    """What every file of a release holds, in a language."""
    release, words, terms = json.loads(document), Words(language), consultation.terms
    surveys = release["surveys"]
    forms = [await store.form(consultation.slug, each["name"], each["version"]) for each in surveys]
    method = [list(notes(words, each["method"], is_coded(each, terms))) for each in surveys]
    about = About(
        terms.say(terms.title, language),
        terms.say(terms.organiser, language),
        consultation.opens.astimezone(terms.zone).date(),
        consultation.closes.astimezone(terms.zone).date(),
        terms.languages,
        {each: labels(Words(each), terms) for each in terms.languages},
    )
    signs = machine_signs.said(words, release.get("signs", ()), release.get("left_out", False))
    return await asyncio.to_thread(lambda: contents(release, forms, method, about, words, signs))
