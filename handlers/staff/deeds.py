"""What the log says that somebody did, in the language of who reads it."""

from handlers.words import Words


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
        "began a paper": say("began a paper for a review"),
        "cancelled": say("called off"),
        "changed": say("changed"),
        "closed": say("closed"),
        "changed a paper": say("changed a paper for a review"),
        "changed a task": say("changed what is planned"),
        "dated the review": say("entered a date of the review"),
        "declined a question": say("did not answer a question of somebody"),
        "did a task": say("did what was planned"),
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
        "reopened a task": say("opened again what was planned"),
        "resumed": say("let go on"),
        "said what was done": say("said what was done with the results"),
        "saw warnings of": say("looked at the warnings of a paper"),
        "signed in": say("signed in"),
        "stopped": say("stopped"),
        "took a contact away": say("took a contact away"),
        "verified": say("verified"),
        "wrote a paper": say("wrote a paper for a review"),
    }.get(what, what)
