"""Consultations, their regions and the published versions of their surveys."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import NotOpen, Stale, Write
from storage.database import Database, Row
from storage.schema.consultations import CONSULTATION, REGION, SURVEY_VERSION, SurveyVersion
from storage.schema.consultations import Consultation as ConsultationRow
from storage.schema.consultations import Region as RegionRow
from storage.terms import Terms

State = Literal["scheduled", "open", "closing", "closed", "published", "expired"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation as it stands. `opens` and `closes` count here, not in the terms: staff may move them.

    `alone`: that one person alone approved it, as `Store.consultation` finds.
    `settings`: the terms as they are stored.
    """

    terms: Terms
    state: State
    opens: datetime
    closes: datetime
    alone: bool = False
    settings: str = field(default="", repr=False)

    @property
    def slug(self) -> str:
        return self.terms.slug

    @property
    def ended(self) -> bool:
        return self.state in {"closing", "closed", "published", "expired"}

    @property
    def expires(self) -> datetime:
        """When its responses are deleted, and only what was published stays."""
        return self.closes + timedelta(days=self.terms.keep_answers_days)


@dataclass(frozen=True, slots=True)
class Region:
    """A node in the tree of areas; a root has no parent (""). `names` is by language.

    `place`: "33.25 -8.5", the latitude and longitude of its middle; "" if nobody said.
    `outline`: its area as `reports/outlines.py` writes it, likewise.
    """

    code: str
    parent: str
    names: Mapping[str, str]
    timezone: str = ""
    population: int | None = None
    place: str = ""
    outline: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A published survey version: its XForm never changes."""

    consultation: str
    survey: str
    number: int
    audience: str
    digest: str
    xform: str = field(default="", repr=False)


_COLUMNS = (CONSULTATION.settings, CONSULTATION.state, CONSULTATION.opens, CONSULTATION.closes)
_ALL = select(*_COLUMNS).order_by(CONSULTATION.opens.desc(), CONSULTATION.slug)
_ONE = select(*_COLUMNS).where(CONSULTATION.slug == bindparam("slug"))
_MAY_CHANGE = _ALL.where(
    or_(
        and_(CONSULTATION.state == "scheduled", CONSULTATION.opens <= bindparam("now")),
        and_(CONSULTATION.state == "open", CONSULTATION.closes <= bindparam("sure")),
        # of how long answers are kept, their settings tell
        CONSULTATION.state == "closed",
        CONSULTATION.state == "published",
    )
)
_ANY = select(CONSULTATION.slug).limit(1)
_REGIONS = (
    select(
        REGION.code,
        REGION.parent,
        REGION.names,
        REGION.timezone,
        REGION.population,
        REGION.place,
        REGION.outline,
    )
    .where(REGION.consultation == bindparam("slug"))
    .order_by(REGION.position)
)
_VERSIONS = (
    select(SURVEY_VERSION.survey, SURVEY_VERSION.number, SURVEY_VERSION.audience, SURVEY_VERSION.digest)
    .where(SURVEY_VERSION.consultation == bindparam("slug"))
    .order_by(SURVEY_VERSION.survey, SURVEY_VERSION.number)
)
_XFORM = select(SURVEY_VERSION.xform).where(
    SURVEY_VERSION.consultation == bindparam("slug"),
    SURVEY_VERSION.survey == bindparam("survey"),
    SURVEY_VERSION.number == bindparam("number"),
)
_BEGIN = upsert(ConsultationRow).on_conflict_do_nothing()
_CHANGE = (
    update(ConsultationRow)
    .where(
        CONSULTATION.slug == bindparam("which"),
        CONSULTATION.state == bindparam("in_state"),
        CONSULTATION.settings == bindparam("as_stored"),
    )
    .values({name: bindparam(f"new_{name}") for name in ("settings", "opens", "closes")})
)
_DROP_REGIONS = delete(RegionRow).where(REGION.consultation == bindparam("slug"))
_ADD_REGION = insert(RegionRow)
_PUBLISH = upsert(SurveyVersion).on_conflict_do_nothing()
_MOVE = (
    update(ConsultationRow)
    .where(CONSULTATION.slug == bindparam("which"), CONSULTATION.state == bindparam("from_state"))
    .values(state=bindparam("to_state"))
)
_STILL = (
    select(CONSULTATION.slug)
    .where(CONSULTATION.slug == bindparam("which"), CONSULTATION.state == bindparam("in_state"))
    .with_for_update(read=True)  # read, not written: all who answer look at the same row, and none waits
)
_SET_OPENS = (
    update(ConsultationRow).where(CONSULTATION.slug == bindparam("which")).values(opens=bindparam("at"))
)
_SET_CLOSES = (
    update(ConsultationRow).where(CONSULTATION.slug == bindparam("which")).values(closes=bindparam("at"))
)
_CHANGING = frozenset((_BEGIN, _CHANGE, _MOVE, _SET_OPENS, _SET_CLOSES))


async def get(database: Database, slug: str) -> Consultation | None:
    """A consultation by its slug."""
    row = await database.row(_ONE, slug=slug)
    return _read(row) if row else None


async def every(database: Database) -> list[Consultation]:
    """All consultations, the latest first."""
    return [_read(row) for row in await database.rows(_ALL)]


async def may_change(database: Database, now: datetime, sure: datetime) -> list[Consultation]:
    """Those that open or close now, and those whose answers will be deleted some day."""
    rows = await database.rows(_MAY_CHANGE, now=int(now.timestamp()), sure=int(sure.timestamp()))
    return [_read(row) for row in rows]


async def look(database: Database) -> None:
    """Read as little as possible. Raises `StorageDown` if nothing can be read."""
    await database.rows(_ANY)


async def reachable_surveys(database: Database) -> list[tuple[str, str]]:
    """Every (consultation, survey) whose responses a person can still be joined to."""
    return [
        (each.slug, survey.name)
        for each in await every(database)
        if not each.ended
        for survey in each.terms.surveys
    ]


async def regions(database: Database, slug: str) -> list[Region]:
    """The regions of a consultation in the author's order."""
    rows = await database.rows(_REGIONS, slug=slug)
    return [Region(code, parent, json.loads(names), *more) for code, parent, names, *more in rows]


