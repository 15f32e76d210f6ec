"""All that somebody looks at before they approve what shall happen to a consultation, in words."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from handlers.consultations.adding_cards import offered_in
from handlers.consultations.carrying_out import closes_of
from handlers.consultations.folder import CheckedSurvey
from handlers.consultations.packing import unpacked
from handlers.consultations.showing import shown
from handlers.contacts.waiting import by_region
from handlers.links import named
from handlers.reading.codebook import names
from handlers.words import Words
from handlers.words import name_of as name_of_language
from storage import consultations, media
from storage.consultations import Consultation, Region
from storage.messages import Medium
from storage.proposals import Proposal
from storage.store import Store
from storage.terms import Terms
from survey.form import Form


def name_of(words: Words, kind: str) -> str:
    """What shall happen, in a few words: a kind of proposal, or what needs none."""
    say = words.say
    return {
        "open": say("Open it now"),
        "consultation": say("Begin the consultation"),
        "change": say("Change the consultation"),
        "cards": say("Add learning cards"),
        "extend": say("Close it later"),
        "close": say("Close it now"),
        "release": say("Make a release"),
        "publish": say("Publish the results"),
        "did": say("Say what was done"),
    }[kind]


async def described(store: Store, words: Words, proposal: Proposal) -> list[str]:
    """Paragraphs, with every text in every language in which people will read it."""
    consultation = await consultations.get(store.database, proposal.consultation)
    if consultation is None:
        return []
    say = words.say
    match proposal.kind:
        case "consultation":
            return await _as_it_is(store, words, consultation)
        case "change":
            folder = await unpacked(store, proposal.content)
            forms = {survey.terms.name: Form.load(survey.xform) for survey in folder.surveys}
            beside = {survey.terms.name: survey.media for survey in folder.surveys}
            return list(paragraphs(words, folder.terms, folder.regions, forms, beside))
        case "cards":
            return _cards(words, consultation.terms, (await offered_in(store, proposal)).survey)
        case "extend":
            closes = words.value("datetime", closes_of(proposal).isoformat(timespec="minutes"))
            before = words.value("datetime", consultation.closes.isoformat(timespec="minutes"))
            return [say("It closes on %(closes)s, not on %(before)s.", closes=closes, before=before)]
        case "close":
            ends = say("It ends now and never opens again. Then nobody can tell any more who answered what.")
            return [ends, *_unanswered(words, await by_region(store, consultation.slug))]
        case "publish":
            return await _results(store, words, json.loads(proposal.content), consultation)
        case "did":
            return list(_texts(json.loads(proposal.content)["texts"]))


def _unanswered(words: Words, waiting: Mapping[str, int]) -> Iterator[str]:
    """What goes with the close, and nobody has answered."""
    if count := sum(waiting.values()):
        yield words.many(
            "%(count)d question that somebody asked a contact is not answered yet. It is deleted then.",
            "%(count)d questions that people asked contacts are not answered yet. They are deleted then.",
            count,
        )


async def _as_it_is(store: Store, words: Words, consultation: Consultation) -> list[str]:
    slug = consultation.slug
    latest = await consultations.latest(store.database, slug)
    forms = {name: await store.form(slug, name, latest[name].number) for name in latest}
    beside = {
        name: await media.of_version(store.database, slug, name, latest[name].number) for name in latest
    }
    regions = await consultations.regions(store.database, slug)
    return list(paragraphs(words, consultation.terms, regions, forms, beside))


def paragraphs(
    words: Words,
    terms: Terms,
    regions: Iterable[Region],
    forms: Mapping[str, Form],
    beside: Mapping[str, Iterable[str]],
) -> Iterator[str]:
    """All of a consultation as people will find it. `beside`: the names of the files that each form shows."""
    yield from _texts({language: "\n".join(_read(terms, language)) for language in terms.languages})
    yield "\n".join(_settings(words, terms))
    if inside := " · ".join(
        _counted(words, terms.say(each.names, words.language), each.population) for each in regions
    ):
        yield words.say("Regions: %(names)s", names=inside)
    if topics := " · ".join(" / ".join(each.values()) for each in terms.topics.values()):
        yield words.say("Topics: %(names)s", names=topics)
    for name, form in forms.items():
        yield "\n".join((_head(words, terms, name), *_questions(words, form, terms)))
        yield from _groups(words, terms, form)
        if names := " · ".join(sorted(beside[name])):
            yield words.say("Pictures and recordings: %(names)s", names=names)


def _cards(words: Words, terms: Terms, survey: CheckedSurvey) -> list[str]:
    """A set of learning cards alone, with what is said after each answer."""
    with_it = terms.model_copy(update={"surveys": (survey.terms,)})
    head = _head(words, with_it, survey.terms.name)
    return ["\n".join((head, *_questions(words, Form.load(survey.xform), terms)))]


def _head(words: Words, terms: Terms, survey: str) -> str:
    match terms.audience(survey), terms.author(survey):
        case "organisations", _:
            return words.say("Questions for organisations")
        case "learners", "":
            return words.say("Learning cards")
        case "learners", by:
            return words.say("Learning cards, written by %(name)s", name=named(by))
    return words.say("Questions for people")


async def media_of(store: Store, proposal: Proposal) -> tuple[Medium, ...]:
    """Every picture and recording that people will be shown."""
    found: dict[str, str] = {}
    if proposal.kind == "change":
        for survey in (await unpacked(store, proposal.content)).surveys:
            found |= {media.digest(file): name for name, file in survey.media.items()}
    if proposal.kind == "consultation":
        for version in (await consultations.latest(store.database, proposal.consultation)).values():
            which = version.consultation, version.survey, version.number
            found |= {
                digest: name for name, digest in (await media.of_version(store.database, *which)).items()
            }
    kinds = {digest: await media.type_of(store.database, digest) for digest in found}
    return tuple(
        Medium("image" if kinds[digest].startswith("image/") else "audio", digest, name)
        for digest, name in found.items()
    )


def _read(terms: Terms, language: str) -> Iterator[str]:
    """What people read in a language before the first question."""
    for name in ("title", "about", "organiser", "contact", "consent", "consent_organisations"):
        if text := getattr(terms, name).get(language, ""):
            yield text


def _settings(words: Words, terms: Terms) -> Iterator[str]:
    say = words.say
    opens, closes = (
        words.value("datetime", moment.isoformat(timespec="minutes"))
        for moment in (terms.opens, terms.closes)
    )
    yield say("It opens on %(opens)s and closes on %(closes)s.", opens=opens, closes=closes)
    yield words.many(
        "The answers are deleted %(count)d day after the end.",
        "The answers are deleted %(count)d days after the end.",
        terms.keep_answers_days,
    )
    if terms.access == "code":
        yield say("Only people who were given a code can answer.")
    if terms.access == "telegram":
        yield say("Only people who have a Telegram account can answer.")
    if terms.machine_made == "left_out":
        yield say("Answers that look made by a machine are not counted.")
    if terms.raw_export:
        yield say("The answers of each person are passed on as files, too.")


def _groups(words: Words, terms: Terms, form: Form) -> Iterator[str]:
    """By which questions people are counted apart, and how many are known to live there of each group."""
    for question in (each for each in form.questions if each.name in terms.groups):
        figures, language = terms.population.get(question.name, {}), terms.spoken(words.language)
        groups = " · ".join(
            _counted(words, form.choice_label(question.ref, each.name, language), figures.get(each.name))
            for each in form.choices(question.ref)
        )
        label = form.heading(question.ref, language)
        yield words.say("Counted apart by “%(question)s”: %(groups)s", question=label, groups=groups)


def _counted(words: Words, name: str, people: int | None) -> str:
    """A region or a group, with how many people it has, where that is known."""
    return f"{name} ({words.number(Decimal(people))})" if people else name


def _questions(words: Words, form: Form, terms: Terms) -> Iterator[str]:
    languages, codes = terms.languages, names(words, terms)
    for number, question in enumerate((each for each in form.questions if each.asked), 1):
        yield f"{number}. " + " / ".join(form.label(question.ref, each) for each in languages)
        if hints := list(filter(None, (form.hint(question.ref, each) for each in languages))):
            yield " / ".join(hints)
        refusals = dict.fromkeys(said for each in languages for said in form.refusals(question.ref, each))
        if refusals:
            yield words.say("If that does not fit: %(texts)s", texts=" / ".join(refusals))
        for choice in form.choices(question.ref):
            labels = (form.choice_label(question.ref, choice.name, each) for each in languages)
            yield "– " + " / ".join(labels)
        if line := question.budget:
            tags = [codes[each] for each in (line.right, *(f"sdg-{goal}" for goal in line.goals)) if each]
            amount = words.number(line.adopted)
            yield "– " + " · ".join((words.say("Adopted budget: %(amount)s", amount=amount), *tags))


def _texts(texts: Mapping[str, str]) -> Iterator[str]:
    return (f"{name_of_language(language)}:\n{text}" for language, text in texts.items() if text)


async def _results(
    store: Store, words: Words, content: Mapping[str, Any], consultation: Consultation
) -> list[str]:
    """The release once, in the language of who looks, and what followers are told."""
    spoken = consultation.terms.spoken(words.language)
    page = await shown(store, consultation, content["release"], spoken)
    day = words.day(datetime.fromisoformat(page["day"]))
    made = words.say(
        "Release %(number)s, made on %(day)s. Answers that came later are not in it.",
        number=page["release"],
        day=day,
    )
    counts = [part for survey in page["surveys"] for part in _counts(words, survey)]
    return [*_texts(content["texts"]), made, *page["signs"], *counts]


def _counts(words: Words, survey: Mapping[str, Any]) -> Iterator[str]:
    say = words.say
    if survey["responses"] is None:
        yield say("Fewer than 20 sent their answers; their counts are not shown.")
        return
    yield say("Answers sent: %(count)s", count=survey["responses"])
    for question in survey["questions"]:
        numbers = question.get("counts") or question.get("mean_rank") or {}
        labels = question.get("choice_labels", {})
        told = [f"– {labels.get(name, name)}: {_shown(words, number)}" for name, number in numbers.items()]
        yield "\n".join((question["label"], *told))


def _shown(words: Words, number: float | None) -> str:
    return words.say("not shown") if number is None else str(number)
