"""What is held of somebody who asked the contact of a region, for `/mydata` and before `/forget`."""

from handlers.links import quiet
from handlers.view import View
from storage import inquiries
from storage.store import Store


async def held(store: Store, view: View) -> list[str]:
    """Each question, and the answer."""
    say, told = view.words.say, []
    for each in await inquiries.by(store.database, store.keys, view.person.id):
        told.append(say("You asked the contact of a region: %(text)s", text=quiet(each.text, links=False)))
        if each.answer:
            told.append(say("The answer was: %(text)s", text=quiet(each.answer)))
    return [*told, say("To delete one of them: /contact")] if told else []
