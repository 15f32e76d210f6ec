"""Recommendations as pages show them, to everybody and to staff: the list, and all of one."""

from collections import Counter
from collections.abc import Sequence

from bot.pages.recommendations import Heard, Listed, One, Place, Row, Said, Wanted
from handlers.reading.codebook import common
from handlers.recommendations.assessments import Assessment, all_results, assessments, gap_in, trend_in
from handlers.recommendations.marking import day_of
from handlers.recommendations.telling import position_name, review_name, status_name, step_name, step_names
from handlers.words import Words
from reports.recommendations.assessed import Told
from reports.recommendations.issues import issues_of, themes_of
from storage import recommendations
from storage.recommendations import Progress, Recommendation, Status
from storage.store import Store

PAGE = 30
"""Recommendations on a page."""


async def listed(store: Store, wanted: Wanted, language: str) -> Listed:
    """Those that are wanted, a page of them; with how many there are of each theme."""
    words, names = Words(language), common(Words(language))
    now = await recommendations.progress_now(store.database)
    every = await recommendations.every(store.database)
    meant = [each for each in every if each.competent or not wanted.ours]
    counts = Counter(theme for each in meant for theme in themes_of(each))
    found = [each for each in meant if not wanted.theme or wanted.theme in themes_of(each)]
    start = (wanted.page - 1) * PAGE
    return Listed(
        wanted,
        [_row(words, each, _status(now, each)) for each in found[start : start + PAGE]],
        [(code, names[code], counts[code]) for code in names if counts[code]],
        len(found),
        max(1, -(-len(found) // PAGE)),
    )


async def one(store: Store, code: str, language: str) -> One | None:
    """All of the one that an address names."""
    found = await recommendations.coded(store.database, code)
    if found is None:
        return None
    words, names = Words(language), common(Words(language))
    said = await recommendations.progress_of(store.database, found.id)
    return One(
        _row(words, found, said[-1].status if said else None),
        found.states,
        found.source or found.document,
        found.themes,
        found.persons,
        _goals(found, names),
        [names[each] for each in issues_of(found)],
        [names[each] for each in themes_of(found)],
        found.owner,
        [_said(words, each) for each in reversed(said)],
        await _heard(store, words, found, said[-1].status if said else None),
    )


async def _heard(store: Store, words: Words, found: Recommendation, status: Status | None) -> Sequence[Heard]:
    """What people said, the latest first; only what was said last stands beside what is official now."""
    heard = assessments(await all_results(store, words.language), found, words.language)
    return [_one_time(words, each, status if each is heard[0] else None) for each in heard]


def _one_time(words: Words, each: Assessment, status: Status | None) -> Heard:
    named = [(words.say("Everybody"), each.everybody), *((one.label, one.told) for one in each.regions)]
    beside = (gap_in(words, status, each.everybody), trend_in(words, each.than_before))
    return Heard(
        each.slug,
        each.title,
        words.day(each.day),
        list(step_names(words).values()),
        [_place(words, label, told) for label, told in named],
        [line for line in beside if line],
        each.simulated,
    )


def _place(words: Words, label: str, told: Told) -> Place:
    return Place(label, told.people, step_name(words, told), list(told.counts.values()))


def _row(words: Words, each: Recommendation, status: Status | None) -> Row:
    return Row(
        each.code,
        each.name,
        review_name(words, each),
        each.text,
        position_name(words, each.position),
        status_name(words, status),
        each.competent,
        each.questions.get(words.language, ""),
    )


def _status(now: dict[bytes, Progress], each: Recommendation) -> Status | None:
    return now[each.id].status if each.id in now else None


def _goals(found: Recommendation, names: dict[str, str]) -> Sequence[str]:
    """Each with its name; of a target, its number and the name of its goal."""
    made = []
    for each in found.sdgs:
        name = names[f"sdg-{each.partition('.')[0]}"]
        made.append(name if "." not in each else f"{each} · {name}")
    return made


def _said(words: Words, progress: Progress) -> Said:
    day = day_of(progress)
    return Said(day.isoformat(), words.day(day), status_name(words, progress.status), progress.source)
