"""Evaluates an expression in a small world: what most tests of XPath begin with."""

import random
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from survey.nodes import Branch
from survey.tree import Document, parse_xml
from survey.xpath import Context, Value, compile_expression

EMPTY = parse_xml("<data/>")


def context(
    document: Document = EMPTY,
    instances: Mapping[str, Branch] | None = None,
    zone: str = "America/Phoenix",
    language: str = "",
) -> Context:
    """At the root element, on the day on which the conformance cases were recorded."""
    return Context(
        node=document.root,
        now=datetime(2026, 11, 24, 5, 34, 47, tzinfo=ZoneInfo(zone)),
        random=random.Random(1).random,
        instances=instances or {},
        language=language,
        itext=lambda text_id, language: f"{text_id} in {language}",
        choice_name=lambda choice, path, language: f"{choice} of {path} in {language}",
    )


def evaluate(
    expression: str, xml: str = "<data/>", zone: str = "America/Phoenix", language: str = ""
) -> Value:
    """The value at the root element."""
    return compile_expression(expression).evaluate(context(parse_xml(xml), zone=zone, language=language))


def texts(expression: str, xml: str) -> list[str]:
    """The texts of the nodes that are selected."""
    return [node.value() for node in compile_expression(expression).nodes(context(parse_xml(xml)))]
