"""What the log says that somebody did, in the language of who reads it."""

from handlers.words import Words


def doer(words: Words, who: str) -> str:
    """Who is nobody of the staff: an organisation, or the server itself; else the code, as it was noted."""
    kind, _, code = who.partition(" ")
    if kind == "organisation":
        return words.say("organisation %(code)s", code=code)
    return words.say("command line") if who == "command line" else who


def deed(words: Words, what: str) -> str:
    """A word or two; what is not known here is told as it was noted."""
    say = words.say
    return {
        "added": say("added"),
        "announced": say("announced"),
        "answered a question": say("answered a question of somebody"),
        "applied": say("brought up to date"),
        "approved": say("approved"),
        "asked": say("asked for a second person"),
        "asked no more to sign": say("asked no more to sign a paper"),
        "asked to sign": say("asked to sign a paper"),
        "began a paper": say("began a paper for a review"),
        "cancelled": say("called off"),
        "changed": say("changed"),
        "closed": say("closed"),
        "changed a paper": say("changed a paper for a review"),
        "changed a task": say("changed what is planned"),
        "dated the review": say("entered a date of the review"),
        "declined a question": say("did not answer a question of somebody"),
        "did a task": say("did what was planned"),
        "did not sign a paper": say("does not sign a paper"),
        "extended": say("extended"),
        "gave a role to": say("gave another role"),
        "imported": say("imported"),
        "invited": say("invited somebody to work here"),
        "joined": say("joined the team"),
        "made a link for": say("made a link to sign in"),
        "named a contact": say("named a contact"),
        "opened": say("opened"),
        "paused": say("stopped"),
        "published": say("published the results"),
        "quoted": say("marked an answer to be quoted"),
        "read": say("read an open answer"),
        "refused": say("refused"),
        "released": say("made a release"),
        "removed": say("removed somebody from the team"),
        "removed a paper": say("removed a paper for good"),
        "reopened a task": say("opened again what was planned"),
        "resumed": say("let go on"),
        "said what was done": say("said what was done with the results"),
        "saw warnings of": say("looked at the warnings of a paper"),
        "signed a paper": say("signed a paper"),
        "signed in": say("signed in"),
        "stopped": say("stopped"),
        "took a contact away": say("took a contact away"),
        "took a signature back": say("took a signature back"),
        "verified": say("verified"),
        "wrote a paper": say("wrote a paper for a review"),
    }.get(what, what)
