"""A release is published once, after the close; later, what was done. Followers are told of both."""

import json
from collections.abc import Mapping
from datetime import datetime

from handlers.approvals.approval import Says, approved
from handlers.consultations.counting import results_address
from handlers.refused import Refused
from handlers.view import Fresh
from handlers.words import Words
from storage import announcements, approvals, consultations, publications, releases
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.proposals import Proposal, proposal
from storage.publications import Publication
from storage.store import Store
from storage.wakes import EVERYBODY

LONGEST = 3_000
"""Leaves room in a message for what stands around it."""


class PublishingRefused(Refused):
    """It cannot be published; the message says why and what to do."""


async def to_publish(store: Store, consultation: Consultation, public_url: str) -> Proposal:
    """Exactly the bytes of the last release, and what followers are told. Raises `PublishingRefused`."""
    if consultation.state != "closed":
        raise PublishingRefused(_why_not(consultation))
    terms, slug = consultation.terms, consultation.slug
    release = await releases.last(store.database, slug)
    if release is None:
        raise PublishingRefused(f"There is no release of '{slug}' yet. Make one: mushawara release {slug}")
    content = {
        "release": release.document.decode(),
        "texts": {
            language: Words(language).say(
                "The results of the consultation “%(title)s” are there: %(url)s",
                title=terms.say(terms.title, language),
                url=results_address(public_url, slug, language),
            )
            for language in terms.languages
        },
    }
    return proposal("publish", slug, json.dumps(content, ensure_ascii=False))


def is_empty(document: bytes | str) -> bool:
    """Whether a release shows no number, since too few answered."""
    surveys = json.loads(document)["surveys"]
    return all(survey["questions"][0]["blocks"][0]["base"] is None for survey in surveys)


def published(proposed: Proposal, now: datetime, fresh: Fresh, person: bytes, says: Says) -> Changes:
    """Just what was proposed, for good, approved by this person; `NotOpen` if it was published before."""
    content, slug = json.loads(proposed.content), proposed.consultation
    pages = [Publication(slug, language, content["release"]) for language in content["texts"]]
    return Changes(
        (
            consultations.move(slug, "closed", "published"),
            *(publications.add(page) for page in pages),
            *_told(proposed, content["texts"], now, fresh, person, says),
        ),
        wakes=frozenset({EVERYBODY}),
    )


def _told(
    proposed: Proposal, texts: Mapping[str, str], now: datetime, fresh: Fresh, person: bytes, says: Says
) -> tuple[Write, ...]:
    """Followers are told, and read it below where one person approved it alone."""
    news = Announcement(fresh(16), proposed.consultation, "written", int(now.timestamp()), texts)
    return announcements.add(news), approvals.add(approved(news, person, says))


def _why_not(consultation: Consultation) -> str:
    slug = consultation.slug
    if consultation.state == "published":
        return f"The results of '{slug}' were published before, and stay as they are."
    if consultation.state == "expired":
        return f"The answers of '{slug}' are deleted; there is nothing left to publish."
    return f"'{slug}' is {consultation.state}. Results are published once, after the close."


async def to_say(
    store: Store, consultation: Consultation, texts: Mapping[str, str], public_url: str
) -> Proposal:
    """What was done, beside the results, in each language. Raises `PublishingRefused`."""
    terms, slug = consultation.terms, consultation.slug
    if await publications.get(store.database, slug, terms.languages[0]) is None:
        raise PublishingRefused(f"The results of '{slug}' come first: mushawara results {slug} --publish")
    if missing := [language for language in terms.languages if not texts.get(language, "").strip()]:
        raise PublishingRefused(f"[text] has nothing for: {', '.join(missing)}. Write it in every language.")
    if extra := [language for language in texts if language not in terms.languages]:
        raise PublishingRefused(f"The consultation does not speak: {', '.join(extra)}. Leave that out.")
    if long := [language for language, text in texts.items() if len(text) > LONGEST]:
        raise PublishingRefused(f"Longer than {LONGEST:,} characters: {', '.join(long)}. Make it shorter.")
    content = {
        "did": {language: text.strip() for language, text in texts.items()},
        "texts": {
            language: _did_news(terms.say(terms.title, language), text, language, public_url, slug)
            for language, text in texts.items()
        },
    }
    return proposal("did", slug, json.dumps(content, ensure_ascii=False))


def said(proposed: Proposal, now: datetime, fresh: Fresh, person: bytes, says: Says) -> Changes:
    """Just what was proposed, approved by this person."""
    content, slug = json.loads(proposed.content), proposed.consultation
    return Changes(
        (
            *(publications.set_did(slug, language, text) for language, text in content["did"].items()),
            *_told(proposed, content["texts"], now, fresh, person, says),
        )
    )


def _did_news(title: str, text: str, language: str, public_url: str, slug: str) -> str:
    say = Words(language).say
    heading = say("You said, we did: what became of the consultation “%(title)s”", title=title)
    url = results_address(public_url, slug, language)
    return f"{heading}\n\n{text.strip()}\n\n{say('The results: %(url)s', url=url)}"
