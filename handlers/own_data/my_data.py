"""`/mydata`: everything that is held about a person, to be seen, changed or erased."""

from dataclasses import replace
from datetime import datetime

from handlers.announcements.held import held as announcements_held
from handlers.answering.lines import told
from handlers.answering.sent import reopened, sent_by
from handlers.contacts.held import held as questions_held
from handlers.events.held import held
from handlers.guided import ORGANISATION
from handlers.links import named
from handlers.loading import at
from handlers.own_data import receipts
from handlers.reading import codebook
from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import name_of
from storage import (
    consultations,
    erased,
    interests,
    organisations,
    readings,
    reminders,
    responses,
    shared_drafts,
    staff,
)
from storage.changes import Changes
from storage.messages import Button, Card
from storage.responses import Sent
from storage.store import Store
from survey import engine
from survey.form import Form
from survey.state import State


async def show(store: Store, view: View) -> Card:
    """What is held, in plain words."""
    say = view.words.say
    body = [say("Language: %(language)s", language=name_of(view.language)), await _news(store, view)]
    body += await _wishes(store, view)
    if not view.person.limited:
        body += [*await _organisation(store, view), *await _work(store, view)]
        body += await announcements_held(store, view)
    body += await _reminder(store, view)
    body += await held(store, view)
    body += await questions_held(store, view)
    rows: list[tuple[Button, ...]] = []
    there = await _looked_at(store, view)
    if there.consultation is not None:
        if there.here.slug in there.conversation.admitted:
            body.append(say("You came in with a code. Which one is not kept."))
        body += await _answers(store, there)
        sent = [place for place in await _places(store, there) if await sent_by(store, place)]
        rows = [buttons for place in sent if (buttons := _changes(there, place))]
    if others := await _others(store, there):
        body.append(say("I also keep answers of yours in:"))
        rows += [(view.button(each.text("title"), f"at:{each.here.slug}"),) for each in others]
    if _may_renew_code(view):
        rows.append((view.button(say("New receipt code"), "code"),))
    rows += [(view.button(say("Erase everything"), "forget"),), (view.go_on(),)]
    return view.card(say("What I keep about you"), "\n".join(body), tuple(rows))


def _may_renew_code(view: View) -> bool:
    """Only on a device of their own, and once there is something that a code leads to."""
    return view.person.channel == "web" and not view.person.by_code and bool(view.conversation.consents)


async def _looked_at(store: Store, view: View) -> View:
    """The same person at the consultation whose answers are shown: the one at hand, or another they chose."""
    return await at(store, view, view.conversation.page, "") if view.conversation.page else view


async def _others(store: Store, there: View) -> list[View]:
    """The same person at every other consultation in which there is something of theirs to see."""
    slugs = [each.slug for each in await consultations.every(store.database) if not each.ended]
    views = [await at(store, there, slug, "") for slug in slugs if not _is_at(there, slug)]
    return [view for view in views if await _has_answers(store, view)]


def _is_at(view: View, slug: str) -> bool:
    return view.consultation is not None and view.here.slug == slug


async def _has_answers(store: Store, view: View) -> bool:
    places = await _places(store, view)
    return any([place.conversation.draft or await sent_by(store, place) for place in places])


def _changes(view: View, place: View) -> tuple[Button, ...]:
    """What can be done with the answers to one survey."""
    say, ours = view.words.say, place.organisation is not None
    number = [survey.name for survey in view.here.terms.surveys].index(place.conversation.survey)
    change = say("Change our answers") if ours else say("Change my answers")
    erase = say("Erase our answers") if ours else say("Erase my answers")
    offered = (
        (_may_change(place), view.button(change, f"change{number}")),
        (_may_erase(place), view.button(erase, f"erase{number}")),
    )
    return tuple(button for allowed, button in offered if allowed)


def _may_change(place: View) -> bool:
    return place.organisation is None or place.organisation.state == "verified"


def _may_erase(place: View) -> bool:
    return place.organisation is None or place.organisation.members == 1


async def _places(store: Store, view: View) -> list[View]:
    """The same person at each survey of the consultation that they can answer."""
    if view.here.ended:
        return []
    slug = view.here.slug
    places = [await at(store, view, slug, survey.name, held=True) for survey in view.here.terms.surveys]
    return [place for place in places if place.survey is not None]


async def _news(store: Store, view: View) -> str:
    titles, person = [], view.person.id
    followed = await interests.all_follows(store.database, person)
    for slug in sorted({slug for slug, _ in (*followed, *await interests.topics(store.database, person))}):
        consultation = await consultations.get(store.database, slug)
        if consultation:
            titles.append(consultation.terms.say(consultation.terms.title, view.language))
    say = view.words.say
    return say("News: %(titles)s", titles=" · ".join(titles)) if titles else say("News: none")


async def _reminder(store: Store, view: View) -> list[str]:
    at = await reminders.of(store.database, view.person.id)
    if at is None:
        return []
    day = view.words.day(datetime.fromtimestamp(at, view.zone))
    return [view.words.say("Reminder of what you did not finish: in the evening of %(day)s", day=day)]


