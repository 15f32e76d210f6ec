"""What a national mechanism for implementation, reporting and follow-up takes over, as CSV and JSON.

OHCHR's numbers and the goals stay as they were imported: by them the mechanism's own system finds each
recommendation again. What people say stands beside them as a release shows it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from reports.recommendations.assessed import STEPS, Told
from reports.recommendations.entry import Recommendation
from reports.tables import cell

Cell = str | int | float | None
_OF_IT = ("country", "session", "cycle", "number", "text", "states", "position", "source")
_ABOUT = ("themes", "persons", "sdgs", "document", "annotation")
_FOLLOWED = ("competent", "owner", "status", "status_day", "status_source")
_SAID = (*("country", "session", "number", "consultation", "day", "region"), "people", *STEPS)
_STEP = ("step", "step_low", "step_high")


@dataclass(frozen=True, slots=True)
class Status:
    """What was officially said, when, and where."""

    status: str
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What people said in the published release of one consultation: everybody, then each region."""

    consultation: str
    day: date
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Followed:
    """A recommendation with all that is known of its way; statuses from the first to the last."""

    recommendation: Recommendation
    competent: bool
    owner: str
    statuses: Sequence[Status]
    voices: Sequence[Voice]


def files(followed: Sequence[Followed]) -> dict[str, bytes]:
    """The bundle: name of a file -> its bytes, the same for the same recommendations.

    The first can be imported again: several values in a cell have a vertical bar between them.
    """
    return {
        "recommendations.csv": _csv((*_OF_IT, *_ABOUT, *_FOLLOWED), map(_row, followed)),
        "assessments.csv": _csv((*_SAID, *_STEP), (row for each in followed for row in _voiced(each))),
        "recommendations.json": _json([_document(each) for each in followed]),
    }


def _row(each: Followed) -> tuple[Cell, ...]:
    fields = asdict(each.recommendation)
    last = each.statuses[-1] if each.statuses else None
    said = (last.status, last.day.isoformat(), last.source) if last else ("", "", "")
    stated = (_in_a_cell(fields[name]) for name in (*_OF_IT, *_ABOUT))
    return (*stated, "yes" if each.competent else "no", each.owner, *said)


def _in_a_cell(value: Any) -> Cell:
    return " | ".join(value) if isinstance(value, tuple) else value or ""


def _voiced(each: Followed) -> Iterator[tuple[Cell, ...]]:
    """One row for everybody (no region) and for each region; what is not shown is empty."""
    of = each.recommendation
    for voice in each.voices:
        for told in voice.told:
            step = told.step
            yield (
                *(of.country, of.session, of.number, voice.consultation, voice.day.isoformat()),
                *(told.region, told.people, *(told.counts.get(name) for name in STEPS)),
                *((step.value, step.low, step.high) if step else (None, None, None)),
            )


def _document(each: Followed) -> Mapping[str, Any]:
    return {
        **asdict(each.recommendation),
        "competent": each.competent,
        "owner": each.owner,
        "statuses": [asdict(status) for status in each.statuses],
        "assessments": [asdict(voice) for voice in each.voices],
    }


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _json(document: Sequence[Mapping[str, Any]]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=1, default=date.isoformat)
    return f"{text}\n".encode()
