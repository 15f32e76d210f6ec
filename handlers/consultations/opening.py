"""A consultation opens, closes and expires, by itself when its time comes or by hand; followers are told."""

from datetime import datetime

from handlers.consultations import holding
from handlers.consultations.holding import NotApproved
from handlers.view import Fresh
from storage import announcements, attachments, collected, consultations, responses, totals
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.housekeeping import add_chore
from storage.kinds import Kind
from storage.store import Store
from storage.wakes import EVERYBODY


async def due(store: Store, now: datetime, fresh: Fresh, sure: datetime) -> list[Changes]:
    """What opens, closes or expires now, each to be saved by itself.

    `sure`: how late it surely is, where the clock has jumped ahead. What destroys keys goes by that.
    """
    changes: list[Changes] = []
    for consultation in await consultations.may_change(store.database, now, sure):
        if consultation.state == "scheduled" and consultation.opens <= now:
            changes += await _opening(store, consultation, now, fresh)
        elif consultation.state == "open" and consultation.closes <= sure:
            changes.append(closed(consultation, now, fresh))
        elif consultation.state in {"closed", "published"} and consultation.expires <= sure:
            changes.append(expired(consultation))
    return changes


async def _opening(
    store: Store, consultation: Consultation, now: datetime, fresh: Fresh
) -> tuple[Changes, ...]:
    """It opens; or a second person is asked, once."""
    try:
        return (await opened(store, consultation, now, fresh),)
    except NotApproved as lacking:
        asked = await holding.waits(store, lacking.subject)
        return () if asked else (Changes(holding.ask(lacking.subject)),)


async def opened(store: Store, consultation: Consultation, now: datetime, fresh: Fresh) -> Changes:
    """From scheduled to open; what makers tried before is wiped. Raises `NotApproved`."""
    slug = consultation.slug
    approved = await holding.ready(store, await holding.as_it_is(store, consultation))
    early = (consultations.set_opens(slug, now),) if now < consultation.opens else ()
    return Changes(
        (
            *approved,
            consultations.move(slug, "scheduled", "open"),
            *early,
            collected.wipe(slug, "trial"),
            attachments.wipe(slug),
            *responses.unlink_all(slug),
            add_chore("open", slug),
            _told(slug, "opened", now, fresh, consultation.closes),
        ),
        chores=True,
        wakes=frozenset({EVERYBODY}),
    )


def closed(consultation: Consultation, now: datetime, fresh: Fresh) -> Changes:
    """From open to closing; the steps that make it final are a chore."""
    slug = consultation.slug
    early = (consultations.set_closes(slug, now),) if now < consultation.closes else ()
    return Changes(
        (
            consultations.move(slug, "open", "closing"),
            *early,
            totals.end(slug),
            add_chore("close", slug),
            _told(slug, "closed", now, fresh),
        ),
        chores=True,
        wakes=frozenset({EVERYBODY}),
    )


def expired(consultation: Consultation) -> Changes:
    """To expired: nobody needs its responses any longer (`docs/guide-privacy.md`)."""
    slug = consultation.slug
    over = consultations.move(slug, consultation.state, "expired")
    return Changes((over, add_chore("expire", slug)), chores=True)


def _told(slug: str, kind: Kind, now: datetime, fresh: Fresh, until: datetime | None = None) -> Write:
    due, expires = int(now.timestamp()), int(until.timestamp()) if until else 0
    return announcements.add(Announcement(fresh(16), slug, kind, due, expires=expires))
