"""Before the first question: what is promised, what cannot be, and the person's yes or no."""

from handlers.links import named
from handlers.own_data import receipts
from handlers.reading.finding import open_questions
from handlers.turn import Scene, Turn, drawn
from handlers.view import View
from storage import people
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store


def _draw_consent(view: View) -> Card:
    """The consent text of this consultation's version, in the person's language."""
    say = view.words.say
    rows = (
        (view.button(say("I agree, begin"), "agree", "main"),),
        (view.button(say("No, thank you"), "decline"),),
    )
    return view.card(say("Before you begin"), "\n".join(f"• {point}" for point in _points(view)), rows)


def _points(view: View) -> list[str]:
    own = "consent_organisations" if view.for_organisation else "consent"
    return [
        *(_of_organisation(view) if view.for_organisation else _of_person(view)),
        *_of_own_words(view),
        view.words.many(
            "Answers are deleted %(count)d day after the end; what was published before stays.",
            "Answers are deleted %(count)d days after the end; what was published before stays.",
            view.here.terms.keep_answers_days,
        ),
        *([view.text(own)] if view.text(own) else []),
        *_limits(view),
    ]


def _of_person(view: View) -> list[str]:
    say = view.words.say
    return [
        say("Your answers are kept apart from your name and number."),
        say(
            "After %(day)s nobody can tell which answers are yours, not even we.",
            day=view.words.day(view.here.closes),
        ),
        say("Until then you can change or erase them: /mydata"),
        say("This consultation also gives out the answers of each person as files, without names.")
        if view.here.terms.raw_export
        else say("Results are published only as numbers for at least 20 people."),
    ]


def _of_organisation(view: View) -> list[str]:
    say = view.words.say
    return [
        say(
            "You answer for %(name)s, once. All its members can see and change the answers.", name=_name(view)
        ),
        say("Who asks knows that it is registered. The answers do not say which member gave them."),
        say("The answers are kept apart from its name, unless you write it in them."),
        say(
            "After %(day)s nobody can tell which answers are its own, not even we.",
            day=view.words.day(view.here.closes),
        ),
        say("This consultation also gives out the answers of each organisation as files, without names.")
        if view.here.terms.raw_export
        else say(
            "Results are published only as numbers for at least 20 organisations, apart from residents."
        ),
    ]


def _of_own_words(view: View) -> list[str]:
    """Where something is answered in one's own words, that somebody reads it."""
    if not open_questions(view.answering.form):
        return []
    return [
        view.words.say(
            "What you write in your own words is read by people who work on this consultation, apart from "
            "your other answers. It is quoted only if you say yes to that."
        )
    ]


def _name(view: View) -> str:
    return named(view.organisation.name) if view.organisation else view.words.say("an organisation")


def _limits(view: View) -> list[str]:
    say = view.words.say
    limits = [
        say("What we cannot protect: an unlocked phone in other hands."),
        say(
            "Until the consultation ends, somebody who takes both our server and its keys "
            "could read who answered what."
        ),
    ]
    if view.person.channel != "telegram":
        return limits
    telegram = say("Telegram can see what is written in this chat.")
    if view.place.public_url:
        url = f"{view.place.public_url}/chat/{view.here.slug}"
        telegram += " " + say("If that worries you, use the page %(url)s, which needs no account.", url=url)
    return [*limits, telegram]


async def from_consent(turn: Turn, action: str) -> Changes:
    """Yes: the first question. In the web chat a receipt code comes first, to go on from another device."""
    if action == "decline":
        return turn.to(turn.view.moved(scene="declined"))
    if action != "agree":
        return turn.nothing()
    version = f"{turn.view.here.terms.consent_version} {turn.view.language}"
    consents = {**turn.conversation.consents, turn.view.agreement: version}
    agreed = turn.view.moved(scene="question", consents=consents)
    if turn.view.shared and turn.view.shared.sent:
        return turn.to(agreed)  # another member was quicker
    agreed = turn.view.keeping(turn.view.answering.state, agreed)  # shuffled choices stay as they are
    if turn.view.person.channel != "web":
        return turn.to(agreed, after=turn.view)
    code = receipts.new_receipt_code(turn.place.fresh)
    known = people.add_address(turn.store.keys, turn.view.person, "receipt", code, "code")
    return turn.to(agreed.but(scene="receipt", page=code), known)


async def from_receipt(turn: Turn, _: str) -> Changes:
    """On to the first question."""
    return turn.to(turn.view.moved(scene="question"))


async def show_declined(_: Store, view: View) -> Card:
    """Nothing was kept; the way back stays open."""
    say = view.words.say
    body = say("No answer was kept. If you change your mind, write /start")
    return view.card(say("That is all right."), body, ((view.button(say("Back"), "back", "back"),),))


async def from_declined(turn: Turn, _: str) -> Changes:
    """Back to the consent."""
    return turn.to(turn.view.moved(scene="consent"))


SCENES = {
    "consent": drawn(_draw_consent, from_consent),
    "receipt": Scene(receipts.show, from_receipt),
    "declined": Scene(show_declined, from_declined),
}
