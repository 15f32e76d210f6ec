"""`consultation apply`: a checked folder becomes a consultation, or brings one up to date."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.approvals.approval import only_one
from handlers.consultations import holding
from handlers.consultations.folder import CheckedSurvey, Folder, FolderProblems
from storage import consultations, media
from storage.changes import Changes
from storage.consultations import Consultation, Region, Version
from storage.proposals import Proposal
from storage.store import Store
from storage.terms import Terms


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a folder does, and in words; `whole` is what the consultation is then.

    Where two people could approve it, a change of one that is open waits
    (`handlers/consultations/carrying_out.py`).
    """

    changes: Changes
    news: tuple[str, ...]
    whole: Proposal


async def apply(
    store: Store, folder: Folder, before: Consultation | None, now: datetime, author: bytes | None = None
) -> Applied:
    """Decide what a folder changes. Raises `FolderProblems` if it may not be applied.

    `before`: the consultation that it changes, as whoever wants it knew it (None: a new one).
    `author`: who of the staff wants it (None: the command line), and so does not approve it.
    When it is saved: `Stale` or `NotOpen` if something is not as it was any more.
    """
    terms = folder.terms
    if problems := list(_objections(before, terms, now)):
        raise FolderProblems(problems)
    latest = await consultations.latest(store.database, terms.slug)
    versions = [_version(terms.slug, survey, latest.get(survey.terms.name)) for survey in folder.surveys]
    new = [version for version in versions if version.digest not in _digests(latest, version.survey)]
    shown = {survey.terms.name: survey.media for survey in folder.surveys}
    under_way = before if before and before.state == "open" else None
    held = terms.model_copy(update={"opens": under_way.terms.opens}) if under_way else terms
    forms = {version.survey: version.digest for version in versions}
    subject = replace(holding.whole(held, folder.regions, forms), author=author)
    writes = (
        consultations.put(held, before),
        *((consultations.set_opens(terms.slug, under_way.opens),) if under_way else ()),
        *consultations.put_regions(terms.slug, folder.regions),
        *(consultations.publish(version) for version in new),
        *(write for version in new for write in media.publish(version, shown[version.survey])),
    )
    regions = tuple(await consultations.regions(store.database, terms.slug))
    asking = () if under_way and not await only_one(store) else await holding.kept(store, subject)
    return Applied(Changes((*writes, *asking)), tuple(_news(before, folder, regions, new, now)), subject)


def replaced(before: Consultation | None, terms: Terms) -> str:
    """The title of the consultation that a folder would make another one of; empty for its own."""
    if before is None or set(before.terms.title.values()) & set(terms.title.values()):
        return ""
    return before.terms.say(before.terms.title, before.terms.languages[0])


def _digests(latest: dict[str, Version], survey: str) -> set[str]:
    return {latest[survey].digest} if survey in latest else set()


def _version(slug: str, survey: CheckedSurvey, latest: Version | None) -> Version:
    return Version(
        slug,
        survey.terms.name,
        latest.number + 1 if latest else 1,
        survey.terms.audience,
        survey.digest,
        survey.xform,
    )


def _objections(before: Consultation | None, terms: Terms, now: datetime) -> Iterator[str]:
    if before is None:
        if terms.closes <= now:
            yield "'closes' is in the past. Set a later one."
        return
    if before.ended:
        yield f"'{terms.slug}' has ended and never opens again. Start a new one with another slug."
        return
    if terms.raw_export != before.terms.raw_export:
        yield "'raw_export' cannot change: people agreed to it as it was. Start a new consultation."
    if before.state == "open" and terms.keep_answers_days > before.terms.keep_answers_days:
        yield "'keep_answers_days' can only become less once it is open: people agreed to it as it was."
    if before.state == "open" and terms.access != before.terms.access:
        yield "'access' cannot change any more: people came in by it as it was. Start a new consultation."
    if before.state == "open" and terms.machine_made != before.terms.machine_made:
        yield "'machine_made' cannot change any more: nobody may choose by what came in. Put it back."
    if before.state == "open" and terms.closes < before.closes:
        yield "'closes' can only move to a later time once it is open. `consultation close` ends it now."
    for name in ("consent", "consent_organisations"):
        changed = getattr(terms, name) != getattr(before.terms, name)
        if changed and terms.consent_version == before.terms.consent_version:
            yield f"[{name}] has changed. Raise 'consent_version', so that people are asked again."
    names = {survey.name for survey in terms.surveys}
    if gone := [survey.name for survey in before.terms.surveys if survey.name not in names]:
        yield f"The survey {', '.join(gone)} was published and cannot be left out. Put it back."


def _news(
    before: Consultation | None,
    folder: Folder,
    regions: tuple[Region, ...],
    new: list[Version],
    now: datetime,
) -> Iterator[str]:
    terms = folder.terms
    if before is None:
        opens = f"{terms.opens:%Y-%m-%d %H:%M} ({terms.timezone})"
        when = f"it opens {opens}" if terms.opens > now else f"it opens now: {opens} is past"
        yield f"'{terms.slug}' is ready; {when}."
    elif terms.closes > before.closes:
        yield f"'{terms.slug}' now closes {terms.closes:%Y-%m-%d %H:%M} ({terms.timezone})."
    for version in new:
        yield f"'{terms.slug}', survey '{version.survey}': version {version.number} is published."
    if before is not None and not new:
        same = terms == before.terms and folder.regions == regions
        yield (
            f"Nothing has changed in '{terms.slug}'."
            if same
            else f"'{terms.slug}': texts, dates and regions are as in the folder now."
        )
