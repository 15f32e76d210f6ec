"""A Bot API server to test against, and the people who talk to the bot behind it.

    api = BotApi()
    await api.start()                      # api.url is what MUSHAWARA_TELEGRAM_API_URL wants
    person = api.person(7)
    await person.send("/start")
    await person.waits("Choose your language")
    await person.tap("English")
    person.card.text                       # what the newest message of the bot shows now

`python -m tests.bot_api` runs it alone; other processes play people through `/control` (see `control.py`).
"""

from tests.bot_api.faults import Fault
from tests.bot_api.ledger import Message
from tests.bot_api.person import Person
from tests.bot_api.server import BotApi

__all__ = ["BotApi", "Fault", "Message", "Person"]
