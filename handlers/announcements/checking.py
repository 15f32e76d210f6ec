"""Whether an announcement can go out as it is: its languages, lengths and links, and whom it names. Pure."""

from collections.abc import Iterable

from handlers.links import bad_links, quiet, why
from handlers.refused import Refused
from handlers.words import Words, plain
from storage.announcements import Announcement
from storage.consultations import Consultation, Region

LONGEST = 3_500
"""Leaves room for what a channel adds below Telegram's limit."""
LONGEST_CAPTION = 950
"""The same below a picture or a document (1,024)."""
ROOM_FOR_NAME = 150
"""What stands below the text of an organisation takes no more."""


class AnnouncementRefused(Refused):
    """It cannot be sent like this; the message says what to do."""


def languages_of(consultation: Consultation, language: str) -> tuple[str, ...]:
    """The languages that it must be written in, where it is for people of one, or of all ("")."""
    return (language,) if language else consultation.terms.languages


def check(
    consultation: Consultation, nodes: Iterable[Region], announcement: Announcement, sites: tuple[str, ...]
) -> None:
    """Raises `AnnouncementRefused`. `sites`: names of our own that no link may only look like."""
    _check_texts(consultation, announcement)
    _check_links(announcement, sites)
    codes = {node.code for node in nodes}
    if unknown := [code for code in announcement.regions if code not in codes]:
        raise AnnouncementRefused(
            f"'{consultation.slug}' has no region {', '.join(unknown)}. Use the codes of its regions file."
        )
    if unknown := [topic for topic in announcement.topics if topic not in consultation.terms.topics]:
        raise AnnouncementRefused(f"'{consultation.slug}' has no topic {', '.join(unknown)}.")
    if announcement.cards and announcement.cards not in consultation.terms.named("learners"):
        known = ", ".join(consultation.terms.named("learners")) or "none"
        raise AnnouncementRefused(
            f"'{consultation.slug}' has no set of cards '{announcement.cards}'. It has: {known}."
        )
    if announcement.audience == "unanswered":
        _check_unanswered(consultation, announcement)


def _check_texts(consultation: Consultation, announcement: Announcement) -> None:
    spoken, texts = consultation.terms.languages, announcement.texts
    if announcement.language and announcement.language not in spoken:
        raise AnnouncementRefused(f"The consultation does not speak {announcement.language}.")
    languages = languages_of(consultation, announcement.language)
    if missing := [language for language in languages if not texts.get(language, "").strip()]:
        raise AnnouncementRefused(
            f"[text] has nothing for: {', '.join(missing)}. Write it in every language."
        )
    if extra := [language for language in texts if language not in spoken]:
        raise AnnouncementRefused(f"The consultation does not speak: {', '.join(extra)}. Leave that out.")
    if long := too_long(announcement):
        most = longest(announcement)
        raise AnnouncementRefused(f"Longer than {most:,} characters: {', '.join(long)}. Make it shorter.")


def _check_links(announcement: Announcement, sites: tuple[str, ...]) -> None:
    for text in announcement.texts.values():
        if bad := bad_links(text, sites):
            raise AnnouncementRefused(plain(why(Words("en"), bad[0])))


def too_long(announcement: Announcement) -> list[str]:
    """The languages in which it has more letters than a message holds."""
    most = longest(announcement)
    return [language for language, text in announcement.texts.items() if _units(quiet(text)) > most]


def longest(announcement: Announcement) -> int:
    """Letters that its text may have."""
    most = LONGEST_CAPTION if announcement.medium else LONGEST
    return most - ROOM_FOR_NAME if announcement.organisation else most


def _units(text: str) -> int:
    """Characters as Telegram counts them, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _check_unanswered(consultation: Consultation, announcement: Announcement) -> None:
    if any(getattr(announcement, name) for name in ("regions", "topics", "language", "organisation", "rule")):
        raise AnnouncementRefused(
            "Who has not answered can be told only all together and once: with a region, a topic, a language "
            "or a rule beside it, it would tell too much of few people. Leave those out."
        )
    if consultation.state != "open":
        raise AnnouncementRefused(f"'{consultation.slug}' is {consultation.state}: nobody can answer now.")
