"""Who takes what came in, and which card a person sees now."""

from dataclasses import replace

from handlers import unexpected
from handlers.announcements import under_way
from handlers.answering import question
from handlers.arriving import admitting, coming_back, limited, start
from handlers.events import listing
from handlers.last_shown import said_early, was_shown
from handlers.learning import reading
from handlers.loading import at, look, standing
from handlers.news import following, muting, reminding
from handlers.organisations import membership, organising
from handlers.own_data import forgetting, hiding
from handlers.scene import ANSWERING
from handlers.scenes import SCENES, name_scene
from handlers.staff import administering, enlisting
from handlers.turn import Turn
from handlers.view import PART, Place, View
from handlers.words import LANGUAGES, Words, known, plain
from storage import conversations, people, shared_drafts, wakes
from storage.changes import Changes
from storage.meeting import meet
from storage.messages import (
    Card,
    Command,
    File,
    Incoming,
    Location,
    Reachable,
    Reaction,
    Tap,
    Text,
    Unreadable,
)
from storage.people import Somebody
from storage.store import Store

OVER = {
    "help": "help",
    "language": "languages",
    "learn": "learning",
    "mydata": "mydata",
    "forget": "forget",
    "follow": "follow",
    "mute": "mute",
    "organisation": "organisation",
    "events": "events",
    "recommendations": "recommendations",
    "contact": "contact",
    "event": "event_of_ours",
}
"""Commands that open a page over the conversation."""
VITAL = {"forget", "mydata", "hide", "hidden"}
"""What must work on a full disk as well, as commands and as pages."""
OF_STAFF = {"halt", "news"}
"""Kinds of buttons below what only staff are told."""
LONGEST_PART = 4
"""Digits of the number of a part."""
INVITED = "_"
"""Begins the argument of /start that is an invitation; no slug begins so."""
PAUSE = 6 * 3_600
"""After so long, what is written is not taken as an answer: the person is welcomed back first."""


async def decide(store: Store, place: Place, incoming: Incoming) -> Changes:
    """What changes because of this. Raises `StorageDown`."""
    met = await meet(store.database, store.keys, (incoming.channel, incoming.address), incoming.key)
    if met.seen:
        return Changes()
    somebody = met.somebody or _new(place, incoming)
    view = await standing(store, place, somebody, met.loaded)
    turn = Turn(store, _hinted(view, incoming), incoming, met.shown, _draw)
    changes = await _decided(turn)
    return replace(changes, vital=_is_vital(turn), wakes=changes.wakes | await _wakes(turn, changes))


async def no_room(store: Store, place: Place, incoming: Incoming) -> Reaction:
    """What is said where the disk is full: nothing was kept, and the person knows it."""
    view = await look(store, place, await _who(store, place, incoming))
    return unexpected.no_room(_hinted(view, incoming).words, incoming)


async def no_keys(store: Store, incoming: Incoming) -> Reaction:
    """What is said where the keys are gone for a while: of the person nothing but their language is read."""
    person = await people.find(store.database, store.keys, incoming.channel, incoming.address)
    language = person.language if person else ""
    return unexpected.no_keys(Words(language or known(incoming.language) or LANGUAGES[0]), incoming)


def too_fast(incoming: Incoming) -> Reaction:
    """What is said to a chat that goes faster than anybody can tap; nothing is looked up for it."""
    return unexpected.too_fast(Words(known(incoming.language) or LANGUAGES[0]), incoming)


def _is_vital(turn: Turn) -> bool:
    said = turn.incoming.said
    return turn.conversation.over in VITAL or (isinstance(said, Command) and said.name in VITAL)


async def _wakes(turn: Turn, changes: Changes) -> frozenset[str]:
    """Who has pages open that show something else after it: they themselves, and who shares their draft."""
    keys, person = turn.store.keys, turn.view.person
    people = [person.id] if person.channel == "web" else []
    if shared_drafts.changed_by(changes.writes):
        people += await membership.others(turn.store, person.id)
    return wakes.marks(keys, people)


async def _decided(turn: Turn) -> Changes:
    match turn.incoming.said:
        case Command(name, argument):
            return await _command(turn, name, argument)
        case Tap(data, _):
            return await _tap(turn, data)
        case Text() as said:
            return await _text(turn, said)
        case Reachable(yes):
            return await unexpected.reachable(turn, yes)
        case File() | Location() as said:
            return await _sent(turn, said)
        case Unreadable() as said:
            return await unexpected.unreadable(turn, said)


async def current_card(store: Store, place: Place, person: Somebody) -> Card:
    """The card a person sees now."""
    view = await look(store, place, person)
    return await SCENES[name_scene(view)].show(store, view)


def _draw(view: View) -> Card | None:
    """The same, where nothing has to be loaded for it; a limited device's card is not everybody's."""
    return None if view.person.limited else SCENES[name_scene(view)].draw(view)


async def first_card(store: Store, place: Place, incoming: Incoming) -> Card:
    """The card that somebody new would see after this, of whom nothing is kept yet."""
    somebody = _new(place, incoming)
    turn = Turn(store, _hinted(await look(store, place, somebody), incoming), incoming)
    kept = conversations.kept_by(store.keys, somebody.id, (await _decided(turn)).writes)
    view = await at(store, replace(turn.view, conversation=kept), kept.consultation, kept.survey)
    return await SCENES[name_scene(view)].show(store, view)


