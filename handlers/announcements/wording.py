"""What becomes of an announcement's form that was filled in: a draft that only its author sees."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.announcements import scheduling
from handlers.announcements.scheduling import Times, times, wrong
from handlers.approvals.actions import ANNOUNCE, SPEAK, actor, may
from handlers.guided import about, asked_again, place_of, written_in
from handlers.links import bad_links, why
from handlers.turn import Turn
from storage import announcements, consultations
from storage.announcements import Announcement
from storage.changes import Changes
from storage.consultations import Consultation
from survey import engine


async def worded(turn: Turn, answers: Mapping[str, str]) -> Changes:
    """Keep it, unless nothing is written, a link may not stand there, or a time does not fit."""
    store, view = turn.store, turn.view
    survey, who = view.conversation.survey, await actor(store, view.person.id)
    consultation = await consultations.get(store.database, about(survey))
    organisation = who.organisation if written_in(survey) else None
    allowed = may(who, SPEAK, organisation) if written_in(survey) else may(who, ANNOUNCE)
    if consultation is None or not allowed:
        return turn.to(view.moved(over="admin").with_draft(None).but(scene="choose", survey=""))
    texts = {}
    for number, language in enumerate(consultation.terms.languages):
        text = answers.get(place_of(number), "").strip()
        if notice := _dishonest(turn, text):
            return turn.to(asked_again(view, place_of(number), notice))
        if text:
            texts[language] = text
    if not texts:
        notice = view.words.say("Nobody can read it without this. Please write it.")
        return turn.to(asked_again(view, place_of(0), notice))
    when = times(answers, consultation)
    if again := wrong(view.words, when, consultation, turn.place.now):
        return turn.to(asked_again(view, *again))
    done = view.moved(over="news_whom", consultation=consultation.slug, survey="", scene="arrive")
    before = await announcements.draft_by(store.database, view.person.id)
    if before and (before.consultation, before.organisation) == (consultation.slug, organisation):
        return turn.to(done, announcements.change(before, _timed(replace(before, texts=texts), when)))
    dropped = (announcements.drop(before),) if before else ()
    draft = Announcement(
        turn.place.fresh(16),
        consultation.slug,
        "written",
        turn.now,
        texts,
        state="draft",
        author=view.person.id,
        organisation=organisation,
    )
    return turn.to(done, *dropped, announcements.add(_timed(draft, when)))


def _timed(draft: Announcement, when: Times) -> Announcement:
    """With these times. What comes again goes to no audience that can be told only once."""
    audience = "everybody" if when.rule and draft.audience == "unanswered" else draft.audience
    return replace(draft, audience=audience, local=when.local, rule=when.rule, expires=when.expires)


def answers_of(draft: Announcement, consultation: Consultation) -> Mapping[str, str]:
    """What would have to be answered for it to be written like this."""
    languages = consultation.terms.languages
    texts = {place_of(number): draft.texts.get(each, "") for number, each in enumerate(languages)}
    return {**texts, **scheduling.answers_of(draft, consultation)}


async def unfit(turn: Turn, name: str, value: str) -> str:
    """Why this answer cannot stand beside those before it; empty where it can."""
    view, survey = turn.view, turn.view.answering
    consultation = await consultations.get(turn.store.database, about(view.conversation.survey))
    if consultation is None:
        return ""
    before = engine.answers(survey.form, engine.submission(survey.form, survey.state, view.moment))
    when = times({**before, name: value}, consultation)
    again = wrong(view.words, when, consultation, turn.place.now)
    return again[1] if again and again[0] == name else _dishonest(turn, value)


def _dishonest(turn: Turn, text: str) -> str:
    found = bad_links(text, turn.place.sites)
    return why(turn.view.words, found[0]) if found else ""
