"""The traces of forms being filled in, of ../shared/conformance: each driven through the engine and compared.

Cursor positions are not compared: they are of the test driver that made the traces, not of the specification.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from survey.engine import Form, Moment, begin, reopen, submission, translate
from survey.question import Stop
from survey.refs import above, general, place
from survey.values import OK, cast, fault
from survey.working_copy import WorkingCopy

FILE = Path(__file__).parents[3] / "shared" / "conformance" / "xforms-scenarios.jsonl.gz"
NOW = datetime(2026, 11, 24, 5, 47, tzinfo=ZoneInfo("America/Phoenix"))
"""When and where the traces were made."""
_UUID = re.compile(r"(uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TODAY = re.compile(r"2026-11-24(T05:\d\d:\d\d\.\d{3}-07:00)?")
_EDITING = re.compile(r"\bedit")
"""These begin with a response that is opened again, which the trace holds as what it begins with."""
_UNCHECKED = frozenset(("refAtIndex", "removeRepeat", "getValidationOutcome", "getSelectedOptionLabels"))
"""What was recorded of these results is no data."""


@dataclass(frozen=True)
class Case:
    number: int
    id: str
    test: str
    form: str
    initial: dict[str, Any]
    ops: list[dict[str, Any]]

    @property
    def missing(self) -> str:
        """What the trace does not hold, so that it cannot be driven."""
        if 'src="jr://' in self.form:
            return "The data of an external instance"
        if any("[object " in json.dumps(op["args"]) for op in self.ops):
            return "The contents of a file"
        return ""


class Difference(Exception):
    """The engine came to something else."""


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return tuple(
        Case(number, case["id"], case["test"], case["form"], case["initial"], case["ops"])
        for number, case in enumerate(found, 1)
    )


def outcome(case: Case) -> str:
    """The first difference; "" if there is none."""
    try:
        run = _Run(Form.load(case.form))
        if _EDITING.search(case.test):
            run.state = reopen(run.form, case.initial["xml"], run.moment)
        run.compare(case.initial, "at the beginning")
        for number, op in enumerate(case.ops, 1):
            run.do(op, f"after step {number} ({op['op']})")
    except Difference as difference:
        return str(difference)
    except Exception as error:  # a report of all failures, whatever they are
        return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
    return ""


class _Run:
    """One form being filled in as the driver of the traces does: anywhere, whether it is asked or not."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.moment = Moment(NOW, Random(1).random, exact=True)
        self.language = form.translations.default
        self.state = begin(form, self.moment, "uuid:00000000-0000-0000-0000-000000000000")

    @property
    def copy(self) -> WorkingCopy:
        return WorkingCopy(self.form, self.state, self.moment, self.language)

    def do(self, op: dict[str, Any], where: str) -> None:
        args = op["args"]
        match op["op"]:
            case "answer" if "error" not in op:
                ref, values = (args[0], args[1:]) if len(args) > 1 else (op["state"]["at"]["ref"], args)
                self.answer(ref, values)
                if "answer" in op["result"]:
                    _same(op["result"]["answer"], self.value(ref), where)
            case "createNewRepeat":
                self.add(args[0] if isinstance(args[0], str) else args[0]["assertCurrentReference"])
            case "removeRepeat":
                copy = self.copy
                copy.remove(*place(args[0]))
                self.state = copy.commit("")
            case "setLanguage":
                self.translate(args[0])
            case name if name not in _UNCHECKED and "result" in op:
                self.check(op, where)
        if "state" in op:
            self.compare(op["state"], where)

    def check(self, op: dict[str, Any], where: str) -> None:
        args, result = op["args"], op["result"]
        match op["op"]:
            case "answerOf" if "answer" in result:
                _same(result["answer"], self.value(args[0]), f"{where} {args[0]}")
            case "attributeOf":
                _same(result["answer"], self.value(f"{args[0]}/@{args[1]}"), where)
            case "countRepeatInstancesOf":
                _same(result, self.state.counts.get(args[0], 0), where)
            case "choicesOf":
                copy = self.copy
                stop = copy.stop(args[0])
                found = [
                    {"label": copy.say(choice.label, stop.ref), "value": choice.name}
                    for choice in copy.offered(stop)
                ]
                _same(_spaced(result), _spaced(found), where)
            case "getQuestionLabelText":
                ref = args[0]["assertCurrentReference"]
                copy = self.copy
                _same(_spaced(result), _spaced(copy.say(copy.stop(ref).question.label, ref)), where)

    def value(self, ref: str) -> str:
        copy = self.copy
        return copy.value(ref) if copy.relevant(ref.partition("/@")[0]) else ""

    def answer(self, ref: str, values: list[Any]) -> None:
        copy = self.copy
        texts = [_text(value) for value in values]
        question = copy.stop(ref).question
        if question.kind == "select_multiple":
            names = copy.names(copy.stop(ref))
            texts = [name for name in names if name in " ".join(texts).split()]
        value = cast(self.form.type_of(ref), " ".join(texts))
        if question.kind == "acknowledge":
            value = OK if values == [True] else ""
        elif question.range and fault(question, value, ()):
            value = ""
        copy.set(ref, value)
        self.state = copy.commit("")

    def add(self, series: str) -> None:
        """A repeat that stands in others is told without their places when there is one of each."""
        copy = self.copy
        shape = self.form.shapes[above(general(series))]
        if series.count("[") < len(shape.series):
            series = f"{copy.instance.expand(shape)[-1]}/{series.rpartition('/')[2]}"
        copy.add(series)
        self.state = copy.commit("")

    def translate(self, name: str) -> None:
        code = re.search(r"\(([^()]+)\)$", name)
        self.language = code[1] if code else name
        self.state = translate(self.form, self.state, self.language, self.moment)

    def compare(self, wanted: dict[str, Any], where: str) -> None:
        sent = submission(self.form, self.state, self.moment)
        _same(_plain(wanted["xml"]), _plain(sent), where)
        _same(_violations(wanted["violations"]), _violations(self.violations()), f"violations {where}")

    def violations(self) -> list[dict[str, Any]]:
        return list(_broken(self.copy))