def _hinted(view: View, incoming: Incoming) -> View:
    """Until a language is chosen, the one of the device is spoken."""
    hint = view.conversation.hint or known(incoming.language)
    if hint == view.conversation.hint:
        return view
    return replace(view, conversation=view.conversation.but(hint=hint))


async def _who(store: Store, place: Place, incoming: Incoming) -> Somebody:
    found = await people.find(store.database, store.keys, incoming.channel, incoming.address)
    return found or _new(place, incoming)


def _new(place: Place, incoming: Incoming) -> Somebody:
    return Somebody(place.fresh(16), incoming.channel, known=False)


async def _command(turn: Turn, name: str, argument: str) -> Changes:
    if name == "start" and argument.startswith(INVITED):
        token = argument.removeprefix(INVITED)
        if turn.view.person.limited:
            return await limited.confirm_device(turn, token)
        return await enlisting.invited(turn, token) or await organising.invited(turn, token)
    if name == "start":
        return await start.start(turn, argument)
    if name == "return" and turn.incoming.channel == "web":
        return await coming_back.return_by_code(turn, argument)
    if name == "leave" and turn.incoming.channel == "web":
        return await coming_back.leave(turn)
    if name == "hide":
        return await hiding.hide(turn)
    if name == "code":
        return await admitting.command(turn, argument)
    if name == "admin":
        return await administering.command(turn)
    if name in OVER:
        return turn.to(turn.view.moved(over=OVER[name]))
    return turn.noticed(turn.view.words.say("I do not know that command. /help shows what I can do."))


async def _tap(turn: Turn, data: str) -> Changes:
    kind, _, rest = data.partition(":")
    what, _, action = rest.partition(":")
    if kind == "start":  # from an announcement or an organisation: the card comes below it
        turn = replace(turn, incoming=replace(turn.incoming, said=Command("start", what)))
        return await start.start(turn, what, action)
    if not turn.view.person.known:
        return await forgetting.gone(turn)
    return await _below_news(turn, kind, what, action) or await _on_card(turn, data)


async def _below_news(turn: Turn, kind: str, what: str, action: str) -> Changes | None:
    """A button that does not stand on a card; None if it does."""
    if turn.view.person.limited and kind in OF_STAFF:
        return turn.nothing()
    match kind:
        case "remind":
            return reminding.stop(turn)
        case "hush":
            return await muting.stop(turn, what)
        case "mute":
            return await following.stop(turn, what)
        case "halt":
            return await under_way.stopped(turn)
        case "news":
            return await under_way.opened(turn, what)
        case "event":
            return await listing.invited(turn, what, action)
        case "learn":
            return await reading.announced(turn, what)
    return None


async def _on_card(turn: Turn, data: str) -> Changes:
    card, number, action = (*data.split(".", 2), "", "")[:3]
    if card != str(turn.conversation.card):
        return await unexpected.old_card(turn)
    if number != turn.view.number:
        return unexpected.outrun(turn, number)
    if action.startswith(PART):
        return _turned(turn, action.removeprefix(PART))
    answered = turn.conversation.but(notice="")  # what was said of something else does not stay
    turn = replace(turn, view=replace(turn.view, conversation=answered))
    return await SCENES[name_scene(turn.view)].tapped(turn, action)


def _turned(turn: Turn, part: str) -> Changes:
    """Another part of the same card."""
    if not (part.isascii() and part.isdecimal() and len(part) <= LONGEST_PART):
        return turn.nothing()
    return turn.to(turn.conversation.but(part=int(part), notice=""))


async def _sent(turn: Turn, said: File | Location) -> Changes:
    scene = name_scene(turn.view)
    if _paused(turn) and scene in ANSWERING:
        return turn.to(turn.view.moved(over="welcome"))
    if isinstance(said, File) and said.album and said.album == turn.conversation.album:
        return unexpected.rest_of_album(turn)
    if _is_early(turn, scene, said):
        return said_early(turn)
    return await SCENES[scene].sent(turn, said) or await unexpected.unreadable(turn, said)


def _paused(turn: Turn) -> bool:
    return turn.now - turn.conversation.active >= PAUSE


async def _text(turn: Turn, said: Text) -> Changes:
    if not turn.view.person.known:
        return await start.start(turn, "")
    scene = name_scene(turn.view)
    if _paused(turn) and scene in ANSWERING:
        return turn.to(turn.view.moved(over="welcome"))
    if scene in ANSWERING and turn.view.shared and turn.view.shared.turn != turn.conversation.seen:
        return unexpected.went_on(turn)
    if _is_early(turn, scene, said):
        return said_early(turn)
    text = said.text
    if not (scene == "question" and question.is_written(turn.view)):
        card = await SCENES[scene].show(turn.store, turn.view)
        if action := _meant(card, text):
            return await SCENES[scene].tapped(turn, action)
    return await SCENES[scene].wrote(turn, text)


def _is_early(turn: Turn, scene: str, said: Text | File | Location) -> bool:
    """A consultation that has ended asks nothing, and says so."""
    return scene != "ended" and not was_shown(turn, said)


def _meant(card: Card, text: str) -> str:
    """The action of the button whose label was written instead of tapped, where writing answers nothing."""
    wanted = text.strip().casefold()
    found = [
        button.data.split(".", 2)[2]
        for row in card.buttons
        for button in row
        if plain(button.label).casefold() == wanted
        and not (card.writes == "search" and button.role == "choice")
    ]
    return found[0] if found and card.writes in {"", "search"} else ""
