"""A release as people see it: with the words of the survey, and how it was made."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from handlers.consultations import machine_signs
from handlers.reading.codebook import counted, labels
from handlers.words import Words, name_of
from reports.release.reading import survey_released
from reports.release.rules import SLACK
from storage.consultations import Consultation
from storage.store import Store
from storage.terms import Terms


async def shown(
    store: Store, consultation: Consultation, document: bytes | str, language: str
) -> dict[str, Any]:
    """A release in the shape of `counting.section`, in a language."""
    release, terms, words = json.loads(document), consultation.terms, Words(language)
    surveys = []
    for each in release["surveys"]:
        form = await store.form(consultation.slug, each["name"], each["version"])
        read = survey_released(each, form, language, labels(words, terms))
        said = {
            "title": form.opening(language),
            "notes": list(notes(words, each["method"], is_coded(each, terms))),
            "dimensions": [*read["dimensions"], *_spoken(words, read)],
        }
        surveys.append(read | said)
    about = {name: terms.say(getattr(terms, name), language) for name in ("title", "organiser")}
    return {
        "consultation": {"slug": consultation.slug, **about},
        "simulated": release.get("simulated", False),
        "release": release["release"],
        "day": release["day"],
        "signs": machine_signs.said(words, release.get("signs", ()), release.get("left_out", False)),
        "surveys": surveys,
    }


def _spoken(words: Words, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """How many agreed in which language, where anything can be said of it."""
    people = read["languages"]
    if any(number is not None for number in people.values()):
        called = {each: name_of(each) for each in people}
        yield {"name": "", "label": words.say("Language"), "counts": people, "choice_labels": called}


def is_coded(survey: Mapping[str, Any], terms: Terms) -> bool:
    """Whether open answers are counted in it, by their codes."""
    codes = set(counted(terms)[""])
    return any(codes.issuperset(each["choices"]) for each in survey["questions"] if each["choices"])


def notes(words: Words, method: Mapping[str, int], coded: bool) -> Iterator[str]:
    """How the numbers were made, in sentences."""
    say = words.say
    yield say("Only answers that are chosen or put in order are counted.")
    if coded:
        yield say(
            "What people wrote in their own words is counted by the themes that somebody found in it who "
            "read it. What nobody has read, and what is about none of them, is not counted."
        )
    yield say(
        "Every number is rounded by chance to a multiple of %(step)s. It can be up to %(slack)s too high or "
        "too low.",
        step=method["rounded_to"],
        slack=SLACK,
    )
    yield say(
        "Of fewer than %(base)s people nothing is shown. A number below %(low)s is never shown, and one "
        "below %(high)s often is not.",
        base=method["smallest_base"],
        low=method["hidden_below"],
        high=method["may_be_hidden_below"],
    )
    yield say(
        "What nearly everybody answered is not shown, nor a number from which a hidden one would follow."
    )
    yield say(
        "A number changes only after at least %(count)s people came, went or changed their answer.",
        count=method["fewest_changes"],
    )
    yield say("Percentages are given from %(count)s people on.", count=method["percent_from"])
    yield say("Releases that were checked together: %(count)s", count=method["releases_audited"])
    yield say(
        "Counted anew in the last of them: %(count)s numbers, %(hidden)s of them not shown",
        count=method["numbers_counted_anew"],
        hidden=method["numbers_hidden"],
    )
