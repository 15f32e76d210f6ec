"""What every file of a release holds: its sentences and tables, before any of them is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from reports.files.questions import Asked, asked, listed_rows, whom
from reports.files.table import Table
from reports.files.words import Words
from reports.release.reading import survey_released
from survey.form import Form


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a consultation: its texts in the language of the file, and its languages."""

    title: str
    organiser: str
    opens: date
    closes: date
    languages: tuple[str, ...]
    codes: Mapping[str, Mapping[str, str]]
    """What the codes of open answers are called, by language."""


@dataclass(frozen=True, slots=True)
class Part:
    """One survey of a release; without tables where too few answered anything.

    `codebook`: what questions and choices are called, in each language.
    """

    name: str
    heading: str
    said: str
    people: tuple[Table, ...]
    asked: tuple[Asked, ...]
    codebook: tuple[tuple[str, ...], ...]
    method: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    about: About
    day: date
    said: tuple[str, ...]
    parts: tuple[Part, ...]


def contents(
    release: Mapping[str, Any],
    forms: Sequence[Form],
    method: Sequence[Sequence[str]],
    about: About,
    words: Words,
    signs: Sequence[str] = (),
) -> Contents:
    """`forms` and `method` (how its numbers were made, in sentences) are those of each survey.

    `signs`: that responses look made by a machine, in sentences.
    """
    day, surveys = date.fromisoformat(release["day"]), release["surveys"]
    single = len(surveys) == 1
    return Contents(
        about,
        day,
        (
            words.say(
                "Answers are taken from %(opens)s to %(closes)s.",
                opens=words.day(about.opens),
                closes=words.day(about.closes),
            ),
            words.say("Release %(number)s, made on %(day)s.", number=release["release"], day=words.day(day)),
            *signs,
        ),
        tuple(
            _part(survey, form, single, about, words, how)
            for survey, form, how in zip(surveys, forms, method, strict=True)
        ),
    )


def _part(
    survey: Mapping[str, Any], form: Form, single: bool, about: About, words: Words, method: Sequence[str]
) -> Part:
    read = survey_released(survey, form, words.language, about.codes.get(words.language, {}))
    shown = read["responses"] is not None
    return Part(
        survey["name"],
        words.say("What people answered") if single else _heading(survey, form, words),
        _sent(read, words),
        (*_people(read, words), *_budgets(read, words)) if shown else (),
        tuple(asked(survey, read, place, words) for place in range(len(read["questions"])) if shown),
        tuple(_codebook(survey, form, about)),
        (
            *method,
            words.say(
                "The lowest and the highest possible value say what rounding and hiding leave open. They say "
                "nothing about those who did not answer."
            ),
        ),
    )


def _heading(survey: Mapping[str, Any], form: Form, words: Words) -> str:
    if survey["audience"] == "learners":
        return words.say("Learning cards: %(name)s", name=form.opening(words.language))
    whose = whom(survey["audience"] == "residents", words)
    return f"{whose} · {words.say('Answers given with a code')}" if survey["access"] == "code" else whose


def _sent(read: Mapping[str, Any], words: Words) -> str:
    count, residents = read["responses"], read["audience"] != "organisations"
    if count is None and residents:
        return words.say("Fewer than 20 people sent their answers.")
    if count is None:
        return words.say("Fewer than 20 organisations sent their answers.")
    said = words.number(Decimal(count))
    if residents:
        return words.many(
            "%(people)s person sent their answers.",
            "%(people)s people sent their answers.",
            count,
            people=said,
        )
    return words.many(
        "%(count)s organisation sent its answers.", "%(count)s organisations sent their answers.", count
    )


def _people(read: Mapping[str, Any], words: Words) -> Iterator[Table]:
    """How many there are of each region and of each group."""
    head = words.say("Choice"), whom(read["audience"] != "organisations", words)
    for each in listed_rows(read):
        rows = tuple((row["label"], row["responses"]) for row in each.rows)
        yield Table(each.label, head, rows)


def _budgets(read: Mapping[str, Any], words: Words) -> Iterator[Table]:
    """What people would give each line and what was adopted, in percent; then by right and by goal."""
    say = words.say
    gives, adopted = say("People would give, in percent"), say("Adopted budget, in percent")
    for each in read["budgets"]:
        head = say("Line of the budget"), gives, say("Middle answer"), adopted
        rows = tuple((one.label, one.mean, one.middle or None, one.adopted) for one in each.lines)
        yield Table(each.label or say("The budget"), head, rows)
        for caption, first, found in (
            (say("By right"), say("Right"), each.rights),
            (say("By Sustainable Development Goal"), say("Goal"), each.goals),
        ):
            if found:
                parts = tuple((one.label, one.mean, one.adopted) for one in found)
                yield Table(caption, (first, gives, adopted), parts)


def _codebook(survey: Mapping[str, Any], form: Form, about: About) -> Iterator[tuple[str, ...]]:
    """Survey, question, type, choice, and the label of the question or the choice in each language."""
    coded = {each["name"]: each["choices"] for each in survey["questions"]}
    counted = coded.keys() | {each["dimension"] for each in survey["rows"]}
    for each in form.questions:
        if not each.counted:
            continue
        kind = each.kind if each.name in counted else f"{each.kind}, not counted"
        named = (survey["name"], each.name)
        yield *named, kind, "", *(form.heading(each.ref, language) for language in about.languages)
        for choice in form.choices(each.ref):
            labels = (form.choice_label(each.ref, choice.name, language) for language in about.languages)
            yield *named, "", choice.name, *labels
        lists = (those for name, those in coded.items() if name.partition(":")[0] == each.name)
        for code in chain.from_iterable(lists) if not form.choices(each.ref) else ():
            yield *named, "", code, *(about.codes[language].get(code, code) for language in about.languages)
