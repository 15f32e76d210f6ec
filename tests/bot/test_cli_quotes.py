"""Quotes are printed as they were redacted, and only those that were marked."""

import asyncio
import json
from pathlib import Path

import pytest

from bot import settings
from bot.installation import open_store
from storage import consultations, readings
from storage.changes import Changes
from storage.readings import Reading
from survey import engine
from tests.bot.conftest import Run, slug_of


def marked(slug: str, *given: str) -> int:
    """Of the simulated answers to open questions some are marked, with these words; how many there are."""

    async def mark() -> int:
        async with open_store(settings.load()) as store:
            left, seen = list(given), 0
            latest = await consultations.latest(store.database, slug)
            async for read in readings.shuffled(store.database, store.keys, slug, "simulated", b""):
                form = await store.form(slug, read.survey, latest[read.survey].number)
                opened = [each.name for each in form.questions if each.kind == "text"]
                said = engine.answers(form, read.sent.document.submission)
                for name in opened:
                    seen += name in said
                    if name in said and left:
                        kept = Reading(("theme-housing",), left.pop(), True)
                        written = readings.keep(store.keys, slug, read, name, kept)
                        await store.apply(Changes((written,)))
                        break
            return seen

    return asyncio.run(mark())


def test_quotes_are_those_that_were_marked(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    run("consultation", "open", slug)
    run("simulate", slug, "--people", "40", "--seed", "1")
    with pytest.raises(SystemExit, match=f"No answer of '{slug}' is marked to be quoted"):
        run("quotes", slug, "--simulated")
    assert marked(slug, "The […] bus is late.", "Water comes at night.") > 2
    printed = run("quotes", slug, "--simulated").stdout
    assert printed.count("“") == 2
    assert "  “The […] bus is late.”\n" in printed
    found = json.loads(run("quotes", slug, "--simulated", "--format", "json").stdout)
    assert {each["words"] for each in found["quotes"]} == {"The […] bus is late.", "Water comes at night."}
    assert found["quotes"][0]["codes"] == ["theme-housing"]
    assert set(found["quotes"][0]) == {"survey", "question", "label", "words", "codes"}, (
        "nothing of the person"
    )
    with pytest.raises(SystemExit, match="No answer"):
        run("quotes", slug)
