"""What ails a channel, in a sentence for staff."""

from bot.channel_health import Trouble
from handlers.words import Words


def trouble_sentence(words: Words, trouble: Trouble | None) -> str:
    """What does not work, and what to do; empty if all works."""
    say = words.say
    match trouble:
        case "token":
            return say(
                "Telegram no longer accepts the bot’s token, so nobody can be reached there. Ask the people "
                "who run the server to set a new one. The web chat still works."
            )
        case "conflict":
            return say(
                "Another program is using the same Telegram bot, so messages sent there don’t arrive here. "
                "Ask the people who run the server to stop it. The web chat still works."
            )
        case "webhook":
            return say(
                "Telegram can’t deliver messages to this server. Ask the people who run the server to check "
                "its public address. The web chat still works."
            )
        case "outage":
            return say(
                "Telegram isn’t working at the moment. Messages will be sent when it’s back. The web chat "
                "still works."
            )
    return ""
