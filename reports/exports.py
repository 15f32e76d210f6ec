"""Single submissions as other tools take them: ODK XML, and flat tables with the columns of ODK Central.

A table holds what is asked once; each repeat has a table of its own, whose rows lead to their parents by KEY.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reports.tables import cell
from survey.nodes import Document, Element
from survey.question import Question
from survey.tree import parse_xml, to_xml

COORDINATES = ("Latitude", "Longitude", "Altitude", "Accuracy")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
OF_A_SUBMISSION = ("KEY", "AttachmentsPresent", "AttachmentsExpected", "FormVersion", "Access")
OF_A_REPEAT = ("PARENT_KEY", "KEY")
Row = list[str]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form is called elsewhere, and each submission with it: `id` and `version` of its XForm."""

    id: str
    version: str


def identity(xform: str) -> Identity:
    """What the author called the form; each may be empty, and `id` is "data" where nothing was said."""
    root = _instance(parse_xml(xform))
    return Identity(root.get("id"), root.get("version"))


def renamed_form(xform: str, given: Identity) -> str:
    """The XForm under another identity."""
    document = parse_xml(xform)
    _rename(_instance(document), given)
    return to_xml(document)


def renamed_submission(submission: str, given: Identity) -> str:
    """A submission of the form under that identity."""
    document = parse_xml(submission)
    _rename(document.root, given)
    return to_xml(document)


def _rename(root: Element, given: Identity) -> None:
    root.set("id", given.id)
    root.set("version", given.version)


def _instance(xform: Document) -> Element:
    """The element that a submission begins with. The form was loaded before, so it is there."""
    instances = (node for node in xform.root.descendants() if isinstance(node, Element))
    return next(node for node in instances if node.name == "instance").elements()[0]


def instance_id(submission: str) -> str:
    """The id that a submission carries, such as "uuid:…"."""
    meta = parse_xml(submission).root.child("meta")
    found = meta.child("instanceID") if meta else None
    return found.value() if found else ""


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a table, or what it is spread over: coordinates, or a column for each choice."""

    path: str
    header: str
    parts: tuple[str, ...] = ()
    kind: str = ""

    @property
    def headers(self) -> Row:
        match self.kind:
            case "geopoint":
                return [f"{self.header}-{part}" for part in self.parts]
            case "select_multiple":
                return [self.header, *(f"{self.header}/{part}" for part in self.parts)]
        return [self.header]

    def cells(self, value: str) -> Row:
        """The value as it stands in these columns; a text that a spreadsheet would run begins with '."""
        match self.kind:
            case "geopoint":
                return [*map(_safe, value.split()), *[""] * len(self.parts)][: len(self.parts)]
            case "select_multiple":
                chosen = value.split()
                return [_safe(value), *(str(int(part in chosen)) if value else "" for part in self.parts)]
        return [_safe(value)]


@dataclass(frozen=True, slots=True)
class Table:
    """`path` of the repeat it is made of, "" for what is asked once; `name` of its file, "" likewise."""

    path: str
    name: str = ""
    columns: tuple[Column, ...] = ()

    @property
    def header(self) -> Row:
        own = OF_A_REPEAT if self.path else OF_A_SUBMISSION
        return [*(header for column in self.columns for header in column.headers), *own]


def tables(xform: str, questions: Mapping[str, Question], split: bool = False) -> dict[str, Table]:
    """The tables of a form by path. `split`: a column for each choice of a select_multiple."""
    document = parse_xml(xform)
    elements = [node for node in document.root.descendants() if isinstance(node, Element)]
    repeats = [node.get("nodeset") for node in elements if node.name == "repeat"]
    names = Counter(_last(path) for path in repeats)
    found = {"": Table("")}
    for path in repeats:
        found[path] = Table(path, _last(path) if names[_last(path)] == 1 else path[1:].replace("/", "."))
    for path, within in _leaves(_instance(document), "", "", found):
        columns = found[within].columns
        if path not in {column.path for column in columns}:
            column = _column(path, within, questions.get(path), split)
            found[within] = replace(found[within], columns=(*columns, column))
    return found


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _leaves(
    element: Element, above: str, within: str, known: Mapping[str, Table]
) -> Iterator[tuple[str, str]]:
    """The path of every value, and of the repeat it stands in."""
    path = f"{above}/{element.name}"
    within = path if path in known else within
    if not element.elements():
        yield path, within
    for child in element.elements():
        yield from _leaves(child, path, within, known)


def _column(path: str, within: str, question: Question | None, split: bool) -> Column:
    inside = path.removeprefix(within) if within else "/" + path.split("/", 2)[2]
    header = inside[1:].replace("/", "-")
    if question and question.kind == "geopoint":
        return Column(path, header, COORDINATES, "geopoint")
    if question and question.kind == "select_multiple" and question.choices and split:
        return Column(path, header, tuple(choice.name for choice in question.choices.full), "select_multiple")
    return Column(path, header)


def rows(
    known: Mapping[str, Table], submission: str, version: str, access: str, files: tuple[int, int]
) -> Iterator[tuple[str, Row]]:
    """The rows of one submission, each with the path of its table. `files`: those that are there, and all."""
    root, key = parse_xml(submission).root, instance_id(submission)
    own = [key, *map(str, files), version, access]
    yield from _rows(known, root, "", f"/{root.name}", key, own)


def _rows(
    known: Mapping[str, Table], element: Element, at: str, path: str, key: str, own: Row
) -> Iterator[tuple[str, Row]]:
    values: dict[str, str] = {}
    inner: list[tuple[Element, str, str]] = []
    _gather(known, element, path, key, values, inner)
    cells = [text for column in known[at].columns for text in column.cells(values.get(column.path, ""))]
    yield at, [*cells, *own]
    for child, child_path, child_key in inner:
        yield from _rows(known, child, child_path, child_path, child_key, [key, child_key])


def _gather(
    known: Mapping[str, Table],
    element: Element,
    path: str,
    key: str,
    values: dict[str, str],
    inner: list[tuple[Element, str, str]],
) -> None:
    """The values of one row, and the repeats inside it with their keys: "uuid:…/family/child[2]"."""
    places: Counter[str] = Counter()
    for child in element.elements():
        below = f"{path}/{child.name}"
        places[child.name] += 1
        if below in known:
            inner.append((child, below, f"{key}/{child.name}[{places[child.name]}]"))
        elif child.elements():
            _gather(known, child, below, f"{key}/{child.name}", values, inner)
        else:
            values[below] = child.value()


def _safe(value: str) -> str:
    return value if NUMBER.fullmatch(value) else str(cell(value))
