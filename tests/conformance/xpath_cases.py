"""The XPath cases of ../shared/conformance: how they are read and run (see the README there)."""

import gzip
import json
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from survey.tree import Document, Element, Node, parse_xml
from survey.xpath import Context, ExpressionError, Value, compile_expression
from survey.xpath.values import to_boolean, to_number, to_string

FILE = Path(__file__).parents[3] / "shared" / "conformance" / "xpath.jsonl.gz"
PASSED = ""
NOW = datetime(2026, 11, 24, 5, 34, 47, tzinfo=ZoneInfo("America/Phoenix"))
"""The zone and the clock under which the expected values were recorded."""


@dataclass(frozen=True)
class Case:
    number: int
    expression: str
    kind: str
    expected: object
    odk: bool
    file: str
    context: str
    root: str
    language: str
    xml: str
    factor: float
    flags: str


def cases() -> Iterator[Case]:
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            item = json.loads(line)
            yield Case(
                number=number,
                expression=item["expr"],
                kind=item["kind"],
                expected=item["expected"],
                odk=item["xforms"],
                file=item["file"].rpartition("/")[2].removesuffix(".test.ts"),
                context=item["context"],
                root=item["root"],
                language=item["lang"] or "",
                xml=item["xml"],
                factor=item.get("factor", 1),
                flags=item.get("flags", ""),
            )


def outcome(case: Case) -> str:
    """What differs from what was expected, or PASSED."""
    document = _document(case.xml)
    try:
        context = _context(case, document)
        value = compile_expression(case.expression).evaluate(context)
        return (
            PASSED
            if _agrees(case, value, document)
            else f"{_shown(value)} instead of {_shown(case.expected)}"
        )
    except ExpressionError as error:
        return error.message


@lru_cache(maxsize=50)
def _document(xml: str) -> Document:
    return parse_xml(xml)


def _context(case: Case, document: Document) -> Context:
    instances = {node.get("id"): node for node in _elements(document, "instance")}

    def itext(text_id: str, language: str) -> Value:
        values: Any = _texts(document, text_id, language)
        return values if case.kind == "nodeset" else [node for node in values if not node.get("form")]

    return Context(
        node=_at(document, case.context),
        now=NOW,
        random=random.Random(case.number).random,
        instances=instances,
        language=case.language,
        itext=itext,
        root=_at(document, case.root),
    )


def _texts(document: Document, text_id: str, language: str) -> list[Element]:
    spoken = {node.get("lang"): node for node in _elements(document, "translation")}
    default, *_ = sorted(spoken.values(), key=lambda node: "default" not in node.attributes)
    texts = {text.get("id"): text for text in spoken.get(language, default).elements()}
    return texts[text_id].elements()


def _elements(document: Document, name: str) -> list[Element]:
    return [node for node in document.descendants() if isinstance(node, Element) and node.name == name]


def _at(document: Document, path: str) -> Node:
    attribute = re.fullmatch(r"(.*)/@xmlns:(\w+)", path)
    if attribute:
        path = f"{attribute[1]}/namespace::{attribute[2]}"
    found = compile_expression(path).nodes(Context(document, NOW, random.random))
    if len(found) != 1:
        raise ExpressionError(f"{len(found)} nodes at {path}")
    return found[0]


def _agrees(case: Case, value: Value, document: Document) -> bool:
    expected = case.expected
    match case.kind:
        case "boolean":
            return to_boolean(value) is expected
        case "number":
            return _close(to_number(value, NOW.tzinfo), float(str(expected)))
        case "number-rounded":
            return abs(to_number(value, NOW.tzinfo) - float(str(expected))) <= 0.5 / case.factor + 1e-12
        case "string":
            return to_string(value) == expected
        case "string-matches":
            flags = re.IGNORECASE if "i" in case.flags else 0
            return re.search(str(expected), to_string(value), flags) is not None
        case "string-length":
            return len(to_string(value)) == expected
    assert isinstance(expected, list)
    assert isinstance(value, list)
    wanted = [_at(document, path) for path in expected]
    return value == wanted or (case.kind == "nodeset-unordered" and set(value) == set(wanted))


def _close(value: float, expected: float) -> bool:
    if math.isnan(expected):
        return math.isnan(value)
    return math.isclose(value, expected, rel_tol=1e-12)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)} nodes"
    return json.dumps(value, ensure_ascii=False)
