"""What becomes of an event's form that was filled in: a draft that only its author sees."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import guided, links, timing
from handlers.events.form import MINUTES, lasts, starts_at, texts
from handlers.events.rights import host
from handlers.events.sheet import LATEST
from handlers.turn import Turn
from storage import consultations, events
from storage.changes import Changes
from storage.consultations import Consultation
from storage.events import Event
from storage.store import Store
from survey.lookalikes import tidy


async def written(turn: Turn, answers: Mapping[str, str]) -> Changes:
    """Keep it as a draft and show what people would see; or ask once more for what is missing."""
    view, store = turn.view, turn.store
    speaker = await host(store, view)
    about = guided.about(view.conversation.survey)
    consultation = await consultations.get(store.database, about) if about else await home(store)
    if speaker is None or consultation is None:
        return turn.to(view.moved(over="event_of_ours"))
    before = await events.draft_by(store.database, view.person.id)
    zone = before.zone if before else consultation.terms.timezone
    if wrong := await _wrong(turn, answers):
        return turn.to(guided.asked_again(view, *wrong))
    draft = _event(turn, answers, consultation, zone, before)
    draft = replace(draft, organisation=speaker.organisation, author=view.person.id)
    write = events.change(before, draft) if before else events.add(draft)
    return turn.to(view.moved(over="event_draft"), write)


async def home(store: Store) -> Consultation | None:
    """The consultation that a new event belongs to, if nobody chooses: the newest that is open."""
    return next(iter(await open_now(store)), None)


async def open_now(store: Store) -> list[Consultation]:
    """The consultations that a new event can belong to, the newest first."""
    return [each for each in await consultations.every(store.database) if each.state == "open"]


def _event(
    turn: Turn, answers: Mapping[str, str], consultation: Consultation, zone: str, before: Event | None
) -> Event:
    survey = turn.view.conversation.survey
    language = guided.written_in(survey) or turn.view.language
    others = guided.asked_for(survey, consultation.terms.languages)
    starts = int(starts_at(answers, zone).timestamp())
    return Event(
        before.id if before else turn.place.fresh(16),
        before.consultation if before else consultation.slug,
        texts(answers, "title", language, others),
        texts(answers, "about", language, others),
        starts,
        starts + lasts(answers, before),
        zone,
        place=tidy(answers.get("place", "")),
        point=" ".join(answers.get("point", "").split(" ")[:2]),
        link=answers.get("link", "").strip(),
        regions=before.regions if before else (),
        topics=before.topics if before else (),
        languages=tuple(answers.get("languages", "").split()),
        capacity=int(answers.get("capacity") or 0),
        sequence=before.sequence if before else 0,
        changes=before.changes if before else None,
    )


async def _wrong(turn: Turn, answers: Mapping[str, str]) -> tuple[str, str] | None:
    """The question to be asked again, and why."""
    say = turn.view.words.say
    for name in ("title", "about", "starts", "hours"):
        if not tidy(answers.get(name, "")):
            return name, say("People need to know this. Please answer it.")
    if not tidy(answers.get("place", "")) and not answers.get("link", "").strip():
        return "place", say("Where is it? Please write a place, or a link to join online.")
    for name in ("starts", "link"):
        if notice := await unfit(turn, name, answers.get(name, "")):
            return name, notice
    return None


async def unfit(turn: Turn, name: str, value: str) -> str:
    """Why this answer cannot stand; empty where it can."""
    say = turn.view.words.say
    if name == "starts":
        return _unfit_start(turn, value, await _zone(turn))
    if name == "link" and value.strip():
        if bad := links.bad_links(value, turn.place.sites):
            return links.why(turn.view.words, bad[0])
        if not value.strip().startswith(("http://", "https://")):
            return say("Please write the whole link, beginning with %(start)s", start="https://")
    return ""


def _unfit_start(turn: Turn, value: str, zone: str) -> str:
    if not _to_come(turn, starts_at({"starts": value}, zone)):
        return turn.view.words.say("Please write a time to come, within two years.")
    return timing.question_of(turn.view.words, datetime.fromisoformat(value[:MINUTES]), ZoneInfo(zone))


async def _zone(turn: Turn) -> str:
    """Where the event is: as it was before, else where the consultation is."""
    before = await events.draft_by(turn.store.database, turn.view.person.id)
    if before:
        return before.zone
    of = await consultations.get(turn.store.database, guided.about(turn.view.conversation.survey))
    return of.terms.timezone if of else "UTC"


def _to_come(turn: Turn, moment: datetime) -> bool:
    """Whether a moment is to come, and not too far away."""
    return turn.place.now < moment < turn.place.now + LATEST
