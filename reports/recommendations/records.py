"""Recommendations out of rows with named columns, whatever file they came in."""

import re
from collections.abc import Iterable, Mapping

from reports.recommendations.cells import numbered, parts_of, position_in, unique
from reports.recommendations.entry import About, Fault, Found, Recommendation
from reports.recommendations.gathering import gathered
from reports.recommendations.goals import goals_in
from reports.recommendations.states import states_in
from reports.recommendations.writing import letters, lines_of, without_bullet
from survey.reading import UNWRITABLE

NAMES: Mapping[str, tuple[str, ...]] = {
    "annotation": ("OHCHR Annotation Id", "Annotation Id"),
    "document": ("Document Symbol", "Symbol", "Document"),
    "body": ("Reccomending Body", "Recommending Body", "Body"),
    "type": ("Type", "Annotation Type"),
    "country": ("Countries Concerned", "Countries", "Country"),
    "themes": ("Themes",),
    "persons": ("Affected Persons", "Persons"),
    "sdgs": ("SDGs",),
    "text": ("Text",),
    "session": ("UPR Session", "Session"),
    "states": ("UPR Reccomending States", "UPR Recommending States", "Recommending States", "States"),
    "position": ("UPR Position", "Position"),
    "number": ("Number",),
    "source": ("Source",),
    "cycle": ("Cycle", "UPR Cycle"),
}
"""What columns are called in exports of the Universal Human Rights Index, and in a table of one's own."""
_FIELDS = {letters(name): field for field, names in NAMES.items() for name in names}
_UPR = re.compile(r"\bUPR\b|universal periodic review", re.IGNORECASE)
_DOCUMENT = re.compile(r"A/HRC/\d+/\d+")
Record = Mapping[str, str]


def field_of(column: str) -> str:
    """What stands in a column of this name; empty for what is not read."""
    return _FIELDS.get(letters(column), "")


def read(records: Iterable[tuple[int, Record]], about: About) -> Found:
    """Rows with their numbers: field -> what stands there, several values one a line."""
    faults: list[Fault] = []
    clean = ((row, {name: UNWRITABLE.sub("", text) for name, text in each.items()}) for row, each in records)
    rows = [(row, _made(each, about)) for row, each in clean if _is_meant(row, each, faults)]
    for row, made in rows:
        if not made.number and not made.annotation:
            faults.append(Fault("number", row, {"text": made.text[:80]}))
    return gathered(rows, faults)


def _is_meant(row: int, record: Record, faults: list[Fault]) -> bool:
    """Rows of treaty bodies and special procedures are of no review."""
    if not any(value.strip() for value in record.values()):
        return False
    body, kind = record.get("body", ""), record.get("type", "")
    if (body and not _UPR.search(body)) or re.search("concern|observation", kind, re.IGNORECASE):
        faults.append(Fault("elsewhere", row, {"body": without_bullet(body or kind)}))
        return False
    return True


def _made(record: Record, about: About) -> Recommendation:
    in_text = list(parts_of(record.get("text", ""), "text"))
    text = " ".join(line for part, line in in_text if part == "text")
    number, rest = numbered(text)
    own = numbered(record.get("number", ""))[0] or record.get("number", "").strip()
    source = record.get("source", "").strip() or " ".join(line for part, line in in_text if part == "source")
    document = _DOCUMENT.search(record.get("document", "")) or _DOCUMENT.search(source)
    return Recommendation(
        about.country or " ".join(_values(record, "country")),
        about.session or _first_number(record.get("session", "")),
        own or number,
        (rest if number and own in {"", number} else text).rstrip(" ;."),
        tuple(_values(record, "states")) or states_in(text)[0],
        position_in(record.get("position", "")),
        source,
        unique(_values(record, "themes")),
        unique(_values(record, "persons")),
        tuple(
            dict.fromkeys(goal for line in _values(record, "sdgs") for goal in goals_in(line, expected=True))
        ),
        about.cycle or _first_number(record.get("cycle", "")),
        document[0] if document else "",
        record.get("annotation", "").strip(),
    )


def _values(record: Record, field: str) -> list[str]:
    """One a line, each perhaps with a bullet; in a table of one's own with | between them."""
    lines = [each for line in lines_of(record.get(field, "")) for each in line.split("|")]
    return [bare for line in lines if (bare := without_bullet(line.strip()))]


def _first_number(text: str) -> int:
    found = re.search(r"\d{1,3}", text)
    return int(found[0]) if found else 0
