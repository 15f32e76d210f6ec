"""What is said where responses look made by a machine: in which week, about how many, and why it seems so."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypedDict

from handlers.words import Words
from storage import collected, signs
from storage.signs import Seen, Sign
from storage.store import Store

WEEK = 7 * 86_400
PART = 10
"""Shares are rounded to so many percent."""


class Noted(TypedDict):
    """A sign as a release keeps it: the day on which its week began, and the responses, 0 for fewer than 20.

    `share`: percent of all responses there were, where more is known.
    """

    sign: Sign
    week: str
    responses: int
    share: int


async def noted(store: Store, slug: str) -> list[Noted]:
    """The signs there are now, the oldest first."""
    seen = await signs.of(store.database, slug)
    total = await collected.count_all(store.database, slug) if seen else 0
    return [_noted(each, total) for each in seen]


def _noted(seen: Seen, total: int) -> Noted:
    share = _share(seen.responses, total)
    return Noted(sign=seen.sign, week=_day(seen.week), responses=seen.responses, share=share)


def said(words: Words, found: Iterable[Noted], left_out: bool) -> list[str]:
    """Each sign in a sentence, and what becomes of those responses; nothing where there is none."""
    sentences = [_said(words, each) for each in found]
    return [*sentences, _explain_treatment(words, left_out)] if sentences else []


def _explain_treatment(words: Words, left_out: bool) -> str:
    if left_out:
        return words.say("They are not counted. That was decided before anybody answered.")
    return words.say("Nothing was left out.")


async def told(store: Store, words: Words, slug: str) -> list[str]:
    """The same of those there are now, for staff."""
    consultation = await store.consultation(slug)
    left_out = consultation is not None and consultation.terms.machine_made == "left_out"
    return said(words, await noted(store, slug), left_out)


def _said(words: Words, noted: Noted) -> str:
    say, day = words.say, words.day(datetime.fromisoformat(noted["week"]))
    if not noted["responses"]:
        return say(
            "In the week from %(day)s fewer than 20 responses look made by a machine: %(why)s",
            day=day,
            why=_why(words, noted["sign"]),
        )
    return say(
        "In the week from %(day)s about %(count)s responses look made by a machine, about %(share)s of all: "
        "%(why)s",
        day=day,
        count=noted["responses"],
        share=f"{noted['share']} %",
        why=_why(words, noted["sign"]),
    )


def _why(words: Words, sign: Sign) -> str:
    say = words.say
    match sign:
        case "many":
            return say("far more than usual came within minutes.")
        case "network":
            return say("many came from one network within minutes.")
        case "same":
            return say("the same answers came many times in a row.")
        case "quick":
            return say("they were given faster than anybody reads.")


def _day(week: int) -> str:
    return datetime.fromtimestamp(week * WEEK, UTC).date().isoformat()  # weeks are counted from a Thursday


def _share(responses: int, total: int) -> int:
    """What looks made is never said to be nothing, nor more than all."""
    return min(100, PART * max(1, round(100 * responses / PART / max(total, 1)))) if responses else 0
