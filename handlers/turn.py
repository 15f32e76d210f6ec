"""One thing that a person did, with all that is needed to decide on it. A decision gives `Changes`."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace

from handlers.timing import evening_after
from handlers.view import Place, View
from storage import (
    attachments,
    chat_messages,
    conversations,
    erasable,
    outbox,
    people,
    reminders,
    shared_drafts,
)
from storage.changes import Changes, Write
from storage.consultations import still
from storage.conversations import Conversation
from storage.due import Drawn, DueCard, ShownCard
from storage.erasure_keys import NO_KEY
from storage.housekeeping import see
from storage.messages import Card, File, Incoming, Location, Reachable, Reaction, Tap
from storage.store import Store

NOTHING = Changes()


@dataclass(frozen=True, slots=True)
class Turn:
    """What came in, from whom, and where they are."""

    store: Store
    view: View
    incoming: Incoming
    shown: ShownCard | None = None
    """The message of the chat that holds the card."""
    draw: Callable[[View], Card | None] = lambda _: None
    """The card of a view, where nothing has to be loaded for it."""

    @property
    def place(self) -> Place:
        return self.view.place

    @property
    def now(self) -> int:
        return int(self.view.place.now.timestamp())

    @property
    def stamp(self) -> int:
        """A new number for a card that is to be shown."""
        return outbox.stamp(self.place.fresh(4))

    @property
    def conversation(self) -> Conversation:
        return self.view.conversation

    def to(
        self,
        conversation: Conversation,
        *writes: Write,
        then: Changes = NOTHING,
        toast: str = "",
        retire: str = "",
        sent_files: frozenset[str] = frozenset(),
        after: View | None = None,
    ) -> Changes:
        """Keep this conversation and show its card; a new card after anything but a tap.

        `then`: what else was decided, with all that follows from it. Files whose answers are gone from its
        drafts are deleted, but for those that are sent with it. `after` is all else that the card is made of,
        where that is known without loading anything again.
        """
        tap = isinstance(self.incoming.said, Tap)
        card = conversation.card if tap and not retire else conversation.card + 1
        seen, number = self._shared_turn(conversation), conversation.erasure_key
        number = number or self.store.keys.erasure.draw()
        kept = conversation.but(card=card, active=self.now, seen=seen, erasure_key=number)
        version, stamp = conversations.new_version(self.place.fresh(4)), self.stamp
        drawn = self._drawn(replace(after, version=version, conversation=kept)) if after else None
        return Changes(
            (
                see(self.incoming.key, self.now),
                conversations.save(self.store.keys, self.view.person.id, self.view.version, kept, version),
                *self._shared(kept),
                *self._introduction(),
                *self._message(),
                *self._reminder(kept),
                *then.writes,
                *writes,
                *self.without(self.conversation.files - conversation.files, sent_files),
                *self._queue(stamp),
            ),
            Reaction(show=True, toast=toast, retire=retire),
            chores=then.chores,
            wakes=then.wakes,
            drawn=drawn,
            due=self._due(drawn, stamp, number) if drawn else None,
        )

    def renewed(self, conversation: Conversation) -> tuple[Conversation, tuple[Write, ...]]:
        """The conversation under a new key, and what destroys the old one: what it held before is erased."""
        old = erasable.destroy((self.conversation.erasure_key,))
        return conversation.but(erasure_key=NO_KEY), old

    @property
    def guard(self) -> tuple[Write, ...]:
        """Raises `NotOpen` if the consultation has changed its state meanwhile; a form of ours has none."""
        return (still(self.view.here),) if self.view.consultation else ()

    def _drawn(self, after: View) -> Drawn | None:
        """None where others of an organisation may change it too, and outside consultations."""
        if after.consultation is None or after.shared:
            return None
        try:
            card = self.draw(after)
        except Exception:  # the answer counts all the same; whoever shows the card meets the error again
            return None
        return Drawn(after.person.id, after.version, after.here.slug, after.here, card) if card else None

    def noticed(self, sentence: str) -> Changes:
        """Say a sentence over the card; nothing else changes."""
        return self.to(self.conversation.but(notice=sentence))

    def nothing(self, toast: str = "") -> Changes:
        """Only remember that it came."""
        return Changes((see(self.incoming.key, self.now),), Reaction(toast=toast))

    def shown_again(self) -> Changes:
        """Only remember that it came; in a chat where the older card stands still, the card comes again."""
        said = self.incoming.said
        if isinstance(said, Tap) and not said.is_there:
            return self.nothing()
        return self.nothing().also(*self._queue(self.stamp))

    def without(
        self, files: frozenset[tuple[str, str]], but: frozenset[str] = frozenset()
    ) -> Iterator[Write]:
        """Delete files, (consultation, name), but for those of these names."""
        for slug, name in sorted(files):
            if name not in but:
                yield from attachments.drop(self.store.keys, slug, (name,))

    def _shared_turn(self, conversation: Conversation) -> int:
        """The turn of the organisation's draft after this; it grows where the card shows something else."""
        shared = self.view.shared
        if shared is None:
            return 0
        moved = conversation.turn != self.conversation.turn and self._changed(conversation)
        return shared.turn + moved

    def _changed(self, conversation: Conversation) -> bool:
        shared = self.view.shared
        return shared is not None and conversation.drafts.get(shared.where.name) != shared.draft

    def _shared(self, kept: Conversation) -> tuple[Write, ...]:
        """The organisation's draft is kept with the organisation, where all its members find it."""
        shared = self.view.shared
        if shared is None or not self._changed(kept):
            return ()
        draft = kept.drafts.get(shared.where.name)
        return (shared_drafts.save(self.store.keys, shared, kept.seen, draft),)

    def _introduction(self) -> tuple[Write, ...]:
        if self.view.person.known:
            back = not self.view.person.reachable and not isinstance(self.incoming.said, Reachable)
            return (people.set_reachable(self.view.person.id, True),) if back else ()
        return people.add(self.store.keys, self.view.person, self.incoming.address)

    def _message(self) -> tuple[Write, ...]:
        """What they wrote can be deleted from the chat later."""
        if self.incoming.message is None:
            return ()
        return (chat_messages.keep(self.store.keys, self.view.person.id, self.incoming.message, self.now),)

    def _reminder(self, kept: Conversation) -> tuple[Write, ...]:
        """They are reminded of a survey that they begin; not any more once it is sent, or they stop it."""
        person, before = self.view.person, self.conversation
        if person.channel != "telegram":
            return ()  # we never write first elsewhere
        begun, earlier = kept.begun, before.begun
        if begun - earlier and self.view.consultation:
            return (reminders.begin(person.id, evening_after(self.place.now, self.view.zone, 1)),)
        stopped = kept.scene == "stopped" != before.scene
        return (reminders.drop(person.id),) if stopped or (earlier and not begun) else ()

    def _queue(self, stamp: int) -> tuple[Write, ...]:
        if self.view.person.channel != "telegram":
            return ()  # the other channels show the card themselves, at once
        return (outbox.queue(self.view.person.id, stamp, self.now),)

    def _due(self, drawn: Drawn, stamp: int, number: int) -> DueCard | None:
        """None where it goes to another chat than the one this came from."""
        if self.incoming.channel != "telegram":
            return None
        chat = self.incoming.address
        return DueCard(drawn.person, stamp, chat=chat, before=self.shown, drawn=drawn, erasure_key=number)


async def only_buttons(turn: Turn, _: str) -> Changes:
    """What a card answers to something written when it has only buttons."""
    return turn.noticed(turn.view.words.say("Please tap one of the buttons."))


async def takes_nothing(_: Turn, __: File | Location) -> None:
    """What a card that wants no file and no place makes of one."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A card that a person can be at: how it looks, what its buttons, writing, and sending something do."""

    show: Callable[[Store, View], Awaitable[Card]]
    tapped: Callable[[Turn, str], Awaitable[Changes]]
    wrote: Callable[[Turn, str], Awaitable[Changes]] = only_buttons
    sent: Callable[[Turn, File | Location], Awaitable[Changes | None]] = takes_nothing
    draw: Callable[[View], Card | None] = lambda _: None
    """The same card as `show` gives, where nothing has to be loaded for it."""


def drawn(draw: Callable[[View], Card], tapped: Callable[[Turn, str], Awaitable[Changes]]) -> Scene:
    """A scene with buttons, for whose card nothing has to be loaded."""

    async def show(_: Store, view: View) -> Card:
        return draw(view)

    return Scene(show, tapped, draw=draw)