async def latest(database: Database, slug: str) -> dict[str, Version]:
    """The newest version of each survey, without its XForm, by name of the survey."""
    rows = await database.rows(_VERSIONS, slug=slug)
    return {row[0]: Version(slug, *row) for row in rows}


async def xform(database: Database, slug: str, survey: str, number: int) -> str:
    """The XForm of a published version. Raises `KeyError` if there is none."""
    row = await database.row(_XFORM, slug=slug, survey=survey, number=number)
    if row is None:
        raise KeyError((slug, survey, number))
    return str(row[0])


def put(terms: Terms, before: Consultation | None = None) -> Write:
    """Keep a new consultation as scheduled, or new terms of the one that was loaded `before`.

    Raises `Stale` if somebody took the name of a new one meanwhile, `NotOpen` if one is not as it was loaded.
    """
    kept = {
        "settings": terms.model_dump_json(),
        "opens": int(terms.opens.timestamp()),
        "closes": int(terms.closes.timestamp()),
    }
    if before is None:
        return Write(_BEGIN, {"slug": terms.slug, "state": "scheduled", **kept}, otherwise=Stale)
    as_loaded = {"which": before.slug, "in_state": before.state, "as_stored": before.settings}
    new = {f"new_{name}": value for name, value in kept.items()}
    return Write(_CHANGE, {**as_loaded, **new}, otherwise=NotOpen)


def put_regions(slug: str, nodes: Iterable[Region]) -> tuple[Write, ...]:
    """Replace the regions of a consultation."""
    rows = [
        {
            "consultation": slug,
            "code": node.code,
            "parent": node.parent,
            "names": json.dumps(dict(node.names), ensure_ascii=False),
            "timezone": node.timezone,
            "population": node.population,
            "place": node.place,
            "outline": node.outline,
            "position": position,
        }
        for position, node in enumerate(nodes)
    ]
    return (Write(_DROP_REGIONS, {"slug": slug}), *(Write(_ADD_REGION, row) for row in rows))


def publish(version: Version) -> Write:
    """Keep a new version of a survey; raises `Stale` if somebody else published one of that number."""
    names = ("consultation", "survey", "number", "audience", "digest", "xform")
    return Write(_PUBLISH, {name: getattr(version, name) for name in names}, otherwise=Stale)


def move(slug: str, before: State, after: State) -> Write:
    """From one state to the next; raises `NotOpen` if it is not in `before` any more."""
    return Write(_MOVE, {"which": slug, "from_state": before, "to_state": after}, otherwise=NotOpen)


def still(consultation: Consultation) -> Write:
    """Raises `NotOpen` if a consultation is not in the state any more in which it was loaded."""
    values = {"which": consultation.slug, "in_state": consultation.state}
    return Write(_STILL, values, otherwise=NotOpen, looks=True)


def changed_by(writes: Iterable[Write]) -> bool:
    """Whether one of these writes changes a consultation itself."""
    return any(write.statement in _CHANGING for write in writes)


def set_opens(slug: str, at: datetime) -> Write:
    """When it was opened by hand."""
    return Write(_SET_OPENS, {"which": slug, "at": int(at.timestamp())})


def set_closes(slug: str, at: datetime) -> Write:
    """When it was closed by hand."""
    return Write(_SET_CLOSES, {"which": slug, "at": int(at.timestamp())})


def descendants(nodes: Iterable[Region], code: str) -> set[str]:
    """A region and all regions inside it."""
    children = defaultdict(set)
    for node in nodes:
        children[node.parent].add(node.code)
    inside: set[str] = set()
    found = {code}
    while found:
        inside |= found
        found = set().union(*(children[each] for each in found)) - inside
    return inside


def around(nodes: Sequence[Region], codes: Iterable[str]) -> set[str]:
    """Some regions, all inside them, and all that they are inside of."""
    parents = {node.code: node.parent for node in nodes}
    found: set[str] = set()
    for code in codes:
        found |= descendants(nodes, code)
        above = parents.get(code)
        while above and above not in found:
            found.add(above)
            above = parents.get(above)
    return found


@lru_cache(maxsize=1024)
def _terms(settings: str) -> Terms:
    return Terms.model_validate_json(settings)


def _read(row: Row) -> Consultation:
    settings, state, opens, closes = row
    terms = _terms(settings)
    zone = terms.zone
    return Consultation(
        terms,
        next(known for known in STATES if known == state),
        datetime.fromtimestamp(opens, UTC).astimezone(zone),
        datetime.fromtimestamp(closes, UTC).astimezone(zone),
        settings=settings,
    )
