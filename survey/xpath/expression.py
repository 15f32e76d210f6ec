"""A compiled expression."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from survey.nodes import XHTML, XML, Node
from survey.xpath.analysis import calls, equals, fold, paths, weight
from survey.xpath.compiler import Compiler, check
from survey.xpath.context import Context, Frame, Value
from survey.xpath.functions import ODK
from survey.xpath.library import Library
from survey.xpath.own_repeat import in_own_repeat
from survey.xpath.parser import parse
from survey.xpath.values import to_boolean, to_nodes, to_number, to_string

NAMESPACES = {
    "xml": XML,
    "h": XHTML,
    "xhtml": XHTML,
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
}


class Expression:
    """Compiled once, evaluated often. Evaluating raises ExpressionError, and LimitExceeded, which is one.

    `functions`: the names of those it calls. `problems`: calls of functions that do not exist or not with so
    many arguments; each is an error only when it is reached. `paths`: the location paths it mentions without
    their predicates, those inside predicates told from where they stand: "/data/a", "../b", "c/@d", ".",
    "instance('towns')/root/item"; "*" is any name, "**" any depth. `equals`: the number, if it says that
    something is equal to a number.
    """

    def __init__(
        self,
        text: str,
        library: Library,
        namespaces: Mapping[str, str],
        base: str = "",
        repeats: Collection[str] = (),
    ) -> None:
        syntax = in_own_repeat(parse(text), base, repeats)
        called = list(calls(syntax))
        problems = (check(call, library.get(call.name)) for call in called)
        self.text = text
        self.functions = frozenset(call.name for call in called)
        self.problems = tuple(problem for problem in problems if problem)
        self.paths = paths(syntax)
        self.equals = equals(syntax)
        self._weight = weight(syntax)
        self._run = Compiler(library, namespaces).compile(syntax)

    def reads(self, base: str) -> Iterator[tuple[str, str]]:
        """`paths` made absolute as `references` has them, each with the topmost node it climbs to from
        `base`: "../b" from "/data/a" is ("/data/b", "/data"); an absolute path comes from above the root,
        ""."""
        for path in self.paths:
            if path.startswith("/"):
                yield path, ""
            elif not path.startswith("instance("):
                climbs = next(
                    (n for n, step in enumerate(path.split("/")) if step != ".."), path.count("/") + 1
                )
                yield fold(f"{base}/{path}"), fold(base + "/.." * climbs)

    def references(self, base: str) -> frozenset[str]:
        """`paths` made absolute as seen from the node at `base` ("/data/a"), those of instances left out."""
        return frozenset(
            path if path.startswith("/") else fold(f"{base}/{path}")
            for path in self.paths
            if not path.startswith("instance(")
        )

    def evaluate(self, context: Context) -> Value:
        """The value, of whatever type it is."""
        context.allowance.spend(self._weight)
        return self._run(Frame(context))

    def boolean(self, context: Context) -> bool:
        """The value as a truth."""
        return to_boolean(self.evaluate(context))

    def number(self, context: Context) -> float:
        """The value as a number, NaN if it is none."""
        return to_number(self.evaluate(context), context.now.tzinfo, context.allowance)

    def string(self, context: Context) -> str:
        """The value as a text."""
        return to_string(self.evaluate(context), context.allowance)

    def nodes(self, context: Context) -> list[Node]:
        """The nodes, in document order unless a function shuffled them."""
        return to_nodes(self.evaluate(context))


def compile_expression(
    text: str,
    namespaces: Mapping[str, str] = NAMESPACES,
    library: Library = ODK,
    base: str = "",
    repeats: Collection[str] = (),
) -> Expression:
    """Read an expression. Raises ExpressionError with the place that cannot be read.

    `base` is the path of the node it stands at, `repeats` those of the repeats of the form: see `own_repeat`.
    """
    return Expression(text, library, namespaces, base, repeats)