def _broken(copy: WorkingCopy) -> Iterator[dict[str, Any]]:
    for stop in copy.asked():
        bind = stop.question.bind
        if stop.question.kind == "repeat":
            continue
        if not copy.value(stop.ref):
            if copy.required(stop):
                yield _violation(copy, stop, "required", copy.say(bind.required_message, stop.ref))
        elif copy.constrained(stop):
            yield _violation(copy, stop, "constraint", copy.say(bind.constraint_message, stop.ref))


def _violation(copy: WorkingCopy, stop: Stop, condition: str, message: str) -> dict[str, Any]:
    return {"ref": stop.ref, "condition": condition, "message": message or None}


def _violations(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return sorted((item["ref"], item["condition"], item["message"]) for item in found)


def _text(value: Any) -> str:
    """As the driver's language writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case {"str": text, "type": "BigInt"}:
            return str(text)
        case {"str": text}:
            return str(text)
    return str(value)


def _same(wanted: Any, found: Any, where: str) -> None:
    if _masked(str(wanted)) != _masked(str(found)):
        raise Difference(f"{where}: {_short(found)} instead of {_short(wanted)}")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 90 else f"{text[:90]}…"


def _spaced(value: Any) -> str:
    return " ".join(json.dumps(value, ensure_ascii=False).split())


def _masked(text: str) -> str:
    return _TODAY.sub("today", _UUID.sub("uuid", text))


def _plain(xml: str) -> str:
    """The document line by line without prefixes and declarations: names, attributes and texts."""
    return "\n".join(_lines(etree.fromstring(xml.encode()), ""))


def _lines(element: Any, above: str) -> Iterator[str]:
    name = etree.QName(element).localname
    attributes = sorted((etree.QName(key).localname, text) for key, text in element.items() if text)
    path = f"{above}/{name}"
    if name == "instanceID":
        yield path
        return
    told = "".join(f" {key}={text}" for key, text in attributes)
    yield f"{path}{told}{'' if len(element) else ': ' + (element.text or '')}"
    for child in element:
        yield from _lines(child, path)
