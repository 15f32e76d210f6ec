"""The way from `/admin` to the dashboard in the browser: a link that is used once."""

from handlers.staff import signing_in
from handlers.turn import Scene, Turn
from handlers.view import View
from storage.changes import Changes
from storage.messages import Button, Card
from storage.store import Store


async def show(_: Store, view: View) -> Card:
    """The link, and whom it is for."""
    say = view.words.say
    url = signing_in.address(view.place.public_url, view.conversation.page, view.language)
    body = (
        say("It opens once, in one browser, within %(count)d minutes.", count=signing_in.MINUTES),
        say("Whoever opens it is signed in as you. Give it to nobody."),
    )
    rows = (
        (Button(say("Open the dashboard"), url, "link"),),
        (view.button(say("Back"), "back", "back"),),
    )
    return view.card(say("Your link to the dashboard"), "\n".join(body), rows)


async def tapped(turn: Turn, _: str) -> Changes:
    """Back; the link holds as long as it would."""
    return turn.to(turn.view.moved(over="admin"))


SCENES = {"door": Scene(show, tapped)}
