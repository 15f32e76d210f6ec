"""Events in bulk: a CSV file with a row for each, checked as a whole, each mistake by its row and column."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice

from handlers.events.sheet import Around, EventRefused, Problem, Sheet, checked, event
from reports.calendars.entry import LARGEST
from storage.events import Event

MOST = 1_000
TEXTS = ("title", "about")
LISTS = ("regions", "topics", "languages")
PLAIN = ("starts", "ends", "zone", "place", "point", "link", "capacity")
NEEDED = ("id", "starts", "ends")
Rows = list[dict[str, str]]


def identity(slug: str, source: str, name: str) -> bytes:
    """The id of an event that has a name where it comes from, so that it is the same when it comes again."""
    return blake2b(f"{slug}|{source}|{name}".encode(), digest_size=16).digest()


@dataclass
class Table:
    """A file; `known`: the events there are, by id. Its problems are gathered with their rows."""

    around: Around
    known: Mapping[bytes, Event]
    problems: list[tuple[int, Problem]] = field(default_factory=list)

    def read(self, content: bytes) -> list[Event]:
        """Events that wait for approval, in the order of the file. Raises `EventRefused`."""
        texts = texts_in(self.around.consultation.terms.languages, *TEXTS)
        rows = read_rows(content, (*NEEDED, *texts), {"id", *texts, *LISTS, *PLAIN}, self.problems)
        found = [each for number, row in enumerate(rows, 2) if (each := self._event(number, row))]
        self.problems += [(number, Problem("id", why)) for number, why in _repeated(rows)]
        refuse(self.problems)
        return found

    def _event(self, number: int, row: dict[str, str]) -> Event | None:
        """None of an empty row, and of one that has problems."""
        if not any(row.values()):
            return None
        if not row["id"]:
            self.problems.append(
                (number, Problem("id", "is missing. Give each event a name of its own here."))
            )
        which = identity(self.around.consultation.slug, "table", row["id"])
        before = self.known.get(which)
        written = checked(given(row), self.around, before.starts if before else 0)
        if isinstance(written, Sheet):
            return event(written, self.around, which)
        self.problems += [(number, each) for each in written]
        return None


def texts_in(languages: Iterable[str], *names: str) -> list[str]:
    """The columns of these texts in each language."""
    return [f"{name}::{code}" for name in names for code in languages]


def refuse(problems: list[tuple[int, Problem]]) -> None:
    """Raises `EventRefused` with all that is wrong, by row, if anything is."""
    if problems:
        lines = [f"row {row}, column {at}: {why}" for row, (at, why) in sorted(problems)]
        raise EventRefused("\n".join(lines))


def read_rows(
    content: bytes, needed: Sequence[str], known: Set[str], problems: list[tuple[int, Problem]]
) -> Rows:
    """The rows of a table of events by column, empty ones too. Raises `EventRefused`."""
    if len(content) > LARGEST:
        raise EventRefused(f"The file is larger than {LARGEST // 1_000_000} MB. Make several of it.")
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
        # One row more than are taken: of a file of empty lines no more must stand in memory.
        columns, *cells = [[cell.strip() for cell in line] for line in islice(reader, MOST + 2)]
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise EventRefused("The file cannot be read. Save it as CSV in UTF-8.") from error
    _check(columns, needed, known)
    if len(cells) > MOST:
        raise EventRefused(f"The file has more than {MOST:,} rows. Make several of it.")
    for number, line in enumerate(cells, 2):
        if len(line) > len(columns):
            problems.append((number, Problem(columns[-1], "has more cells behind it than the first row.")))
    rows = [dict(zip(columns, [*line, *[""] * len(columns)], strict=False)) for line in cells]
    if not any(any(row.values()) for row in rows):
        raise EventRefused("There is no event in this file.")
    return rows


def _check(columns: list[str], needed: Sequence[str], known: Set[str]) -> None:
    """The first row: what is needed is there, and nothing that nobody would read."""
    wrong = [Problem(each, "is missing. Add it.") for each in needed if each not in columns]
    wrong += [
        Problem(each or "''", "is not a column I know. Check its spelling, or remove it.")
        for each in columns
        if each not in known
    ]
    wrong += [
        Problem(each, "stands there twice.") for each, times in sorted(Counter(columns).items()) if times > 1
    ]
    if wrong:
        raise EventRefused("\n".join(f"row 1, column {at}: {why}" for at, why in wrong))


def given(row: Mapping[str, str]) -> dict[str, object]:
    """The cells of a row as a sheet takes them; an empty one says nothing."""
    texts = {
        name: {
            code: text for column, text in row.items() if (code := column.removeprefix(f"{name}::")) != column
        }
        for name in TEXTS
    }
    lists = {name: tuple(re.findall(r"[^\s,;]+", row.get(name, ""))) for name in LISTS}
    return {**texts, **lists, **{name: row[name] for name in PLAIN if row.get(name)}}


def _repeated(rows: Rows) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if row["id"] and first.setdefault(row["id"], number) != number:
            yield number, f"'{row['id']}' stands in row {first[row['id']]} too. Give each event its own."
