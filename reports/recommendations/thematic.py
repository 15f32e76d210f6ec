"""OHCHR's thematic lists of recommendations: a Word file in which one recommendation stands under each theme.

Their forms differ from session to session, so that nothing is read by its place or by a fixed word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.recommendations import word
from reports.recommendations.cells import Part, label_of, numbered, parts_of
from reports.recommendations.columns import SHORT, columns_of, is_heading, is_recommendation, stands_alone
from reports.recommendations.entry import About, Fault, Found
from reports.recommendations.gathering import gathered
from reports.recommendations.lines import Above, Raw, recommendation
from reports.recommendations.word import Row
from reports.recommendations.writing import lines_of

SHOWN = 80
"""Letters of a text by which its row is found."""
_OF = re.compile(
    r"(?:UPR|Universal Periodic Review)\s+of\s+(?:the\s+)?(.+?)\s*(?:[(\n,:]|\s[–—-]\s|thematic|$)",
    re.IGNORECASE,
)
_CYCLE = re.compile(
    r"(\d|first|second|third|fourth|fifth)\s*(?:st|nd|rd|th)?\s*cycle|cycle\s*(\d)", re.IGNORECASE
)
_SESSION = re.compile(
    r"(\d{1,3})\s*(?:st|nd|rd|th)?\s*session|session\s*(?:no\.?\s*)?(\d{1,3})", re.IGNORECASE
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def read(content: bytes, about: About) -> Found:
    """Raises `FileRefused`."""
    document = word.read(content)
    told = _told(document.heading, about)
    rows, faults, above = [], list[Fault](), Above()
    for table in document.tables:
        for line in map(" ".join, map(lines_of, table.before)):
            above.told(line, "", certain=False)
        reading = _Reading(columns_of(table.rows), _shared_label(table.rows), faults, above)
        begun = list(reading.read(table.rows))  # rows go on with the ones above
        rows += [(row, recommendation(raw, told)) for row, raw in begun]
    return gathered(rows, faults)


def _told(heading: str, about: About) -> About:
    """Of which State and which review the list is: as who brings it says, else as it says itself."""
    text = "\n".join(lines_of(heading))
    text = re.sub(r"(\d)\s+(st|nd|rd|th)\b", r"\1\2", text)
    country, cycle, session = _OF.search(text), _CYCLE.search(text), _SESSION.search(text)
    return About(
        about.country or (country[1].strip() if country else ""),
        about.session or (int(session[1] or session[2]) if session else 0),
        about.cycle or (_number(cycle[1] or cycle[2]) if cycle else 0),
    )


def _number(word: str) -> int:
    return _ORDINALS.get(word.casefold()) or int(word)


def _shared_label(rows: Sequence[Row]) -> str:
    """The word before the colon in the rows that name a theme, where it is a word of its own."""
    spans = [row.filled[0].text for row in rows if len(row.cells) == 1 and row.filled]
    before = Counter(text.partition(":")[0].strip() for text in spans if ":" in text)
    label, often = before.most_common(1)[0] if before else ("", 0)
    return label if often > 1 and often * 2 > len(spans) else ""


@dataclass
class _Reading:
    """One table, row after row. `columns`: what they hold. `label`: the word that themes are called by."""

    columns: Mapping[int, Part]
    label: str
    faults: list[Fault]
    above: Above
    last: Raw | None = None

    def read(self, rows: Iterable[Row]) -> Iterator[tuple[int, Raw]]:
        """Each recommendation with the row in which it begins."""
        for row in rows:
            if self._is_above(row):
                self.above.told(" ".join(lines_of(row.filled[0].text)), self.label)
            elif row.filled and not is_heading(row):
                for raw in self._in_row(row):
                    self.last = raw
                    yield row.number, raw

    def _is_above(self, row: Row) -> bool:
        """Whether it is a heading for the rows that follow: alone in its row, and no recommendation."""
        if len(row.filled) != 1 or stands_alone(row.filled[0].text):
            return False
        (cell,) = row.filled
        before = cell.text.partition(":")[0].strip()
        labelled = label_of(before) == "themes" or before == self.label != ""
        return len(row.cells) == 1 or labelled or self.columns.get(cell.column) == "text"

    def _in_row(self, row: Row) -> Iterator[Raw]:
        """What a row adds to the one above, or the recommendations that begin in it: mostly one."""
        raw = Raw()
        for cell in row.filled:
            alone = len(row.filled) == 1 and stands_alone(cell.text)
            for part, line in parts_of(
                cell.text, "text" if alone else self.columns.get(cell.column, "comments")
            ):
                raw.parts[part].append(line)
        text = raw.parts["text"]
        own = [number for line in raw.parts["number"] if (number := numbered(line)[0])]
        if own and not any(map(is_recommendation, text)):
            yield self.above.around(raw.copy(own[0], " ".join(text)))
        elif text:
            yield from self._numbered(self.above.around(raw), row)
        elif self.last:
            for part, lines in raw.parts.items():
                self.last.parts[part] += lines

    def _numbered(self, raw: Raw, row: Row) -> Iterator[Raw]:
        """Each paragraph with a number of its own begins another."""
        number, first, *rest = *numbered(raw.parts["text"][0]), *raw.parts["text"][1:]
        if not number and self.last is None and all(len(each.text) <= SHORT for each in row.filled):
            return  # it names the columns in words that are not known
        if not number:
            self.faults.append(Fault("number", row.number, {"text": first[:SHOWN]}))
            return
        made = raw.copy(number, first)
        for line in rest:
            another, after = numbered(line)
            if another.partition(".")[0] == number.partition(".")[0] and "." in another and after:
                yield made
                made = raw.copy(another, after)
            else:
                made.parts["text"].append(line)
        yield made
