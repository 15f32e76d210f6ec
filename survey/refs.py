"""Paths of nodes.

As the form writes it, a ref is general: "/data/person/name". With the places of the repeats it stands in it
is that of one node: "/data/person[2]/name". Places are counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

Held = TypeVar("Held")
_PLACE = re.compile(r"\[\d+\]")
_PREFIX = re.compile(r"(?:(?<=/)|^)[\w.-]+:(?!:)")


def general(ref: str) -> str:
    """The ref without places."""
    return _PLACE.sub("", ref) if "[" in ref else ref


def above(ref: str) -> str:
    """The ref of the node above; "" above the root."""
    return ref.rpartition("/")[0]


def within(ref: str, node: str) -> bool:
    """Whether the node at `ref` is the one at `node` or beneath it."""
    return ref == node or ref.startswith(node + "/")


def cut(ref: str, depth: int) -> str:
    """The ref down to its repeat of that depth, its place included; "" for depth 0."""
    end = 0
    for _ in range(depth):
        end = ref.index("]", end) + 1
    return ref[:end]


def place(ref: str) -> tuple[str, int]:
    """The series and the place of an instance: "/data/person[2]" is ("/data/person", 2). Place 0: it has
    none."""
    if not ref.endswith("]"):
        return ref, 0
    series, _, number = ref[:-1].rpartition("[")
    return series, int(number)


def resolve(ref: str, node: str) -> str:
    """A ref as it is written at a node, from the root: absolute ones stay, "name" is beneath, ".." above.

    Names stand without their prefixes: "/data/orx:meta" is "/data/meta".
    """
    ref = _PREFIX.sub("", ref)
    if ref.startswith("/"):
        return ref
    found = [step for step in node.split("/") if step]
    for step in ref.split("/"):
        if step == "..":
            found = found[:-1]
        elif step not in ("", ".", "current()"):
            found.append(step)
    return "/" + "/".join(found)


def renumbered(refs: Mapping[str, Held], series: str, gone: int) -> dict[str, Held]:
    """The same by ref, after an instance of a repeat was taken out and those after it have moved up."""
    start = f"{series}["
    found = {}
    for ref, held in refs.items():
        if not ref.startswith(start):
            found[ref] = held
            continue
        number, _, rest = ref[len(start) :].partition("]")
        if int(number) < gone:
            found[ref] = held
        elif int(number) > gone:
            found[f"{start}{int(number) - 1}]{rest}"] = held
    return found
