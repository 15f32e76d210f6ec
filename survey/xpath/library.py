"""How functions are told: a Python function whose annotations say what its arguments are turned into."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from survey.xpath.context import Frame, Value
from survey.xpath.values import COERCIONS, Coercion

Run = Callable[[Frame], Value]
Depends = Literal["never", "bare", "always"]


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` turns each argument into what is wanted, `rest` all further ones; None leaves it unevaluated.

    `depends`: whether the value hangs on the context node: never, only without arguments, or always.
    """

    run: Callable[..., Value]
    takes: tuple[Coercion | None, ...]
    rest: Coercion | None
    least: int
    most: int | None
    framed: bool
    boolean: bool
    depends: Depends

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.least <= count and (self.most is None or count <= self.most)


def _taken(annotation: str) -> Coercion | None:
    return None if annotation == "Run" else COERCIONS[annotation.removesuffix(" | None")]


class Library(dict[str, Function]):
    """Functions by name."""

    def function(self, name: str, depends: Depends | None = None) -> Callable[[Callable[..., Any]], None]:
        """Decorate `def f(frame: Frame, a: str, b: float = 0, *rest: Value) -> bool` to add it.

        The frame is optional. A `Run` argument is evaluated by the function itself, if it needs it.
        """

        def add(run: Callable[..., Any]) -> None:
            parameters = list(inspect.signature(run).parameters.values())
            framed = bool(parameters) and parameters[0].annotation == "Frame"
            wanted = parameters[framed:]
            fixed = [item for item in wanted if item.kind is not item.VAR_POSITIONAL]
            rest = [_taken(item.annotation) for item in wanted if item.kind is item.VAR_POSITIONAL]
            self[name] = Function(
                run=run,
                takes=tuple(_taken(item.annotation) for item in fixed),
                rest=rest[0] if rest else None,
                least=sum(item.default is item.empty for item in fixed),
                most=None if rest else len(fixed),
                framed=framed,
                boolean=inspect.signature(run).return_annotation == "bool",
                depends=depends or ("always" if framed else "never"),
            )

        return add
