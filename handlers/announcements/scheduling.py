"""When an announcement goes out, comes again and is too late: out of the answers of its form, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handlers.timing import MOST, RuleRefused, instant, occurrences, question_of
from handlers.words import Words
from storage.announcements import Announcement
from storage.consultations import Consultation

MINUTES = len("2026-12-01T09:00")
AGAIN = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY"}


@dataclass(frozen=True, slots=True)
class Times:
    """As an announcement keeps them."""

    local: str = ""
    rule: str = ""
    expires: int = 0


def times(answers: Mapping[str, str], consultation: Consultation) -> Times:
    """What was answered; of a question that is not asked any more, nothing."""
    later = answers.get("when") == "later"
    again = AGAIN.get(answers.get("again", "")) if later else None
    last = answers.get("last", "") if again else ""
    until = answers.get("expires", "")[:MINUTES]
    return Times(
        answers.get("at", "")[:MINUTES] if later else "",
        f"FREQ={again};UNTIL={date.fromisoformat(last):%Y%m%d}" if again and last else "",
        int(_moment(until, consultation).timestamp()) if until else 0,
    )


def wrong(words: Words, found: Times, consultation: Consultation, now: datetime) -> tuple[str, str] | None:
    """The question to be asked again, and why."""
    say, begins, zone = words.say, now, consultation.terms.zone
    if found.local:
        begins = _moment(found.local, consultation)
        if begins <= now:
            return "at", say("That time is past. Please write a later one.")
        if question := question_of(words, datetime.fromisoformat(found.local), zone):
            return "at", question
    if found.rule and (why := _wrong_rule(words, found)):
        return "last", why
    if found.expires and found.expires <= begins.timestamp():
        return "expires", say("It would be too late before it goes out. Please write a later time.")
    return None


def _wrong_rule(words: Words, found: Times) -> str:
    try:
        comes = occurrences(found.rule, datetime.fromisoformat(found.local))
    except RuleRefused:
        return words.say(
            "It would come never, or more than %(count)d times. Please write another day.", count=MOST
        )
    return "" if len(comes) > 1 else words.say("It would come only once. Please write a later day.")


def answers_of(draft: Announcement, consultation: Consultation) -> Mapping[str, str]:
    """What would have to be answered for these times."""
    frequency, _, last = draft.rule.removeprefix("FREQ=").partition(";UNTIL=")
    again = next((name for name, each in AGAIN.items() if each == frequency), "no")
    until = datetime.fromtimestamp(draft.expires, UTC).astimezone(consultation.terms.zone)
    return {
        "when": "later" if draft.local else "now",
        "at": draft.local,
        "again": again,
        "last": f"{date.fromisoformat(last)}" if last else "",
        "expires": f"{until:%Y-%m-%dT%H:%M}" if draft.expires else "",
    }


def _moment(wall: str, consultation: Consultation) -> datetime:
    return instant(datetime.fromisoformat(wall), consultation.terms.zone)
