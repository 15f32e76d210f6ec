"""Recommendations out of a file: new ones, and those that are there and say something else now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b

from reports.recommendations.entry import Found
from reports.recommendations.entry import Recommendation as Entry
from reports.recommendations.writing import letters
from storage import recommendations
from storage.changes import Write
from storage.recommendations import Recommendation
from storage.store import Store

ALWAYS = {"country", "text"}
"""What a file says of each; of the rest it may say nothing, and then what was known stays."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of a file: how many are new, changed, and as they were; and the rows for it."""

    new: int
    changed: int
    same: int
    writes: tuple[Write, ...]


async def taken(store: Store, found: Found) -> Taken:
    """Of a file in which nothing is wrong. Nobody decides on the order of its rows."""
    known = _Known(await recommendations.every(store.database))
    writes, counts = list[Write](), Counter[str]()
    for entry in found.recommendations:
        before = known.like(entry)
        after = _after(before, entry)
        counts["new" if before is None else "same" if after == before else "changed"] += 1
        if before is None:
            writes.append(recommendations.add(after))
        elif after != before:
            writes.append(recommendations.change(after))
        known.keep(after)
    return Taken(counts["new"], counts["changed"], counts["same"], tuple(writes))


class _Known:
    """Those there are, by each of the ways in which files tell them apart."""

    def __init__(self, every: Iterable[Recommendation]) -> None:
        self._by: dict[tuple[str, ...], Recommendation] = {}
        for each in every:
            self.keep(each)

    def keep(self, each: Recommendation) -> None:
        self._by.update(dict.fromkeys(_keys(each), each))

    def like(self, entry: Entry) -> Recommendation | None:
        """The same, by annotation, or by number within a session or a report."""
        return next((self._by[key] for key in _keys(entry) if key in self._by), None)


def _keys(each: Recommendation | Entry) -> list[tuple[str, ...]]:
    country, keys = letters(each.country), list[tuple[str, ...]]()
    if each.annotation:
        keys.append(("annotation", each.annotation))
    if each.number and each.session:
        keys.append(("session", country, str(each.session), each.number))
    if each.number and each.document:
        keys.append(("document", country, each.document, each.number))
    return keys


def _after(before: Recommendation | None, entry: Entry) -> Recommendation:
    given = asdict(entry)
    if before is None:
        return Recommendation(_identity(entry), **given)
    said = {name: value for name, value in given.items() if value or name in ALWAYS}
    return replace(before, **said)


def _identity(entry: Entry) -> bytes:
    """The same wherever the same is imported first."""
    key = next(
        key for key in (*_keys(entry), ("text", entry.text)) if key[0] != "annotation" or not entry.number
    )
    return blake2b("|".join(key).encode(), digest_size=16).digest()
