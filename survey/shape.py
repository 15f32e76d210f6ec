"""What an instance can hold: its elements as the form declares them, without the values of anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from survey.nodes import Attribute, Element
from survey.question import FormError

TEMPLATE = "{http://openrosa.org/javarosa}template"
"""Marks the instance of a repeat that only says how new ones begin (ODK XForms, "Default Values in
Repeats")."""


@dataclass(slots=True, eq=False)
class Shape:
    """An element. `ref` is general; `series` are the repeats it stands in, itself included, the outermost
    first.

    `repeated`: there can be any number of it; `fixed`: as many as the form begins with, one at least.
    `template`: how it begins. `guards`: the nodes on whose relevance it hangs, set when the binds are known.
    """

    ref: str
    template: Element
    repeated: bool
    fixed: bool
    series: tuple[str, ...]
    children: dict[str, Shape] = field(default_factory=dict)
    guards: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.template.name

    @property
    def attributes(self) -> Iterable[Attribute]:
        return (item for key, item in self.template.attributes.items() if key != TEMPLATE)

    @property
    def first(self) -> str:
        """The ref of its first node: the first instance of each repeat that it stands in."""
        ref = self.ref
        for series in reversed(self.series):
            ref = f"{series}[1]{ref[len(series) :]}"
        return ref

    def walk(self) -> Iterator[Shape]:
        """This one and all below, in document order."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def leaves(self) -> Iterator[Shape]:
        return (shape for shape in self.walk() if not shape.children)


def read_shape(root: Element, repeats: Mapping[str, bool]) -> Shape:
    """`repeats`: the general refs of what the body lets repeat, and whether it is fixed how often.

    Raises FormError if another name comes twice.
    """
    return _shape([root], "", repeats, ())


def _shape(
    elements: Sequence[Element], above: str, repeats: Mapping[str, bool], series: tuple[str, ...]
) -> Shape:
    template = next((item for item in elements if TEMPLATE in item.attributes), elements[0])
    ref = f"{above}/{template.name}"
    repeated = ref in repeats
    fixed = repeats.get(ref, False)
    shape = Shape(ref, template, repeated, fixed, (*series, ref) if repeated else series)
    by_name: dict[str, list[Element]] = {}
    for element in (template, *elements):
        for child in element.elements():
            by_name.setdefault(child.name, []).append(child)
    for name, found in by_name.items():
        shape.children[name] = _shape(found, ref, repeats, shape.series)
    if not repeated:
        _check_single(elements, ref)
    return shape


def _check_single(elements: Sequence[Element], ref: str) -> None:
    parents = [id(element.parent) for element in dict.fromkeys(elements)]
    if len(set(parents)) < len(parents):
        raise FormError(f"{ref} stands in the form twice.")


def fill(
    element: Element,
    shape: Shape,
    ref: str,
    values: MutableMapping[str, str],
    counts: MutableMapping[str, int],
) -> None:
    """Put down what an element holds: the values of its leaves, the numbers of instances of its repeats."""
    if not shape.children:
        if text := element.value():
            values[ref] = text
        return
    for name, child in shape.children.items():
        found = [item for item in element.named(name) if TEMPLATE not in item.attributes]
        if child.repeated:
            if not found and child.fixed:
                found = [child.template]
            if found:
                counts[f"{ref}/{name}"] = len(found)
            for number, item in enumerate(found, 1):
                fill(item, child, f"{ref}/{name}[{number}]", values, counts)
        elif found:
            fill(found[0], child, f"{ref}/{name}", values, counts)
