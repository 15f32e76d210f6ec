"""What becomes of the form about what was done with the results: it goes out, or to a second person."""

from collections.abc import Mapping

from handlers.approvals.actions import DID, actor, may
from handlers.consultations.proposing import done_or_asked
from handlers.consultations.publishing import PublishingRefused, to_say
from handlers.guided import about, asked_again, place_of
from handlers.links import bad_links, why
from handlers.turn import Turn
from storage import consultations
from storage.changes import Changes


async def reported(turn: Turn, answers: Mapping[str, str]) -> Changes:
    """Off it goes, unless a language is missing or a link in it may not stand there."""
    store, view = turn.store, turn.view
    consultation = await consultations.get(store.database, about(view.conversation.survey))
    left = view.moved(over="admin").with_draft(None).but(scene="choose", survey="")
    if consultation is None or not may(await actor(store, view.person.id), DID):
        return turn.to(left)
    texts = {}
    for number, language in enumerate(consultation.terms.languages):
        text = answers.get(place_of(number), "").strip()
        if not text:
            notice = view.words.say("Nobody can read it without this. Please write it.")
            return turn.to(asked_again(view, place_of(number), notice))
        if notice := await unfit(turn, place_of(number), text):
            return turn.to(asked_again(view, place_of(number), notice))
        texts[language] = text
    done = left.but(consultation=consultation.slug, scene="arrive", page=consultation.slug)
    try:
        proposal = await to_say(store, consultation, texts, turn.place.public_url)
    except PublishingRefused:
        return turn.to(done.but(notice=view.words.say("It cannot be done any more.")))
    return await done_or_asked(turn, proposal, done, "said what was done")


async def unfit(turn: Turn, _: str, value: str) -> str:
    """Why this answer cannot stand; empty where it can."""
    found = bad_links(value, turn.place.sites)
    return why(turn.view.words, found[0]) if found else ""
