"""How a consultation stands, for those who run it, in the chat and on the dashboard."""

from handlers.approvals.actions import CLOSE, DID, EXTEND, OPEN, PUBLISH, RELEASE, Action
from handlers.consultations import machine_signs
from handlers.consultations.describing import name_of
from handlers.contacts import waiting
from handlers.rounded import rounded
from handlers.words import Words
from storage import clocks, collected, proposals
from storage.consultations import Consultation, State
from storage.store import Store

FEWEST = 20
"""Below it nothing more is said of how many answered (`docs/guide-privacy.md`, "Numbers")."""
WAYS: dict[State, tuple[Action, ...]] = {
    "scheduled": (OPEN,),
    "open": (EXTEND, CLOSE, RELEASE),
    "closed": (RELEASE, PUBLISH),
    "published": (DID,),
}
"""What can be done next with a consultation."""


def title_of(words: Words, consultation: Consultation) -> str:
    """Its title, in this language if it speaks it."""
    return consultation.terms.say(consultation.terms.title, words.language)


def state_of(words: Words, found: Consultation) -> str:
    """Whether it opens, is open or has ended, and when."""
    say, title = words.say, title_of(words, found)
    if found.state == "scheduled":
        return say("“%(title)s” opens on %(day)s.", title=title, day=words.day(found.opens))
    if found.ended:
        return say("“%(title)s” ended on %(day)s.", title=title, day=words.day(found.closes))
    return say("“%(title)s” is open until %(day)s.", title=title, day=words.day(found.closes))


def state_alone(words: Words, found: Consultation) -> str:
    """The same where its title stands above."""
    if found.state == "scheduled":
        return words.say("Opens on %(day)s.", day=words.day(found.opens))
    if found.ended:
        return words.say("Ended on %(day)s.", day=words.day(found.closes))
    return words.say("Open until %(day)s.", day=words.day(found.closes))


async def told(store: Store, words: Words, found: Consultation) -> list[str]:
    """What waits for the clock, about how many answered and whether some look made, and what became of what
    staff want to happen."""
    lines = (
        await doubted(store, words),
        explain_closing(words, found),
        await answered(store, words, found),
        *await machine_signs.told(store, words, found.slug),
        *await waiting.told(store, words, found),
        *await wanted(store, words, found),
    )
    return [line for line in lines if line]


def explain_closing(words: Words, found: Consultation) -> str:
    """Why nothing can be released yet, where a close waits for the night; nothing elsewhere."""
    if found.state != "closing":
        return ""
    return words.say(
        "Results can be released after 3 a.m. By then the last traces of who answered what are removed."
    )


async def doubted(store: Store, words: Words) -> str:
    """What waits because the clock has jumped ahead; nothing where it is believed."""
    belief = await clocks.last(store.database)
    if belief is None or not belief.doubted:
        return ""
    return words.say(
        "The server’s clock has jumped ahead, or it was off for long. For a day nothing closes or is deleted "
        "by itself. If the clock is wrong, set it right: nothing is lost."
    )


async def answered(store: Store, words: Words, found: Consultation) -> str:
    """About how many people answered; nothing where there is nothing to count, or not any more."""
    if found.state in {"scheduled", "expired"}:
        return ""
    people = await people_who_sent(store, found)
    if people is None:
        return words.say("Fewer than 20 people have answered.")
    if people == collected.MOST:
        return words.say("About %(count)s people or more have answered.", count=people)
    return words.say("About %(count)s people have answered.", count=people)


async def people_who_sent(store: Store, found: Consultation) -> int | None:
    """About how many sent their answers; None where they are too few to say more, `MOST` for all above."""
    surveys = found.terms.named("residents")
    sent = [await collected.count(store.database, found.slug, survey) for survey in surveys]
    people = max(sent, default=0)
    return rounded(people, FEWEST)


async def wanted(store: Store, words: Words, found: Consultation) -> list[str]:
    """What waits for a second person, or was not approved, as long as it is not too late for it."""
    say, lines = words.say, []
    for each in await proposals.of(store.database, found.slug):
        if proposals.WHILE[each.kind] != found.state:
            continue
        what = name_of(words, each.kind)
        if each.state == "asked":
            lines.append(say("%(name)s: waits for a second person.", name=what))
        elif each.state == "refused":
            lines.append(say("%(name)s: not approved. %(reason)s", name=what, reason=each.reason))
    return lines
