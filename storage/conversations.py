"""Where a person is just now: one row, one version, one sealed state.

The draft inside is sealed once more under the consultation's link key, so that it ends with that key.
"""

import base64
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from storage.attachments import named_in
from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.erasable import number_of, seal_erasably, unseal_any, unseal_erasable
from storage.erasure_keys import NO_KEY
from storage.keys import KeyMissing, Keyring
from storage.schema.people import CONVERSATION
from storage.schema.people import Conversation as ConversationRow
from storage.sealing import SealBroken, room_for, seal, unseal
from storage.slots import random_slot

PART = 20
"""So many are opened in one go, which takes some milliseconds, before others have their turn."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers that were not sent yet: the version of the survey and the engine's state as JSON."""

    version: int
    state: str = field(repr=False)
    changing: bool = False
    """Whether it changes a response that was sent before."""
    trial: bool = False
    """Whether a maker tries the survey before it opens."""
    sought: str = field(default="", repr=False)
    """What was written to find a choice in a long list: the list is narrowed to it."""
    sent_files: tuple[str, ...] = ()
    """Names of files that belong to the response it changes, and stay with it until the changes are sent."""
    shared: bool = False
    """Whether it is an organisation's, and kept with it (`storage/shared_drafts.py`)."""

    @property
    def files(self) -> frozenset[str]:
        """Names of files that nothing but this draft leads to."""
        return named_in(self.state) - {*self.sent_files}


