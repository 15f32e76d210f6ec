"""The survey in which people say how far recommendations have come: a form like any, of their questions."""

from collections.abc import Iterator, Sequence

from handlers.recommendations.telling import step_names
from handlers.refused import Refused
from handlers.words import Words, name_of, plain
from reports.recommendations.assessed import STEPS, question_of
from storage import consultations
from storage.consultations import Consultation
from storage.recommendations import Recommendation
from storage.store import Store
from storage.terms import Terms
from survey.form import Form

MOST = 12
"""Recommendations that one survey asks about: three questions each."""
Row = list[str]


class CannotAsk(Refused):
    """People cannot be asked about it like this; the message says what is to be done."""


def suggested(words: Words, found: Recommendation) -> str:
    """A question to begin with; the text is still that of the United Nations."""
    text = found.text.partition(" (")[0]
    return plain(words.say("“%(text)s”: how far has this come where you live?", text=text))


async def form_for(store: Store, here: Consultation, found: Sequence[Recommendation]) -> dict[str, list[Row]]:
    """The sheets of a survey for residents of a consultation. Raises `CannotAsk`."""
    name = next(iter(here.terms.named("residents")), "")
    latest = (await consultations.latest(store.database, here.slug)).get(name)
    if latest is None:
        raise CannotAsk(f"'{here.slug}' has no survey for residents.")
    return sheets(found, here.terms, await store.form(here.slug, name, latest.number))


def sheets(found: Sequence[Recommendation], terms: Terms, before: Form) -> dict[str, list[Row]]:
    """The sheets of an XLSForm. Where people live and which group they are in is asked as in `before`.

    Raises `CannotAsk`.
    """
    _refuse(found, terms)
    tongues = [f"{name_of(each)} ({each})" for each in terms.languages]
    kept = [name for name in (terms.region_question, *terms.groups) if name]
    known = [each for each in before.questions if each.name in kept and each.kind == "select_one"]
    labels, hints = (tuple(f"{what}::{each}" for each in tongues) for what in ("label", "hint"))
    survey = [["type", "name", *labels, *hints, "relevant"]]
    choices = [["list_name", "name", *labels]]
    for each in known:
        called = [before.heading(each.ref, language) for language in terms.languages]
        survey.append([f"select_one {each.name}", each.name, *called, *("" for _ in hints), ""])
        for choice in before.choices(each.ref):
            names = [before.choice_label(each.ref, choice.name, language) for language in terms.languages]
            choices.append([each.name, choice.name, *names])
    for one in found:
        survey += _asked(one, terms.languages)
    choices += [["steps", step, *names] for step, names in _steps(terms.languages)]
    title = terms.say(terms.title, terms.languages[0])
    settings = [
        ["form_title", "form_id", "version", "default_language"],
        [title, "assessment", "1", tongues[0]],
    ]
    return {"survey": survey, "choices": choices, "settings": settings}


def _refuse(found: Sequence[Recommendation], terms: Terms) -> None:
    if unasked := lacking(found, terms):
        raise CannotAsk(f"Write the question first, in each language: {', '.join(unasked)}.")
    if not 0 < len(found) <= MOST:
        raise CannotAsk(f"Choose at least one recommendation, and {MOST} at most.")


def lacking(found: Sequence[Recommendation], terms: Terms) -> list[str]:
    """Which have no question in a language of the consultation: "121.1 (fr)"."""
    return [
        f"{each.name} ({language})"
        for each in found
        for language in terms.languages
        if not each.questions.get(language, "").strip()
    ]


def _asked(one: Recommendation, languages: Sequence[str]) -> Iterator[Row]:
    """How far it has come, why, and what should come next."""
    name, spoken = question_of(one.code), [Words(language) for language in languages]
    beside = [plain(each.say("Recommendation %(number)s", number=one.name)) for each in spoken]
    yield ["select_one steps", name, *(one.questions[each] for each in languages), *beside, ""]
    warned = [each.say("One or two sentences. Please write no names.") for each in spoken]
    given = f"${{{name}}} != ''"
    yield ["text", f"{name}_why", *(each.say("Why do you say so?") for each in spoken), *warned, given]
    yield ["text", f"{name}_next", *(each.say("What should come next?") for each in spoken), *warned, given]


def _steps(languages: Sequence[str]) -> Iterator[tuple[str, Row]]:
    named = [step_names(Words(language)) for language in languages]
    for step in STEPS:
        yield step, [names[step] for names in named]
