"""What an expression is evaluated against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from survey.nodes import Branch, Node
from survey.xpath.allowance import Allowance

Value = float | str | bool | list[Node]


def _nothing(*_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when an expression is evaluated.

    `now` carries the zone in which dates are local. `instances` are the secondary instances by id;
    freeze() those that never change and filters on them use an index. `root` is what "/" means, by default
    the top of the node's tree. `itext` takes (id, language) and gives a text or the nodes that hold it,
    `choice_name` takes (choice's name, path of the question, language). `allowance`: how much may be done.
    """

    node: Node
    now: datetime
    random: Callable[[], float]
    instances: Mapping[str, Branch] = field(default_factory=dict)
    language: str = ""
    itext: Callable[[str, str], Value] = _nothing
    choice_name: Callable[[str, str, str], str] = _nothing
    root: Node | None = None
    allowance: Allowance = field(default_factory=Allowance)


class Frame:
    """The place an expression has got to: a node and its position among those being filtered.

    `current` is the node the whole expression was asked at, `kept` the values that hold for all of it.
    """

    __slots__ = ("allowance", "context", "current", "kept", "node", "position", "root", "size", "zone")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.allowance = context.allowance
        self.zone = context.now.tzinfo
        self.current = self.node = context.node
        self.root = context.root or context.node.top()
        self.position = self.size = 1
        self.kept: dict[int, Value] = {}

    def inner(self) -> Frame:
        """A frame for filtering: its node, position and size are set by who filters."""
        frame = object.__new__(Frame)
        frame.context = self.context
        frame.allowance = self.allowance
        frame.zone = self.zone
        frame.current = self.current
        frame.root = self.root
        frame.kept = self.kept
        return frame
