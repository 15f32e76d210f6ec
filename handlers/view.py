"""Everything that a person's card is made of and a decision is made on: loaded once, never changed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handlers.links import sites_of
from handlers.words import LANGUAGES, Words
from storage.consultations import Consultation
from storage.conversations import Conversation, Draft
from storage.messages import Button, Card, File, Medium, NotFetched
from storage.organisations import Organisation
from storage.people import Somebody
from storage.shared_drafts import Shared
from survey import engine
from survey.asking import Asked
from survey.form import Form
from survey.state import Moment, State

Fresh = Callable[[int], bytes]
"""That many random bytes."""
Rows = tuple[tuple[Button, ...], ...]
Fetch = Callable[[File, int], Awaitable[bytes]]
"""Brings the content of a file here, up to so many bytes. Raises `NotFetched`."""
MB = 1_000_000
APART_AFTER = 72 * 3_600
PART = "part"
"""The action that shows another part of a long card, with its number."""

TOGETHER = {"question", "review", "change", "sent"}
"""Scenes whose card another member of the organisation can change."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How large files may be, in bytes, and how many a person may give to one survey."""

    photo: int = 10 * MB
    file: int = 20 * MB
    files: int = 10


async def fetch_nothing(_: File, __: int) -> bytes:
    """Where no channel can be asked for files."""
    raise NotFetched


@dataclass(frozen=True, slots=True)
class Place:
    """What is the same for everybody: time, chance, where the web chat is, what the bot is called in Telegram
    (empty where that is not known), how files come here.

    `may_guess` counts one wrong code more, and tells whether another may follow at once. `looks_made`: what
    comes in looks made by a machine. `apart_after`: seconds for which whoever joins the staff and who invited
    them count as one.
    """

    now: datetime
    fresh: Fresh
    public_url: str = ""
    bot_name: str = ""
    limits: FileLimits = FileLimits()
    fetch: Fetch = fetch_nothing
    may_guess: Callable[[], bool] = lambda: True
    looks_made: bool = False
    apart_after: int = APART_AFTER

    @property
    def sites(self) -> tuple[str, ...]:
        """The names of our own sites, which a link of somebody else may not only look like."""
        return sites_of(self.public_url)


@dataclass(frozen=True)
class Survey:
    """The survey at hand: its form, and how far the person has come in it."""

    form: Form
    version: int
    coming: Callable[[], State] = field(repr=False)
    media: Mapping[str, str] = field(default_factory=dict)
    """Name to digest of the pictures and recordings that the form names."""
    _asked: dict[str, Asked] = field(default_factory=dict, init=False, repr=False)

    def asked(self, language: str, moment: Moment) -> Asked:
        """The question at hand, which is made once for a turn."""
        if language not in self._asked:
            self._asked[language] = engine.ask(self.form, self.state, language, moment)
        return self._asked[language]

    @cached_property
    def state(self) -> State:
        """How far; who stands before the first question has a new one, made only where it is needed."""
        return self.coming()


