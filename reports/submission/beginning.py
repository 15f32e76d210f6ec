"""The first draft of a paper: what a release shows, in plain sentences, to be gone on with by people."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import format_percent

from reports.files.words import Words, clean
from reports.submission.draft import Paragraph, Section

FIRST = 3
"""Answers that are named of a question."""
Read = Mapping[str, Any]


def opening(purpose: str, title: str, read: Sequence[Read], words: Words) -> Paragraph:
    """The summary, to begin with. `purpose`: the sentence before it, if there is one."""
    shown = [each for each in read if _is_told(each)]
    brings = words.say("This paper brings what was said in the consultation “%(title)s”.", title=title)
    said = [purpose, brings] if purpose else [brings]
    said += [_took_part(each, words) for each in shown]
    return Paragraph(clean(" ".join(said)), tuple(f"result {_survey(each)}" for each in shown))


def sections(read: Sequence[Read], words: Words, *, counted: bool = True) -> Iterator[Section]:
    """`read`: the surveys of a release, as `survey_released` gives them. `counted`: how many there were."""
    for survey in read:
        if _is_told(survey):
            number = (Paragraph(clean(_took_part(survey, words)), (f"result {_survey(survey)}",)),)
            said = (*(number if counted else ()), *_paragraphs(survey, words))
            yield Section(_heading(survey, words), said)


def heard(read: Sequence[Read], words: Words) -> Iterator[Paragraph]:
    """How many sent their answers, and how many of them of each region and group, as far as it is shown."""
    for survey in read:
        if _is_told(survey):
            rows = [each for each in survey["rows"] if each["responses"] is not None]
            among = words.listed(_of_row(each, words) for each in rows)
            said = [_took_part(survey, words)]
            said += [words.say("Among them: %(list)s.", list=among)] if rows else []
            where = (f" {each['dimension']}={each['category']}" for each in rows)
            cites = (f"result {_survey(survey)}{each}" for each in ("", *where))
            yield Paragraph(clean(" ".join(said)), tuple(cites))


def _of_row(row: Read, words: Words) -> str:
    people = words.number(Decimal(row["responses"]))
    return words.say("“%(answer)s” (%(people)s people)", answer=row["label"], people=people)


def _is_told(survey: Read) -> bool:
    """What somebody learned from cards is no view of theirs."""
    return survey["responses"] is not None and survey["audience"] != "learners"


def _heading(survey: Read, words: Words) -> str:
    of_organisations = survey["audience"] == "organisations"
    heading = words.say("What organisations said") if of_organisations else words.say("What residents said")
    return f"{heading} · {words.say('Answers given with a code')}" if survey["access"] == "code" else heading


def _paragraphs(survey: Read, words: Words) -> Iterator[Paragraph]:
    name = _survey(survey)
    for question in survey["questions"]:
        if made := _answers(question, name, "", "", words):
            yield made
    asked = next((each["name"] for each in survey["questions"] if "counts" in each), "")
    for row in survey["rows"]:
        of_row = next((each for each in row["questions"] if each["name"] == asked), None)
        where = f"{row['dimension']}={row['category']}"
        if of_row and (made := _answers(of_row, name, where, row["label"], words)):
            yield made


def _answers(question: Read, survey: str, row: str, of: str, words: Words) -> Paragraph | None:
    """None where the release shows none of them."""
    shown = sorted((-count, each) for each, count in question.get("counts", {}).items() if count)
    if not shown or question["answered"] is None:
        return None
    named = [each for _, each in shown[:FIRST]]
    told = words.listed(_answer(question, each, words) for each in named)
    people = words.number(Decimal(question["answered"]))
    about = {"question": question["label"], "people": people, "list": told}
    text = (
        words.say(
            "“%(question)s” was answered by %(people)s people among those who said “%(group)s”. They chose: "
            "%(list)s.",
            group=of,
            **about,
        )
        if of
        else words.say("“%(question)s” was answered by %(people)s people. They chose: %(list)s.", **about)
    )
    cites = (" ".join(filter(None, ("result", survey, question["name"], each, row))) for each in named)
    return Paragraph(clean(text), tuple(cites))


def _answer(question: Read, choice: str, words: Words) -> str:
    people = words.number(Decimal(question["counts"][choice]))
    label, share = question["choice_labels"][choice], question["percent"][choice]
    if share is None:
        return words.say("“%(answer)s” (%(people)s people)", answer=label, people=people)
    return words.say(
        "“%(answer)s” (%(people)s people, %(share)s)",
        answer=label,
        people=people,
        share=format_percent(share / 100, locale=words.language),
    )


def _took_part(survey: Read, words: Words) -> str:
    count = survey["responses"]
    people = words.number(Decimal(count))
    if survey["audience"] == "organisations":
        return words.many(
            "%(count)s organisation sent its answers.", "%(count)s organisations sent their answers.", count
        )
    return words.many(
        "%(people)s person sent their answers.", "%(people)s people sent their answers.", count, people=people
    )


def _survey(survey: Read) -> str:
    return f"{survey['name']}+code" if survey["access"] == "code" else str(survey["name"])
