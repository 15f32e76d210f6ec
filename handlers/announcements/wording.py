"""What becomes of an announcement's form that was filled in: a draft that only its author sees."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.approvals.actions import ANNOUNCE, SPEAK, actor, may
from handlers.guided import about, place_of, written_in
from handlers.links import bad_links, why
from handlers.timing import instant
from handlers.turn import Turn
from storage import announcements, consultations
from storage.announcements import Announcement
from storage.changes import Changes
from survey import engine

MINUTES = len("2026-12-01T09:00")


async def worded(turn: Turn, answers: Mapping[str, str]) -> Changes:
    """Keep it, unless a language is missing or a link in it may not stand there."""
    store, view = turn.store, turn.view
    survey, who = view.conversation.survey, await actor(store, view.person.id)
    consultation = await consultations.get(store.database, about(survey))
    organisation = who.organisation if written_in(survey) else None
    allowed = may(who, SPEAK, organisation) if written_in(survey) else may(who, ANNOUNCE)
    if consultation is None or not allowed:
        return turn.to(replace(view.moved(over="admin").with_draft(None), scene="choose", survey=""))
    texts = {}
    for number, language in enumerate(consultation.terms.languages):
        text = answers.get(place_of(number), "").strip()
        if not text:
            return _back(
                turn, place_of(number), view.words.say("Nobody can read it without this. Please write it.")
            )
        if found := bad_links(text, turn.place.sites):
            return _back(turn, place_of(number), why(view.words, found[0]))
        texts[language] = text
    local = answers.get("at", "")[:MINUTES] if answers.get("when") == "later" else ""
    if local and instant(datetime.fromisoformat(local), consultation.terms.zone) <= turn.place.now:
        return _back(turn, "at", view.words.say("That time is past. Please write a later one."))
    done = view.moved(over="news_whom", consultation=consultation.slug, survey="", scene="arrive")
    before = await announcements.draft_by(store.database, view.person.id)
    if before and (before.consultation, before.organisation) == (consultation.slug, organisation):
        return turn.to(done, announcements.change(before, replace(before, texts=texts, local=local)))
    dropped = (announcements.drop(before),) if before else ()
    draft = Announcement(
        turn.place.fresh(16),
        consultation.slug,
        "written",
        turn.now,
        texts,
        state="draft",
        local=local,
        author=view.person.id,
        organisation=organisation,
    )
    return turn.to(done, *dropped, announcements.add(draft))


def answers_of(draft: Announcement, languages: Sequence[str]) -> Mapping[str, str]:
    """What would have to be answered for it to be written like this."""
    texts = {place_of(number): draft.texts.get(each, "") for number, each in enumerate(languages)}
    return {**texts, "when": "later" if draft.local else "now", "at": draft.local}


def _back(turn: Turn, name: str, notice: str) -> Changes:
    view, survey = turn.view, turn.view.answering
    ref = next(each.ref for each in survey.form.questions if each.name == name)
    state = engine.go_to(survey.form, survey.state, ref, view.moment)
    return turn.to(view.keeping(state, view.moved(scene="question", notice=notice)))