@dataclass(frozen=True, slots=True)
class View:
    """One person now. `survey` is None where nothing can be answered.

    A survey without a consultation is a form of ours. `organisation` and `shared` are there where they answer
    for an organisation.
    """

    place: Place
    person: Somebody
    version: int
    conversation: Conversation
    consultation: Consultation | None = None
    survey: Survey | None = None
    organisation: Organisation | None = None
    shared: Shared | None = None

    @property
    def language(self) -> str:
        """The person's language, or their device's, if the consultation speaks it; else its first."""
        wanted = self.person.language or self.conversation.hint
        if self.consultation:
            return self.consultation.terms.spoken(wanted)
        return wanted if wanted in LANGUAGES else LANGUAGES[0]

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
        there = self.consultation is not None and self.consultation.state == "scheduled"
        return self.conversation.trial and there

    @property
    def for_organisation(self) -> bool:
        """Whether the survey at hand is for organisations."""
        return self.here.terms.audience(self.conversation.survey) == "organisations"

    @property
    def learning(self) -> bool:
        """Whether the survey at hand is a set of learning cards."""
        there = self.consultation is not None
        return there and self.here.terms.audience(self.conversation.survey) == "learners"

    @property
    def respondent(self) -> bytes:
        """Whose answers these are: the person's, or their organisation's."""
        return self.shared.where.organisation if self.shared else self.person.id

    @property
    def agreement(self) -> str:
        """What a consent is given to: residents agree once for a consultation."""
        survey = self.conversation.survey
        return f"{self.here.slug}/{survey}" if self.for_organisation else self.here.slug

    @property
    def number(self) -> str:
        """What the buttons of the card carry: it changes when the card shows something else."""
        turn = str(self.conversation.turn)
        together = self.conversation.scene in TOGETHER and not self.conversation.over
        return f"{turn}-{self.shared.turn}" if self.shared and together else turn

    @property
    def at(self) -> str:
        """Which card it is, and what it shows: what the data of its buttons begins with."""
        return f"{self.conversation.card}.{self.number}"

    @property
    def admitted(self) -> bool:
        """Whether the survey may be answered. Whatever is needed, learners need nothing."""
        return self.invited or self.learning

    @property
    def invited(self) -> bool:
        """Whether they are of those who are asked here. Whatever is needed, organisations need nothing."""
        return self._may_come_in or self.trial or self.shared is not None

    @property
    def _may_come_in(self) -> bool:
        match self.here.terms.access:
            case "open":
                return True
            case "code":
                return self.here.slug in self.conversation.admitted
            case "telegram":
                return self.person.channel == "telegram"

    @property
    def zone(self) -> ZoneInfo:
        """Where they live, as far as they said; else where the consultation is."""
        there = self.consultation.terms.timezone if self.consultation else "UTC"
        return ZoneInfo(self.person.zone or there)

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
        role: Literal["choice", "main", "plain", "back", "send"] = "plain",
        chosen: bool = False,
    ) -> Button:
        """A button of the current card; `action` comes back to the scene when it is tapped."""
        return Button(label, f"{self.at}.{action}", role, chosen)

    def go_on(self) -> Button:
        """The button that leads from a page back to the conversation beneath."""
        return self.button(self.words.say("Go on"), "close", "main")

    def media(self, shown: Mapping[str, str], text: str) -> tuple[Medium, ...]:
        """The pictures and recordings that go with a text, as far as they were published with the survey."""
        kinds: tuple[Literal["image", "audio"], ...] = ("image", "audio")
        digests = {kind: self.answering.media.get(shown.get(kind, "")) for kind in kinds}
        return tuple(Medium(kind, digest, text) for kind in kinds if (digest := digests[kind]))

    def card(
        self,
        title: str,
        body: str = "",
        buttons: Rows = (),
        hint: str = "",
        hidden: bool = False,
        **more: Any,
    ) -> Card:
        """The current card with these texts, and whatever `more` a card has."""
        return Card(
            number=self.conversation.card,
            language=self.language,
            title=title,
            body=body,
            hint=hint,
            notice=self.conversation.notice,
            buttons=buttons,
            part=self.conversation.part,
            at=self.at,
            turns=f"{self.at}.{PART}",
            hidden=hidden,
            **more,
        )

    def moved(self, **changed: Any) -> Conversation:
        """The conversation at another place: what stood on the card before can no longer be tapped."""
        turn = self.conversation.turn + 1
        fresh: dict[str, Any] = {"turn": turn, "notice": "", "page": "", "part": 0, "over": "", **changed}
        return self.conversation.but(**fresh)

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
        shared = self.shared is not None
        draft = Draft(survey.version, state.to_json(), changing, self.trial, sought, files, shared)
        return (conversation or self.conversation).with_draft(draft)


def moment(place: Place, consultation: Consultation | None) -> Moment:
    """Time and chance as the form engine takes them, in the consultation's zone."""
    zone = consultation.terms.zone if consultation else UTC
    return Moment(place.now.astimezone(zone), lambda: (int.from_bytes(place.fresh(8)) >> 11) / 2**53)
