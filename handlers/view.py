"""Everything that a person's card is made of and a decision is made on: loaded once, never changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from typing import Any, Literal
from uuid import UUID

from handlers.words import LANGUAGES, Words
from storage import consultations, conversations
from storage.consultations import Consultation
from storage.conversations import Conversation, Draft
from storage.messages import Button, Card
from storage.people import Somebody
from storage.store import Store
from survey import engine
from survey.form import Form
from survey.state import Moment, State, StateError

Fresh = Callable[[int], bytes]
"""That many random bytes."""
Rows = tuple[tuple[Button, ...], ...]
PART = "part"
"""The action that shows another part of a long card, with its number."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is the same for everybody: time, chance, and where the web chat is reached."""

    now: datetime
    fresh: Fresh
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey at hand: its form, and how far the person has come in it."""

    form: Form
    version: int
    state: State


@dataclass(frozen=True, slots=True)
class View:
    """One person now. `survey` is None outside a consultation that can be answered."""

    place: Place
    person: Somebody
    version: int
    conversation: Conversation
    consultation: Consultation | None = None
    survey: Survey | None = None

    @property
    def language(self) -> str:
        """The person's language, or their device's, if the consultation speaks it; else its first."""
        languages = self.consultation.terms.languages if self.consultation else LANGUAGES
        wanted = self.person.language or self.conversation.hint
        return wanted if wanted in languages else languages[0]

    @property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def here(self) -> Consultation:
        """The consultation of this conversation; scenes that need one are only reached with one."""
        assert self.consultation is not None
        return self.consultation

    @property
    def answering(self) -> Survey:
        """The survey at hand; scenes that need one are only reached with one."""
        assert self.survey is not None
        return self.survey

    @property
    def trial(self) -> bool:
        """Whether a maker tries the survey before it opens."""
        return self.conversation.trial and self.here.state == "scheduled"

    @property
    def admitted(self) -> bool:
        """Whether a survey for those with a code may be answered."""
        by_code = self.here.slug in self.conversation.admitted
        return by_code or self.trial or self.here.terms.access == "open"

    @property
    def moment(self) -> Moment:
        return moment(self.place, self.consultation)

    def text(self, name: str) -> str:
        """One of the consultation's own texts (title, about, organiser, contact, consent)."""
        return self.here.terms.say(getattr(self.here.terms, name), self.language)

    def button(
        self,
        label: str,
        action: str,
        role: Literal["choice", "main", "plain", "back"] = "plain",
        chosen: bool = False,
    ) -> Button:
        """A button of the current card; `action` comes back to the scene when it is tapped."""
        data = f"{self.conversation.card}.{self.conversation.turn}.{action}"
        return Button(label, data, role, chosen)

    def card(
        self, title: str, body: str = "", buttons: Rows = (), hint: str = "", hidden: bool = False
    ) -> Card:
        """The current card with these texts."""
        return Card(
            number=self.conversation.card,
            language=self.language,
            title=title,
            body=body,
            hint=hint,
            notice=self.conversation.notice,
            buttons=buttons,
            part=self.conversation.part,
            turns=f"{self.conversation.card}.{self.conversation.turn}.{PART}",
            hidden=hidden,
        )

    def moved(self, **changed: Any) -> Conversation:
        """The conversation at another place: what stood on the card before can no longer be tapped."""
        turn = self.conversation.turn + 1
        fresh: dict[str, Any] = {"turn": turn, "notice": "", "page": "", "part": 0, "over": "", **changed}
        return replace(self.conversation, **fresh)

    @property
    def sought(self) -> str:
        """What the long list of choices at hand is narrowed to."""
        return self.conversation.draft.sought if self.conversation.draft else ""

    def keeping(
        self, state: State, conversation: Conversation | None = None, sought: str = ""
    ) -> Conversation:
        """The conversation with this state of the survey kept as its draft."""
        survey, before = self.answering, self.conversation.draft
        changing, files = (before.changing, before.sent_files) if before else (False, ())
        draft = Draft(survey.version, state.to_json(), changing, self.trial, sought, files)
        return (conversation or self.conversation).with_draft(draft)


def moment(place: Place, consultation: Consultation | None) -> Moment:
    """Time and chance as the form engine takes them, in the consultation's zone."""
    zone = consultation.terms.zone if consultation else UTC
    return Moment(place.now.astimezone(zone), Random(place.fresh(8)).random)


async def look(store: Store, place: Place, person: Somebody) -> View:
    """Load what there is about a person."""
    loaded = await conversations.load(store.database, store.keys, person.id)
    view = View(place, person, loaded.version, loaded.conversation)
    return await arrive_at(store, view, loaded.conversation.consultation)


async def arrive_at(store: Store, view: View, slug: str) -> View:
    """The same person, looking at this consultation."""
    consultation = await consultations.get(store.database, slug) if slug else None
    if consultation is None:
        return replace(view, consultation=None, survey=None)
    view = replace(view, consultation=consultation)
    return replace(view, survey=await _survey(store, view))


async def _survey(store: Store, view: View) -> Survey | None:
    conversation, slug = view.conversation, view.here.slug
    if not conversation.survey or view.here.ended or conversation.consultation != slug:
        return None
    draft = conversation.draft
    if draft and not (draft.trial and view.here.state == "open"):
        form = await store.form(slug, conversation.survey, draft.version)
        try:
            return Survey(form, draft.version, State.from_json(draft.state, form))
        except StateError:
            pass  # it does not fit its form: begin again rather than be stuck
    newest = (await consultations.latest(store.database, slug))[conversation.survey]
    form = await store.form(slug, conversation.survey, newest.number)
    instance = f"uuid:{UUID(bytes=view.place.fresh(16), version=4)}"
    return Survey(form, newest.number, engine.begin(form, view.moment, instance))