@dataclass(frozen=True)
class Conversation:
    """Where one person is: the scene shown, what lies over it, and their drafts."""

    scene: str = "arrive"
    over: str = ""
    """A page shown over the scene (help, language, …); closing it shows the scene again."""
    consultation: str = ""
    survey: str = ""
    card: int = 1
    turn: int = 0
    """Grows when the card shows something else, so that a tap on what was there before is told apart."""
    notice: str = ""
    page: str = ""
    """Where in a tree, or which code, the page over the conversation shows."""
    part: int = 0
    """Which part of a card that is too long for one message is shown, from 0."""
    hint: str = ""
    """The language that the person's device speaks, until they choose one."""
    active: int = 0
    """When something was last taken from this person, in UTC seconds."""
    album: str = ""
    """The album (`File.album`) of which a file was taken last: one of it is an answer, not all."""
    seen: int = 0
    """The `turn` of the organisation's draft when this person last did something."""
    trial: bool = False
    consents: Mapping[str, str] = field(default_factory=dict)
    """What was consented to -> version of the consent text, with its language: "1 fr".

    A consultation, or "consultation/survey" where somebody answers for an organisation.
    """
    admitted: Sequence[str] = ()
    """Consultations that a code was entered for."""
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    """"consultation/survey" -> draft; "/name" for a form of ours, which belongs to no consultation."""
    erasure_key: int = NO_KEY
    """The number of the key that all this is sealed under, with another (`storage/erasable.py`)."""

    def but(self, **changed: Any) -> "Conversation":
        """The same with these fields changed: as `replace` does it, which takes ten times as long."""
        assert changed.keys() <= self.__dict__.keys(), changed.keys()
        same = object.__new__(Conversation)
        same.__dict__.update(self.__dict__, **changed)
        return same

    @property
    def draft(self) -> Draft | None:
        return self.drafts.get(f"{self.consultation}/{self.survey}")

    @property
    def files(self) -> frozenset[tuple[str, str]]:
        """(consultation, name) of files that nothing but the drafts leads to."""
        return frozenset(
            (where.split("/")[0], name) for where, draft in self.drafts.items() for name in draft.files
        )

    @property
    def begun(self) -> frozenset[str]:
        """Names of drafts that somebody began for themselves, and did not send so far."""
        ours = (name for name, draft in self.own.drafts.items() if not (draft.trial or draft.changing))
        return frozenset(name for name in ours if not name.startswith("/"))

    @property
    def own(self) -> "Conversation":
        """The same without the draft of an organisation, which is kept with the organisation."""
        if not any(draft.shared for draft in self.drafts.values()):
            return self
        return self.but(drafts={key: draft for key, draft in self.drafts.items() if not draft.shared})

    def with_draft(self, draft: Draft | None) -> "Conversation":
        """The same with this draft, or without, for the survey at hand."""
        name = f"{self.consultation}/{self.survey}"
        others = {key: value for key, value in self.drafts.items() if key != name}
        return self.but(drafts=others if draft is None else {**others, name: draft})

    def without_trials_of(self, slug: str) -> "Conversation":
        """The same, with nothing left of what was tried in a consultation before it opened."""
        kept = {
            key: draft for key, draft in self.drafts.items() if key.split("/")[0] != slug or not draft.trial
        }
        return self.but(drafts=kept, trial=self.trial and self.consultation != slug)

    def ended(self, slug: str, card: int) -> "Conversation":
        """The same, with nothing left of what was done in a consultation.

        Where they stood would tell that they answered, and `card` and `turn` how much: `card` replaces both.
        """
        drafts = {key: value for key, value in self.drafts.items() if key.split("/")[0] != slug}
        consents = {key: value for key, value in self.consents.items() if key.split("/")[0] != slug}
        admitted = [each for each in self.admitted if each != slug]
        there = self.consultation == slug and self.scene != "ended"
        if not there and all(
            len(left) == len(before)
            for left, before in (
                (drafts, self.drafts),
                (consents, self.consents),
                (admitted, self.admitted),
            )
        ):
            return self
        ended = Conversation("ended", consultation=slug, hint=self.hint, erasure_key=self.erasure_key)
        left = ended if there else self
        return left.but(card=card, seen=0, album="", drafts=drafts, consents=consents, admitted=admitted)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as it stood at `version` (0: there was none)."""

    version: int
    conversation: Conversation
    current: bool = True
    """Whether it is sealed under the conversation key of now, not under the one that ends with a close."""


NOT_BEGUN = Loaded(0, Conversation())


_ROW = select(CONVERSATION.version, CONVERSATION.state).where(CONVERSATION.person == bindparam("person"))
_VERSION = select(CONVERSATION.version).where(CONVERSATION.person == bindparam("person"))
_ANY = select(CONVERSATION.slot).limit(1)
_AFTER = (
    select(CONVERSATION.person, CONVERSATION.version, CONVERSATION.state)
    .where(CONVERSATION.person > bindparam("after"))
    .order_by(CONVERSATION.person)
    .limit(PART)
)
_INSERT = insert(ConversationRow)
_UPDATE = (
    update(ConversationRow)
    .where(CONVERSATION.person == bindparam("who"), CONVERSATION.version == bindparam("decided_on"))
    .values(version=bindparam("new_version"), state=bindparam("new_state"))
)
_DELETE = delete(ConversationRow).where(
    CONVERSATION.person == bindparam("who"), CONVERSATION.version == bindparam("decided_on")
)
_DROP = delete(ConversationRow).where(CONVERSATION.person == bindparam("who"))


async def has_begun(database: Database) -> bool:
    """Whether there is a conversation at all."""
    return await database.row(_ANY) is not None


async def load(database: Database, keys: Keyring, person: bytes) -> Loaded:
    """The conversation of a person. A draft whose link key is gone is not there any more."""
    row = await database.row(_ROW, person=person)
    return opened(keys, person, *(row or (None, None)))


def opened(keys: Keyring, person: bytes, version: int | None, state: bytes | None) -> Loaded:
    """The conversation out of its row; a row that is not there is one that did not begin."""
    if version is None or state is None:
        return NOT_BEGUN
    return _opened(keys, person, (version, state))


async def version_of(database: Database, person: bytes) -> int:
    """The version at which the conversation of a person stands (0: there is none)."""
    row = await database.row(_VERSION, person=person)
    return int(row[0]) if row else 0


async def some_after(database: Database, keys: Keyring, after: bytes) -> list[tuple[bytes, Loaded]]:
    """Up to `PART` conversations in order of person, those after `after`: to go through all in parts."""
    rows = await database.rows(_AFTER, after=after)
    return [(row[0], _opened(keys, row[0], row[1:])) for row in rows]


def new_version(fresh: bytes) -> int:
    """A version that no other one of a conversation has, out of four random bytes.

    A number that grew would tell in two copies of a row how much somebody did between them.
    """
    return int.from_bytes(fresh[:4], "big") >> 1 or 1


def save(
    keys: Keyring, person: bytes, version: int, conversation: Conversation, after: int | None = None
) -> Write:
    """Keep a conversation that was decided on `version`; `after` is its new version (`new_version`)."""
    dumped, now = _dumped(keys, person, conversation), after or new_version(os.urandom(4))
    number = conversation.erasure_key
    sealed = seal_erasably(keys, keys.conversation, number, dumped, person, room_for(dumped))
    if version == 0:
        return Write(_INSERT, {"slot": random_slot(), "person": person, "version": now, "state": sealed})
    values = {"who": person, "decided_on": version, "new_version": now, "new_state": sealed}
    return Write(_UPDATE, values, otherwise=Stale)


def kept_by(keys: Keyring, person: bytes, writes: Iterable[Write]) -> Conversation:
    """The conversation that these writes would keep of somebody new; they must not be written."""
    (sealed,) = (write.values["state"] for write in writes if write.statement is _INSERT)
    found = _opened(keys, person, (1, sealed)).conversation
    keys.erasure.give_back(found.erasure_key)
    return found


def forget(person: bytes, version: int) -> Write:
    """Delete a conversation that stood at `version`."""
    return Write(_DELETE, {"who": person, "decided_on": version}, otherwise=Stale)


def drop(person: bytes) -> Write:
    """Delete a conversation, at whatever version it stands."""
    return Write(_DROP, {"who": person})


def _dumped(keys: Keyring, person: bytes, conversation: Conversation) -> bytes:
    drafts = {}
    for name, draft in conversation.own.drafts.items():
        try:
            key, *_ = _keys(keys, name)
        except KeyMissing:
            continue
        sealed = seal(key, msgspec.json.encode(draft), person + name.encode())
        drafts[name] = base64.b64encode(sealed).decode()
    return msgspec.json.encode(conversation.but(drafts=drafts, erasure_key=NO_KEY))


def _keys(keys: Keyring, draft: str) -> tuple[bytes, ...]:
    """The link key of the draft's consultation; a form of ours belongs to none. The first seals it now."""
    consultation = draft.partition("/")[0]
    return (keys.link(consultation),) if consultation else keys.conversations


def _opened(keys: Keyring, person: bytes, row: Row) -> Loaded:
    """One that is damaged is at its beginning: whoever it belongs to can go on, or have everything erased."""
    version, sealed = row
    newest, *older = keys.conversations
    current = True
    try:
        text = unseal_erasable(keys, newest, sealed, person)
    except SealBroken:
        try:
            text, current = unseal_any(keys, older, sealed, person), False
        except SealBroken:
            return Loaded(version, Conversation())
    plain = msgspec.json.decode(text)
    drafts = {}
    for name, text in plain["drafts"].items():
        try:
            opened = _unsealed(_keys(keys, name), base64.b64decode(text), person + name.encode())
        except (KeyMissing, SealBroken):
            continue  # the key was destroyed at close, and the draft with it
        drafts[name] = msgspec.json.decode(opened, type=Draft)
    found = {**plain, "drafts": drafts, "erasure_key": number_of(sealed)}
    return Loaded(version, NOT_BEGUN.conversation.but(**found), current)


def _unsealed(keys: Iterable[bytes], sealed: bytes, purpose: bytes) -> bytes:
    for key in keys:
        with suppress(SealBroken):
            return unseal(key, sealed, purpose)
    raise SealBroken
