"""The words of the chat page. They reach it as data, because it changes its language in place."""

from gettext import NullTranslations


def chat_words(translations: NullTranslations) -> dict[str, str]:
    """Word by name, translated."""
    _ = translations.gettext
    return {
        "menu": _("Menu"),
        "language": _("Language"),
        "mydata": _("My data"),
        "news": _("News"),
        "events": _("Events"),
        "contact": _("Your contact"),
        "learn": _("Learning cards"),
        "hide": _("Clear this chat"),
        "help": _("Help"),
        "return": _("Go on from another device"),
        "leave": _("Forget this device"),
        "write": _("Write here"),
        "image": _("a photo"),
        "audio": _("a recording"),
        "video": _("a video"),
        "file": _("a file"),
        "sending": _("Sending: %(percent)s"),
        "too_large": _("That file is too large. It may have up to %(size)d MB."),
        "not_sent": _("That could not be sent. Please try again."),
        "locating": _("Looking for where you are…"),
        "not_located": _("I could not find where you are. You can write it instead."),
        "picture": _("Picture: %(text)s"),
        "document": _("Document: %(text)s"),
        "recording": _("Listen: %(text)s"),
        "search": _("Find a choice"),
        "found": _("%(count)s of %(all)s choices"),
        "send": _("Send"),
        "date": _("Choose a date"),
        "time": _("Choose a time"),
        "progress": _("Progress"),
        "place": _("%(at)s of %(all)s"),
        "written": _("Your answer: %(answer)s"),
        "earlier": _("Earlier in this conversation"),
        "current": _("What is asked now"),
        "connecting": _("Connecting…"),
        "offline": _("You are not connected. What you send now goes out when the connection is back."),
        "lost": _(
            "This browser no longer remembers this conversation. "
            "It may refuse cookies, or this device was forgotten."
        ),
        "left": _("This device is forgotten. Your answers are kept."),
        "again": _("Begin again"),
        "return_text": _(
            "When you agreed to begin, you were given a code. Write it here to go on where you stopped."
        ),
        "code": _("Code"),
        "go_on": _("Go on"),
        "leave_text": _(
            "This browser will no longer know you. Your answers are kept. To come back, you need your code."
        ),
        "cancel": _("Not now"),
        "failed": _("That did not work. Please try again in a moment."),
    }
