"""The round of a consultation's folder: `dialogues.csv`, a row for each region, checked row by row.

Title and text of the first row count in the rows below that leave them empty: the agenda is written once. A
row without times names the contact alone; its date is not fixed yet.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handlers.events.csv_table import PLAIN, TEXTS, Rows, given, read_rows, refuse, texts_in
from handlers.events.sheet import Around, Problem, Sheet, checked, event
from storage.contacts import LONGEST, Contact
from storage.events import Event
from survey.lookalikes import tidy

FILE = "dialogues.csv"
OFFICE = "contact"
TIMES = ("starts", "ends")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A region with its contact, and the event that is held there, if its date is fixed."""

    contact: Contact
    event: Event | None


@dataclass
class DialoguesFile:
    """`known`: the events there are, by id; `staff`: who can be a contact, by code."""

    around: Around
    known: Mapping[bytes, Event]
    staff: Mapping[str, bytes]
    problems: list[tuple[int, Problem]] = field(default_factory=list)

    def read(self, content: bytes) -> list[Dialogue]:
        """The dialogues in the order of the file. Raises `EventRefused` with all mistakes by row."""
        offices = texts_in(self._languages, OFFICE)
        agenda = texts_in(self._languages, *TEXTS)
        columns = {"region", "staff", *offices, *agenda, *PLAIN}
        rows = read_rows(content, ("region", *TIMES, *offices, *agenda), columns, self.problems)
        self.problems += _repeated(rows)
        filled = _filled(rows, agenda)
        found = [self._dialogue(number, row) for number, row in enumerate(filled, 2) if any(row.values())]
        refuse(self.problems)
        return found

    @property
    def _languages(self) -> tuple[str, ...]:
        return self.around.consultation.terms.languages

    def _dialogue(self, number: int, row: Mapping[str, str]) -> Dialogue:
        self.problems += [(number, each) for each in self._faults(row)]
        office = {code: tidy(row[f"{OFFICE}::{code}"]) for code in self._languages}
        slug, region = self.around.consultation.slug, row["region"]
        contact = Contact(
            slug,
            region,
            {code: name for code, name in office.items() if name},
            self.staff.get(row.get("staff", "").lower()),
        )
        return Dialogue(contact, self._event(number, row, contact))

    def _event(self, number: int, row: Mapping[str, str], contact: Contact) -> Event | None:
        if not any(row[name] for name in TIMES):
            return None
        before = self.known.get(contact.dialogue)
        said = {**given(row), "regions": (contact.region,)}
        written = checked(said, self.around, before.starts if before else 0)
        if isinstance(written, Sheet):
            return event(written, self.around, contact.dialogue)
        self.problems += [(number, each) for each in written if each.column != "regions"]
        return None

    def _faults(self, row: Mapping[str, str]) -> Iterator[Problem]:
        region, staff = row["region"], row.get("staff", "").lower()
        if region not in self.around.regions:
            there = ", ".join(sorted(self.around.regions)) or "none"
            yield Problem("region", f"'{region}' is not a region of the consultation. There are: {there}.")
        if staff and staff not in self.staff:
            yield Problem(
                "staff", f"'{staff}' is nobody with a chat here. `mushawara staff list` shows their ids."
            )
        offices = {code: row[f"{OFFICE}::{code}"] for code in self._languages}
        for code, name in offices.items():
            if not name and any(offices.values()):
                yield Problem(f"{OFFICE}::{code}", "is missing. Write it in every language, or in none.")
            if len(name) > LONGEST:
                yield Problem(f"{OFFICE}::{code}", f"is longer than {LONGEST} letters.")


def _repeated(rows: Rows) -> Iterator[tuple[int, Problem]]:
    """Regions that stand in several rows."""
    times = Counter(row["region"] for row in rows if row["region"])
    for number, row in enumerate(rows, 2):
        if times[row["region"]] > 1:
            why = f"'{row['region']}' stands in several rows. Give each region one."
            yield number, Problem("region", why)


def _filled(rows: Rows, agenda: list[str]) -> Rows:
    """The rows with the agenda of the first one where they have none of their own."""
    first = next((row for row in rows if any(row.values())), {})
    return [
        {**row, **{name: row[name] or first.get(name, "") for name in agenda}} if any(row.values()) else row
        for row in rows
    ]
