"""What the check of a paper found, in a sentence each: what it is, and what to do."""

from collections.abc import Callable

from handlers.words import Words
from reports.submission.draft import SUMMARY, Form
from reports.submission.known import Problem


def form_name(words: Words, form: Form) -> str:
    """What it will be."""
    say = words.say
    return {
        "organisation": say("Submission of one organisation"),
        "coalition": say("Submission of several organisations together"),
        "national": say("Annex to the national report"),
        "mid-term": say("Report at mid-term"),
        "local": say("Voluntary Local Review"),
    }[form]


def where(words: Words, problem: Problem) -> str:
    """The paragraph it stands in."""
    if problem.paragraph is None:
        return words.say("The whole paper")
    if problem.paragraph == SUMMARY:
        return words.say("Summary")
    return words.say("Paragraph %(number)s", number=str(problem.paragraph))


def why(words: Words, problem: Problem) -> str:
    """Of the numbers, of the words of people, of who signs, or of the form."""
    for telling in (_of_numbers, _of_people, _of_signing, _of_form):
        if told := telling(words.say, problem.kind, problem.what):
            return told
    raise AssertionError(problem.kind)


def _of_numbers(say: Callable[..., str], kind: str, what: str) -> str:
    match kind:
        case "cite":
            return say("“%(part)s” names nothing that is known. Look at the spelling.", part=what)
        case "hidden":
            return say("The release does not show “%(part)s”. Take it out.", part=what)
        case "number":
            return say(
                "“%(part)s” is no number of what this paragraph cites. Cite where it is from, or "
                "take it out.",
                part=what,
            )
        case "small":
            return say("“%(part)s”: so few people could be found. Take the number out.", part=what)
        case "share":
            return say(
                "“%(part)s” is no share that the release shows for what is cited. Take it out, or cite it.",
                part=what,
            )
        case "difference":
            return say("Together these numbers tell of few people: %(part)s. Leave one out.", part=what)
        case "counted":
            return say(
                "“%(part)s” tells of a number that no release shows. If these are people, take it out.",
                part=what,
            )
        case "source":
            return say("“%(part)s”: say on which page, or in which table, it stands.", part=what)
        case "outside":
            return say("“%(part)s” is from another source. Compare it with that.", part=what)
    return ""


def _of_people(say: Callable[..., str], kind: str, what: str) -> str:
    match kind:
        case "quote":
            return say("Nobody agreed to be quoted with “%(part)s”. Take it out.", part=what)
        case "altered":
            return say(
                "“%(part)s” is not what was said. Take the words as they may be quoted, with […] for what is "
                "left out.",
                part=what,
            )
        case "attributed":
            return say(
                "People are quoted without their region or group. Leave out who it was: %(part)s", part=what
            )
        case "told":
            return say("“%(part)s” may tell who it was. Did they agree to that?", part=what)
        case "address":
            return say("“%(part)s” leads to somebody. Take it out.", part=what)
        case "name":
            return say("Is “%(part)s” a person? Then take the name out.", part=what)
        case "role":
            return say("“%(part)s”: who is the only one can be found. Say it more generally.", part=what)
        case "age":
            return say("“%(part)s”: an age can point at somebody. Leave it out.", part=what)
        case "day":
            return say("“%(part)s”: a day can point at somebody. The month or the year is enough.", part=what)
    return ""


def _of_form(say: Callable[..., str], kind: str, what: str) -> str:
    match kind:
        case "country":
            return say("“%(part)s” is no State that I know. Write the one that is reviewed.", part=what)
        case "countries":
            return say("A paper is about one State. Here are several: %(part)s", part=what)
        case "elsewhere":
            return say("“%(part)s”: a paper is about one State alone. Is this needed?", part=what)
        case "submitter":
            return say("Nobody submits it. Name all who do.")
        case "contact":
            return say("Nobody can be asked about it. Name a contact.")
        case "summary":
            return say("There is no summary. Write a few sentences.")
        case "keywords":
            return say("There are no key words. Write some.")
        case "limit":
            return say("It has too many words: %(part)s. Make it shorter.", part=what)
        case "stale":
            return say(
                "Its numbers are of release %(part)s, and there is another by now. Begin it from that one.",
                part=what,
            )
        case "release":
            return say("There is no release, so no number can be checked. Make one first.")
        case "misnumbered":
            return say("“%(part)s” stands in another recommendation. Look at its number.", part=what)
        case "recommendation":
            return say("There is no recommendation %(part)s. Look at its number.", part=what)
    return ""


def _of_signing(say: Callable[..., str], kind: str, what: str) -> str:
    match kind:
        case "unsigned":
            return say(
                "%(name)s was asked to sign, and has not signed this text. Wait, or ask it no more.",
                name=what,
            )
        case "declined":
            return say(
                "%(name)s does not sign, and is named among those who submit it. Take its name out.",
                name=what,
            )
    return ""
