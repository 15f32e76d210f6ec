"""What several rows say of one recommendation, put together; and what is wrong with what they say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from reports.recommendations.cells import unique
from reports.recommendations.entry import LONGEST, MOST, Fault, Found, Recommendation
from reports.recommendations.states import known
from reports.recommendations.writing import letters

COMPARED = 500
"""Letters of two texts."""
ALIKE = 0.9
"""So alike are two texts in which only a word or a sign was mended."""
TIMES = 200
"""So many pairs of texts are compared, which takes some hundredths of a second each; no list has as many."""


def gathered(rows: Iterable[tuple[int, Recommendation]], faults: Sequence[Fault] = ()) -> Found:
    """Each recommendation once, in the order of the file, with the themes of all its rows."""
    found: dict[tuple[str, ...], tuple[int, Recommendation]] = {}
    told, compared = list(faults), _Compared()
    for row, each in rows:
        key = _key(each)
        if key in found and not compared.same(found[key][1], each):
            told.append(Fault("twice", row, {"number": each.number, "other": str(found[key][0])}))
        elif key in found:
            found[key] = found[key][0], _joined(found[key][1], each)
        else:
            found[key] = row, each
    told += [fault for row, each in found.values() for fault in _wrong(row, each)]
    if len(found) > MOST:
        told.append(Fault("many", fields={"most": str(MOST)}))
    if not found and all(each.is_warning for each in told):
        told.append(Fault("empty"))
    return Found([each for _, each in found.values()], _whole_file(told))


def _key(each: Recommendation) -> tuple[str, ...]:
    if not each.number:
        return ("annotation", each.annotation or letters(each.text))
    return (letters(each.country), str(each.session) if each.session else each.document, each.number)


class _Compared:
    """Texts that were compared, each pair once. After `TIMES` of them only the same counts as alike."""

    def __init__(self) -> None:
        self._alike: dict[tuple[str, str], bool] = {}

    def same(self, one: Recommendation, other: Recommendation) -> bool:
        first, second = (letters(each.text[:LONGEST])[:COMPARED] for each in (one, other))
        if first == second:
            return True
        if (first, second) not in self._alike and len(self._alike) < TIMES:
            self._alike[first, second] = _is_alike(first, second)
        return self._alike.get((first, second), False)


def _is_alike(one: str, other: str) -> bool:
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.quick_ratio() > ALIKE and found.ratio() > ALIKE


def _joined(one: Recommendation, other: Recommendation) -> Recommendation:
    return replace(
        one,
        states=unique((*one.states, *other.states)),
        position=one.position or other.position,
        source=one.source or other.source,
        themes=unique((*one.themes, *other.themes)),
        persons=unique((*one.persons, *other.persons)),
        sdgs=tuple(dict.fromkeys((*one.sdgs, *other.sdgs))),
    )


def _wrong(row: int, each: Recommendation) -> Iterator[Fault]:
    number = {"number": each.number or "…"}
    if not each.country:
        yield Fault("country")
    if not each.session and not each.document:
        yield Fault("session")
    if not each.text:
        yield Fault("text", row, number)
    if len(each.text) > LONGEST:
        yield Fault("long", row, {**number, "most": str(LONGEST)})
    if not each.states:
        yield Fault("states", row, number)
    if unknown := [name for name in each.states if not known(name)]:
        yield Fault("unknown", row, {**number, "states": ", ".join(unknown)})
    if not each.position:
        yield Fault("position", row, number)


def _whole_file(faults: Iterable[Fault]) -> list[Fault]:
    """What is wrong with all rows alike is told once; the rest by row."""
    once: dict[tuple[str, int], Fault] = {}
    for place, each in enumerate(faults):
        once.setdefault((each.kind, 0 if each.row == 0 else place + 1), each)
    return sorted(once.values(), key=lambda each: each.row)
