"""How many words a paper has, counted as word processors do, and how many it may have."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reports.files.words import Words, clean
from reports.submission.draft import Draft, Form


def words_in(text: str) -> int:
    """What has spaces around it is a word. The numbers that a program puts before paragraphs are none."""
    return len(text.split())


def body(draft: Draft, words: Words) -> int:
    """All that stands before the annex: title, submitters, contact, key words, summary, sections.

    The annex is counted apart: it says how people were asked, and pleads nothing.
    """
    texts = (draft.title, *labels(draft, words), draft.summary.text)
    sections = (
        text for each in draft.sections for text in (each.heading, *(one.text for one in each.paragraphs))
    )
    return sum(map(words_in, (*texts, *sections)))


def labels(draft: Draft, words: Words) -> tuple[str, ...]:
    """The lines between the title and the summary."""
    say = words.say
    simulated = say("These answers are simulated.") if draft.simulated else ""
    lines = (
        say("Submitted by: %(names)s", names=words.listed(draft.submitters)) if draft.submitters else "",
        say("Contact: %(contact)s", contact=draft.contact) if draft.contact else "",
        say("Country: %(country)s", country=draft.country),
        say("Key words: %(words)s", words=words.listed(draft.keywords)) if draft.keywords else "",
        simulated,
        say("Summary"),
    )
    return tuple(clean(line) for line in lines if line)


def allowed(form: Form, submitters: int) -> tuple[int, str]:
    """How many words it may have. One organisation alone has those of one, whatever the paper is called."""
    return limit("organisation" if form == "coalition" and submitters == 1 else form)


def limit(form: Form) -> tuple[int, str]:
    """How many words, and who says so; 0 where nobody does."""
    found = _limits().get(form)
    return (int(found["words"]), f"{found['source']}, {found['read']}") if found else (0, "")


@cache
def _limits() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("reports") / "submission" / "limits.toml").read_text(encoding="utf-8"))