async def _wishes(store: Store, view: View) -> list[str]:
    """Where they live, as far as a region they follow tells; of whom they want to hear nothing."""
    say, person = view.words.say, view.person
    zone = [say("Your time zone: %(zone)s", zone=person.zone)] if person.zone else []
    muted = [
        named(found.name)
        for each in sorted(await interests.muted(store.database, person.id))
        if (found := await organisations.get(store.database, store.keys, each))
    ]
    return zone + ([say("No news of: %(names)s", names=" · ".join(muted))] if muted else [])


async def _organisation(store: Store, view: View) -> list[str]:
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    say = view.words.say
    if organisation is None:
        begun = f"/{ORGANISATION}" in view.conversation.drafts
        return [say("You began to register an organisation: /organisation")] if begun else []
    told = [say("You speak for %(name)s.", name=named(organisation.name))]
    if organisation.state == "refused":
        told.append(say("It may not answer. What it sent before stays counted until it is erased."))
    if organisation.members > 1:
        told.append(say("Its answers stay when you go. Only its last member can erase them."))
    return told


async def _work(store: Store, view: View) -> list[str]:
    colleague = await staff.of(store.database, store.keys, view.person.id)
    say = view.words.say
    return [say("You work here. The others know you as %(name)s.", name=colleague.name)] if colleague else []


async def _answers(store: Store, view: View) -> list[str]:
    say = view.words.say
    if view.here.ended:
        return [say("Nobody can tell any more which answers are yours, so I cannot show them.")]
    lines = []
    for place in await _places(store, view):
        lines += await _answers_at(store, place)
    return lines or [say("Answers: none")]


async def _answers_at(store: Store, place: View) -> list[str]:
    say, survey, lines = place.words.say, place.answering, []
    name = named(place.organisation.name) if place.organisation else ""
    if place.conversation.draft and (given := _given(place, survey.form, survey.state)):
        waiting = say("Answers of %(name)s, not sent yet:", name=name)
        lines += [waiting if name else say("Answers you have not sent yet:"), *given]
    if sent := await sent_by(store, place):
        form = await store.form(place.here.slug, place.conversation.survey, sent.version)
        state = engine.reopen(form, sent.document.submission, place.moment)
        told = say("Answers of %(name)s, sent:", name=name) if name else say("Answers you sent:")
        lines += [told, *_given(place, form, state), *_read(store, place, form, sent)]
    return lines


def _read(store: Store, place: View, form: Form, sent: Sent) -> list[str]:
    """What staff made of open answers; who it was, and when, is not kept."""
    say, called, lines = place.words.say, codebook.names(place.words, place.here.terms), []
    refs = {each.name: each.ref for each in form.questions}
    for name, reading in readings.of(store.keys, place.here.slug, sent).items():
        question = form.heading(refs[name], place.language) if name in refs else name
        themes = " · ".join(called[code] for code in reading.codes if code in called)
        lines.append(
            say(
                "Your answer to “%(question)s” was read, and is about: %(themes)s",
                question=question,
                themes=themes,
            )
            if themes
            else say("Your answer to “%(question)s” was read.", question=question)
        )
        if reading.quotable:
            lines.append(say("It may be quoted as: “%(words)s”", words=reading.words))
    return lines


def _given(view: View, form: Form, state: State) -> list[str]:
    lines = engine.review(form, state, view.language, view.moment)
    return [told(view.words, line) for line in lines if line.answer]


async def tapped(turn: Turn, action: str) -> Changes:
    """Go on, look at another consultation, change, erase the answers, or erase everything."""
    view = turn.view
    if action == "close":
        return turn.to(view.moved())
    if action == "code" and _may_renew_code(view):
        return await receipts.renew(turn)
    if action == "forget":
        return turn.to(view.moved(over="forget"))
    if action.startswith("at:"):
        return turn.to(view.moved(over="mydata", page=action.removeprefix("at:")))
    place = await _place(turn, action)
    sent = await sent_by(turn.store, place) if place else None
    if place is None or sent is None:
        return turn.to(view.moved(over="mydata"))
    turn = replace(turn, view=place)
    if action.startswith("change") and _may_change(place):
        return turn.to(await reopened(turn.store, place, sent))
    if action.startswith("erase") and _may_erase(place):
        return _erased(turn, sent)
    return turn.nothing()


async def _place(turn: Turn, action: str) -> View | None:
    """The survey whose answers a button is about."""
    there = await _looked_at(turn.store, turn.view)
    surveys = there.here.terms.surveys if there.consultation and not there.here.ended else ()
    for number, survey in enumerate(surveys):
        if action in {f"change{number}", f"erase{number}"}:
            return await at(turn.store, there, there.here.slug, survey.name, held=True)
    return None


def _erased(turn: Turn, sent: Sent) -> Changes:
    view, keys = turn.view, turn.store.keys
    slug, survey = view.here.slug, view.conversation.survey
    writes = responses.erase(keys, view.respondent, slug, survey, sent)
    shared = shared_drafts.erase(keys, view.shared) if view.shared else ()
    conversation, drafts = turn.renewed(view.moved(scene="sent").with_draft(None))
    gone = (*writes, *shared, *drafts, *erased.note(sent.ids, turn.now))
    return turn.to(conversation, then=Changes(gone, chores=True))


SCENES = {"mydata": Scene(show, tapped)}
