"""Values that are set when something happens (ODK XForms, "Events and Actions").

`setgeopoint` is read over: nobody's whereabouts are taken without asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from survey.nodes import Element
from survey.question import FormError
from survey.refs import general, resolve
from survey.shape import Shape
from survey.xpath import Expression

FIRST_LOAD = frozenset(("odk-instance-first-load", "xforms-ready"))
"""The second is what the first was called before (ODK XForms, "Events")."""
EACH_LOAD = frozenset(("odk-instance-load",))
NEW_REPEAT = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
_EVENT = "{http://www.w3.org/2001/xml-events}event"
"""As XForms 1.1 writes the attribute."""

Compile = Callable[[str, str], Expression]
"""Compiles an expression (first argument) as it stands at a node (general ref, second argument)."""


@dataclass(frozen=True, slots=True)
class SetValue:
    """`source`: the control or the repeat that it stands in, the root for those of the model. `target` is
    told from the node where the event happens, `value` from the target."""

    source: str
    events: frozenset[str]
    target: Expression
    value: Expression | str


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of a form: those of the model and the body in their order, by the repeat that gets an
    instance, by the question whose value changes."""

    all: tuple[SetValue, ...] = ()
    on_new: Mapping[str, tuple[SetValue, ...]] = field(default_factory=dict)
    on_change: Mapping[str, tuple[SetValue, ...]] = field(default_factory=dict)

    def on_load(self, *, first: bool) -> Iterator[SetValue]:
        wanted = FIRST_LOAD | EACH_LOAD if first else EACH_LOAD
        return (action for action in self.all if action.events & wanted)


def read_actions(model: Element, body: Element, shapes: Mapping[str, Shape], compiled: Compile) -> Actions:
    """Raises FormError for a target that is not in the instance."""
    root = f"/{next(iter(shapes.values())).name}"
    named = {bind.get("id"): bind.get("nodeset") for bind in model.named("bind")}
    read = partial(_read, named, shapes, compiled)
    found = [*_within(model, root, read), *_within(body, root, read)]
    by_event: dict[str, dict[str, list[SetValue]]] = {
        NEW_REPEAT: defaultdict(list),
        VALUE_CHANGED: defaultdict(list),
    }
    for action in found:
        for event in action.events & by_event.keys():
            by_event[event][_heard_at(event, action.source, shapes)].append(action)
    by_source = {
        event: {source: tuple(actions) for source, actions in sources.items()}
        for event, sources in by_event.items()
    }
    return Actions(tuple(found), by_source[NEW_REPEAT], by_source[VALUE_CHANGED])


def _heard_at(event: str, source: str, shapes: Mapping[str, Shape]) -> str:
    """A new instance is told of to all that stands in its repeat and in none further in."""
    shape = shapes.get(source)
    return shape.series[-1] if event == NEW_REPEAT and shape and shape.series else source


def _within(element: Element, at: str, read: Callable[[Element, str], SetValue]) -> Iterator[SetValue]:
    for child in element.elements():
        if child.name == "setvalue":
            yield read(child, at)
        elif child.name not in ("instance", "itext", "bind"):
            own = child.get("ref") or child.get("nodeset")
            yield from _within(child, resolve(own, at) if own else at, read)


def _read(
    named: Mapping[str, str], shapes: Mapping[str, Shape], compiled: Compile, action: Element, at: str
) -> SetValue:
    """The `value` if there is one, else the text inside (XForms 1.1, "The setvalue Element").

    `named`: what binds with an id are about; an action may name its target by that id.
    """
    ref = action.get("ref") or named.get(action.get("bind"), "")
    target = compiled(ref or ".", at)
    meant = next(iter(target.references(at)), "")
    if not ref or meant.partition("/@")[0] not in shapes:
        raise FormError(f"{ref or action.get('bind')} is given a value but is not a question of the form.")
    text = action.get("value").strip()
    said = "" if "value" in action.attributes else action.value()
    return SetValue(
        at,
        frozenset((action.get("event") or action.get(_EVENT)).split()),
        target,
        compiled(text, general(meant)) if text else said,
    )
