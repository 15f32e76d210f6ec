"""Which column of a thematic list holds what: by what stands in it, and by its heading where that fails."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from reports.recommendations.cells import Part, has_code, label_of, numbered, persons_in, position_in
from reports.recommendations.goals import goals_in
from reports.recommendations.states import known, states_in
from reports.recommendations.word import Row
from reports.recommendations.writing import lines_of, without_bullet

SHORT = 60
"""Letters of what is not a recommendation."""


def columns_of(rows: Sequence[Row]) -> dict[int, Part]:
    """By the first column of the grid that a cell covers."""
    headings = _headings(rows)
    columns: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.filled if len(row.cells) > 1 and not is_heading(row) else ():
            columns[cell.column].append(cell.text)
    if not columns:
        return {}
    chief = max(columns, key=lambda each: _as_text(columns[each]))
    found = {column: _held(texts, headings.get(column)) for column, texts in columns.items()}
    found[chief] = "text"
    if "themes" not in found.values() and None in found.values():
        found[next(column for column in sorted(found) if found[column] is None)] = "themes"
    return {column: part or "comments" for column, part in found.items()}


def _as_text(texts: Sequence[str]) -> float:
    """How much a column looks like that of the recommendations: numbers are also codes of themes."""
    numbers = sum(is_recommendation(text) for text in texts) / len(texts)
    states = sum(_has_states(text) for text in texts) / len(texts)
    return numbers + 2 * states + min(1.0, sum(map(len, texts)) / len(texts) / 400)


def is_heading(row: Row) -> bool:
    """Whether it only says what stands below it."""
    texts = [cell.text for cell in row.filled]
    named = [label_of(text) is not None for text in texts]
    return len(texts) > 1 and sum(named) * 2 >= len(texts) and not any(map(is_recommendation, texts))


def is_recommendation(text: str) -> bool:
    """Whether it begins with a number and goes on."""
    number, rest = numbered(text)
    return bool(number and len(rest) > 1)


def stands_alone(text: str) -> bool:
    """Whether it is a recommendation though nothing stands beside it: the code of a theme is a number too."""
    return is_recommendation(text) and (len(text) > SHORT or bool(states_in(text)[0]))


def _headings(rows: Sequence[Row]) -> Mapping[int, Part]:
    head = next((row for row in rows if is_heading(row)), None)
    found = {cell.column: label_of(cell.text) for cell in head.filled} if head else {}
    return {column: part for column, part in found.items() if part}


def _held(texts: Sequence[str], heading: Part | None) -> Part | None:
    kind, often = Counter(map(_kind, texts)).most_common(1)[0]
    if kind == "number" and heading == "sdgs":
        return heading
    return kind if kind and often * 2 > len(texts) else heading or kind


def _kind(text: str) -> Part | None:
    """What a cell holds by its looks alone."""
    lines = [without_bullet(each) for each in lines_of(text)]
    number, rest = numbered(text)
    if number and not rest:
        return "number"
    if len(text) <= SHORT and position_in(text) and not has_code(text) and "victim" not in text.casefold():
        return "position"
    if lines and _most(lines, lambda each: bool(goals_in(each, expected=bool(lines[1:])))):
        return "sdgs"
    if lines and _most(lines, lambda each: bool(persons_in(each))):
        return "persons"
    if lines and all(map(known, _split(text))):
        return "states"
    labels = [label_of(line.partition(":")[0]) for line in lines]
    if any(map(has_code, lines)) or any(each in {"persons", "sdgs"} for each in labels):
        return "themes"
    return None


def _has_states(text: str) -> bool:
    states, unknown = states_in(text)
    return bool(states) and len(unknown) < len(states)


def _split(text: str) -> list[str]:
    return [
        part.strip() for line in lines_of(text) for part in without_bullet(line).split(",") if part.strip()
    ]


def _most(lines: Sequence[str], test: Callable[[str], bool]) -> bool:
    return sum(map(test, lines)) * 2 > len(lines)
