"""A consultation for those who were given a code: the card that asks for it, and `/code`."""

from dataclasses import replace

from handlers.arriving.admission import enter
from handlers.turn import Scene, Turn
from handlers.view import View
from storage.changes import Changes
from storage.messages import Button, Card
from storage.store import Store


async def show(_: Store, view: View) -> Card:
    """Where the code is written, or the way to Telegram."""
    return _draw_way_to_telegram(view) if view.here.terms.access == "telegram" else _draw_code(view)


def _draw_way_to_telegram(view: View) -> Card:
    say, bot_name = view.words.say, view.place.bot_name
    body = "\n".join(
        (
            say("So that nobody answers many times, this survey is taken with a Telegram account."),
            say("Your number and your name are kept nowhere, and nobody is told who answered what."),
        )
    )
    link = Button(say("Go on in Telegram"), f"https://t.me/{bot_name}?start={view.here.slug}", "link")
    return view.card(say("This survey is in Telegram."), body, ((link,),) if bot_name else ())


def _draw_code(view: View) -> Card:
    say = view.words.say
    body = "\n".join(
        (
            say("This survey is for people who were given a code. Please write yours here."),
            say("It lets you in once. It does not tell which answers are yours."),
        )
    )
    card = view.card(say("Your code"), body, hint=say("For example: %(code)s", code="7KM2P-XW4RC-9HTD3"))
    return replace(card, writes="text")


async def wrote_code(turn: Turn, text: str) -> Changes:
    """In, and on to the consent; or why not."""
    if turn.view.here.terms.access == "telegram":
        return turn.shown_again()
    entry = await enter(turn.store, turn.view, text)
    if entry.notice:
        return turn.to(entry.view.conversation.but(notice=entry.notice))
    return turn.to(entry.view.moved(scene="consent"), *entry.writes)


async def command(turn: Turn, text: str) -> Changes:
    """`/code <code>`, wherever somebody is in a consultation."""
    say = turn.view.words.say
    if turn.view.consultation is None or not text:
        return turn.noticed(say("Write /code and then your code."))
    entry = await enter(turn.store, turn.view, text)
    notice = entry.notice or say("Your code is taken.")
    return turn.to(entry.view.conversation.but(notice=notice), *entry.writes)


async def no_button(turn: Turn, _: str) -> Changes:
    """The card has no buttons of ours."""
    return turn.nothing()


SCENES = {"code": Scene(show, no_button, wrote_code)}
