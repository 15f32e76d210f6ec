"""A member reads a paper that their organisation was asked to sign, and says whether it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from handlers.approvals.actions import SIGN, actor, may
from handlers.approvals.noting import SHORT
from handlers.approvals.outcome import sentence
from handlers.links import named, quiet
from handlers.submissions import signing
from handlers.submissions.drafts import draft_of, mark
from handlers.submissions.signing import Wish
from handlers.submissions.telling import form_name
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from handlers.words import Words, first_words
from reports.submission.counting import body, labels
from reports.submission.draft import Draft
from reports.submission.editing import line
from reports.submission.signing import Answer
from storage import organisations, papers, signatures
from storage.changes import Changes
from storage.messages import Card
from storage.organisations import Organisation
from storage.papers import Paper
from storage.signatures import STATES, Signature, State
from storage.store import Store

LONGEST = 2_000
"""Letters of a line; a paragraph that is longer is read in several."""
BEGINNING = 50
"""Letters of a title on a button."""
CAN_SAY: dict[State, tuple[State, ...]] = {
    "asked": ("signed", "declined"),
    "signed": ("asked",),
    "declined": ("signed",),
}
"""What can be said after what was said."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """The paper that somebody looks at, and what their organisation says of it."""

    paper: Paper
    organisation: Organisation
    signature: Signature

    @property
    def draft(self) -> Draft:
        return draft_of(self.paper)

    @property
    def answer(self) -> Answer:
        return signing.answer_of(self.signature, mark(self.paper))

    @property
    def is_final(self) -> bool:
        """They signed the text that was taken as a file."""
        return self.answer == "signed" and self.signature.text == self.paper.taken


async def show(store: Store, view: View) -> Card:
    """All that it was asked to sign."""
    say, ours, those = view.words.say, await _ours(store, view), list[Paper]()
    for each in await signatures.asked_of(store.database, ours.id) if ours else ():
        those += filter(None, [await papers.get(store.database, each.paper)])
    rows = tuple((view.button(_beginning(each), each.code, "choice"),) for each in those)
    title = say("Papers to sign") if rows else say("Nothing is to be signed.")
    return view.card(title, buttons=(*rows, (view.button(say("Back"), "back", "back"),)))


def _beginning(paper: Paper) -> str:
    return named(first_words(draft_of(paper).title, BEGINNING))


async def tapped(turn: Turn, action: str) -> Changes:
    """To one of them, or back."""
    if action == "back":
        return turn.to(turn.view.moved(over="organisation"))
    return turn.to(turn.view.moved(over="paper_to_sign", page=action))


async def show_one(store: Store, view: View) -> Card:
    """What it is, how it stands with their organisation, and what a signature means."""
    say, found = view.words.say, await _at_hand(store, view)
    if found is None:
        return _gone(view)
    draft = found.draft
    count = view.words.number(Decimal(body(draft, Words(draft.language))))
    about = (
        form_name(view.words, draft.form),
        say("The State under review: %(country)s", country=named(draft.country)),
        say("Words: %(count)s", count=count),
        "",
        _standing(view.words, found.answer),
        *_meaning(view.words, found),
    )
    rows = (
        (view.button(say("Read the text"), "read", "main"),),
        *_answers(view, found),
        (view.button(say("Back"), "back", "back"),),
    )
    return view.card(named(draft.title), "\n".join(about), rows)


def _standing(words: Words, answer: Answer) -> str:
    say = words.say
    return {
        "asked": say("Your organisation has not answered yet."),
        "again": say("It has changed since your organisation signed. Please read it again."),
        "signed": say("Your organisation signs it."),
        "declined": say("Your organisation does not sign it."),
    }[answer]


def _meaning(words: Words, found: AtHand) -> Iterator[str]:
    """What it means to sign, or to have said what they said."""
    say = words.say
    if found.answer == "declined":
        yield say("Your organisation is not named in it. You can still sign it.")
        return
    yield say("The names of all who sign are published with it.")
    if found.is_final:
        yield say("It was taken as a file. To take the signature back, ask those who run the consultation.")
    else:
        yield say("You can take the signature back until the paper is taken as a file.")
    if found.answer != "signed":
        yield say("You sign the text as it is now.")
    yield say("If it is changed, I ask you again.")


def _answers(view: View, found: AtHand) -> Rows:
    """Each button knows the text that it is about, and what the organisation had said."""
    say, seen = view.words.say, found.signature.state
    labels: dict[State, str] = {
        "signed": say("We sign"),
        "declined": say("We do not sign"),
        "asked": say("Take the signature back"),
    }
    text = mark(found.paper)[:SHORT]
    can = () if found.is_final else CAN_SAY[seen]
    return (tuple(view.button(labels[each], f"{each}.{seen}.{text}") for each in can),) if can else ()


async def from_one(turn: Turn, action: str) -> Changes:
    """To its text, to what is asked once more, or back."""
    view, code = turn.view, turn.conversation.page
    if action == "back":
        return turn.to(view.moved(over="papers_to_sign"))
    if action == "read":
        return turn.to(view.moved(over="paper_text", page=code))
    return turn.to(view.moved(over="paper_signing", page=f"{code}.{action}"))


async def show_text(store: Store, view: View) -> Card:
    """All that will stand in the file before its annex, paragraph by paragraph."""
    say, found = view.words.say, await _at_hand(store, view)
    if found is None:
        return _gone(view)
    lines = "\n".join(quiet(each, links=False) for each in _lines(found.draft))
    rows = (*_answers(view, found), (view.button(say("Back"), "about", "back"),))
    return view.card(named(found.draft.title), lines, rows)


def _lines(draft: Draft) -> Iterator[str]:
    yield from labels(draft, Words(draft.language))
    yield from wrap(draft.summary.text, LONGEST)
    for number, each in enumerate(line(draft), 1):
        yield ""
        if each.heading:
            yield from (each.heading, "")
        yield from wrap(f"{number}. {each.paragraph.text}", LONGEST)


async def from_text(turn: Turn, action: str) -> Changes:
    """The same as beside what it is about; or back to that."""
    if action == "about":
        return turn.to(turn.view.moved(over="paper_to_sign", page=turn.conversation.page))
    return await from_one(turn, action)


async def show_signing(store: Store, view: View) -> Card:
    """Asked once more, in the name of the organisation."""
    say, found, wish = view.words.say, await _at_hand(store, view), _wish(view)
    if found is None or wish is None:
        return _gone(view)
    name, title = named(found.organisation.name), named(found.draft.title)
    asked, yes = {
        "signed": (say("Sign this paper in the name of %(name)s?", name=name), say("Yes, we sign")),
        "declined": (
            say("Say that %(name)s does not sign this paper?", name=name),
            say("Yes, we do not sign"),
        ),
        "asked": (say("Take back the signature of %(name)s?", name=name), say("Yes, take it back")),
    }[wish.wanted]
    rows = ((view.button(yes, "yes", "main"),), (view.button(say("No, leave it as it is"), "no", "back"),))
    return view.card(asked, title, rows)


async def from_signing(turn: Turn, action: str) -> Changes:
    """It counts now, unless the text has changed or another member was first; or it stays as it was."""
    view, found, wish = turn.view, await _at_hand(turn.store, turn.view), _wish(turn.view)
    code = view.conversation.page.partition(".")[0]
    if found is None or wish is None or action != "yes":
        return turn.to(view.moved(over="paper_to_sign", page=code))
    outcome = await signing.answered(turn.store, turn.place, found.organisation, found.paper, wish)
    there = view.moved(over="paper_to_sign", page=code, notice=sentence(view.words, outcome.said))
    return turn.to(there, then=outcome.changes)


def _wish(view: View) -> Wish | None:
    """What they are asked about once more; None for what no button says."""
    _, wanted, seen, text = (*view.conversation.page.split("."), "", "", "")[:4]
    states: dict[str, State] = {each: each for each in STATES}
    if wanted not in states or seen not in states or states[wanted] not in CAN_SAY[states[seen]]:
        return None
    return Wish(states[wanted], states[seen], text)


def _gone(view: View) -> Card:
    """Taken off the dashboard, or they are not asked any more."""
    back = view.button(view.words.say("Back"), "back", "back")
    return view.card(view.words.say("This is not there any more."), buttons=((back,),))


async def _ours(store: Store, view: View) -> Organisation | None:
    """The verified organisation that they may sign for."""
    ours = await organisations.of(store.database, store.keys, view.person.id)
    return ours if ours and may(await actor(store, view.person.id), SIGN, ours.id) else None


async def _at_hand(store: Store, view: View) -> AtHand | None:
    code, ours = view.conversation.page.partition(".")[0], await _ours(store, view)
    for each in await signatures.asked_of(store.database, ours.id) if ours else ():
        paper = await papers.get(store.database, each.paper) if each.paper.hex() == code else None
        if ours and paper:
            return AtHand(paper, ours, each)
    return None


SCENES = {
    "papers_to_sign": Scene(show, tapped),
    "paper_to_sign": Scene(show_one, from_one),
    "paper_text": Scene(show_text, from_text),
    "paper_signing": Scene(show_signing, from_signing),
}
